import { expect, test } from "vitest";
import { operationIds } from "../../../src/client/operations/catalog.js";
import { betterTool, HINTS, summaryOf, WARNINGS } from "../../../src/features/api/index.js";

const scope = { offers: () => true, forbids: () => undefined };

test("every operation is described in these words", async () => {
  const pages = operationIds.map((id) => {
    const better = betterTool(id, { scope });
    return [
      `${id}: ${summaryOf(id)}`,
      ...(HINTS[id] === undefined ? [] : [`  hint: ${HINTS[id]}`]),
      ...(WARNINGS[id] === undefined ? [] : [`  warning: ${WARNINGS[id]}`]),
      ...(better === undefined ? [] : [`  better: ${better}`]),
    ].join("\n");
  });
  await expect(pages.join("\n")).toMatchFileSnapshot("__snapshots__/wording.txt");
});

test("a better tool is named only where all that it names are offered", () => {
  const without = (hidden: string) => ({
    scope: { ...scope, offers: (name: string) => name !== hidden },
  });
  expect(betterTool("modify_connection", without("pause_connectors"))).toBeUndefined();
  expect(betterTool("modify_connection", without("delete_connector"))).toBe(
    "update_connector, pause_connectors or resume_connectors",
  );
});

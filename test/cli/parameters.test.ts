import { expect, test } from "vitest";
import { MEANINGS, meaningOf } from "../../src/cli/help/parameters.js";
import { paramsOf } from "../../src/cli/tool-command.js";
import { LISTINGS } from "../listings.js";

const parameters = LISTINGS.flatMap((tool) =>
  paramsOf(tool).map(([name, param]) => ({ tool: tool.name, name, param })),
);

test("every parameter of every tool has a meaning, and every meaning has a parameter", () => {
  const used = parameters.map(({ tool, name }) => {
    const own = `${tool}.${name}`;
    return own in MEANINGS ? own : name;
  });
  expect([...new Set(used)].sort()).toEqual(Object.keys(MEANINGS).sort());
});

test("the example of the tool list follows, unless it is a part of the value or a switch", () => {
  const texts = Object.fromEntries(
    parameters.map(({ tool, name, param }) => [`${tool}.${name}`, meaningOf(tool, name, param)]),
  );
  expect(texts["create_connector.paused"]).toBe(
    "create the connector paused, so that it does not sync",
  );
  expect(texts["update_connector.auth"]).toMatch(/, e\.g\. \{"refresh_token"/);
  expect(texts["create_connector.copies"]).not.toContain("e.g.");
  expect(texts["write_api.body"]).not.toBe(texts["delete_api.body"]);
});

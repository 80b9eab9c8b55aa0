import { expect, test } from "vitest";
import { taskRemedy, warningRemedy } from "../../../src/features/health/index.js";

const CODES = [
  "reconnect",
  "reconnect_warehouse",
  "reconnect_log",
  "update_service_account",
  "python_code_throwing_error",
  "unknown_sync_failure",
  "resync_table_warning",
  "sync_warning",
  "type_coercion_to_null_warning",
  "no_such_code",
  "toString",
];

test("each code has one remedy, says whether it takes a person, and other codes have none", async () => {
  const rows = CODES.flatMap((code) =>
    Object.entries({ task: taskRemedy(code), warning: warningRemedy(code) }).map(
      ([kind, remedy]) =>
        `${code} as a ${kind}: ${remedy === undefined ? "none" : `${remedy.needsPerson ? "(person) " : ""}${remedy.advice}`}`,
    ),
  );
  await expect(rows.join("\n")).toMatchFileSnapshot("__snapshots__/codes.txt");
  expect([taskRemedy(undefined), warningRemedy(undefined)]).toEqual([undefined, undefined]);
});

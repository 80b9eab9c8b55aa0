import { expect, test } from "vitest";
import { harness } from "../harness.js";
import { agreed } from "./agreed.js";

test("a field that some items lack is counted, one that all lack is said to be in none", async () => {
  const on = await harness();
  const users = (fields: string[]) =>
    on.call("read_api", { operation_id: "list_all_users", fields });
  expect((await users(["email", "role"])).text).toContain(
    'In 1 of 3 items, "role" is missing or empty.',
  );
  expect((await users(["email"])).text).not.toContain(" is missing or empty");
  expect((await users(["email", "nothing"])).text).toContain(
    'In all items of this page, "nothing" is missing or empty.',
  );
  const one = await on.call("read_api", {
    operation_id: "group_details",
    params: { groupId: "marketing" },
    fields: ["name", "nothing"],
  });
  expect(one.text).toContain('In the response, "nothing" is missing or empty.');
});

test("the deletion of a connector that never loaded does not claim that its tables stay", async () => {
  const on = await harness();
  const loaded = await agreed(on, "delete_connector", { connector: "zendesk_support" });
  expect(loaded.text).toContain("Kept: the tables in ");
  const never = await agreed(on, "delete_connector", { connector: "slack_workspace.messages" });
  expect(never.plan).toContain("no sync of this connector has succeeded");
  expect(never.text).toContain("Kept: any tables in ");
});

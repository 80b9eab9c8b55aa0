import { expect, test } from "vitest";
import { harness } from "../harness.js";
import { agreed } from "./agreed.js";

type Call = Awaited<ReturnType<typeof harness>>["call"];

async function groupNamed(call: Call, name: string): Promise<string> {
  const { text } = await call("read_api", { operation_id: "list_all_groups" });
  return new RegExp(`id=(\\w+) name=${name} `).exec(text)?.[1] ?? "";
}

test("the plan of a group's delete names its destination and every connector, which may go with it", async () => {
  const { call, sandbox } = await harness();
  const groupId = await groupNamed(call, "finance");
  const args = { operation_id: "delete_group", params: { groupId } };
  const plan = await call("delete_api", args);
  expect(plan.status).toBe("confirmation_required");
  expect(plan.text).toContain(`finance (${groupId})`);
  expect(plan.text).toContain(`Its destination may go with it: redshift (${groupId}).`);
  expect(plan.text).toMatch(
    /Its 5 connectors may go with it, .*netsuite_finance \(\w+\).*xero_ledger/,
  );
  // What goes with a group is told, however much it is; the one target is the group.
  expect(plan.data["plan"]).toMatchObject({ targets: [{ id: groupId, name: "finance" }] });
  expect(sandbox.effects()).toEqual([]);

  // Whichever way Fivetran takes it, the answer says so.
  const done = await call("delete_api", { ...args, confirmation_token: plan.token });
  const after = await call("read_api", { operation_id: "list_all_groups" });
  expect(after.text.includes(groupId)).toBe(done.isError);
});

test("a group that got another connector since is asked about again", async () => {
  const { call, sandbox } = await harness();
  const groupId = await groupNamed(call, "finance");
  const args = { operation_id: "delete_group", params: { groupId } };
  const plan = await call("delete_api", args);
  sandbox.edit((world) => {
    const [first] = world.connections.values();
    if (first !== undefined) first.group_id = groupId;
  });
  const again = await call("delete_api", { ...args, confirmation_token: plan.token });
  expect(again.status).toBe("confirmation_required");
  expect(again.token).not.toBe(plan.token);
  expect(sandbox.effects()).toEqual([]);
});

test("a destination with connectors is told to be refused; one that is alone goes", async () => {
  const scene = await harness();
  const groupId = await groupNamed(scene.call, "finance");
  const busy = await scene.call("delete_api", {
    operation_id: "delete_destination",
    params: { destinationId: groupId },
  });
  expect(busy.text).toContain("It has 5 connectors, so Fivetran will refuse: ");
  const made = await agreed(scene, "write_api", {
    operation_id: "create_group",
    body: { name: "spare" },
  });
  const spare = /\((\w+)\)/.exec(made.text)?.[1] ?? "";
  const gone = await agreed(scene, "delete_api", {
    operation_id: "delete_group",
    params: { groupId: spare },
  });
  expect(gone.plan).toContain("It has no destination.\n- It has no connectors.");
  expect(gone.text).toMatch(/^delete_group done: spare \(\w+\)/);
});

test("what goes is named by a read, and a thing that is not there is refused", async () => {
  const scene = await harness();
  const made = await agreed(scene, "write_api", {
    operation_id: "create_account_webhook",
    body: { url: "https://hooks.example.com/x", events: ["sync_end"], active: false },
  });
  const id = /\((\w+)\)/.exec(made.text)?.[1] ?? "";
  const args = { operation_id: "delete_webhook", params: { webhookId: id } };
  const gone = await agreed(scene, "delete_api", args);
  expect(gone.plan).toContain(`"https://hooks.example.com/x" (${id})`);
  expect(gone.status).toBe("done");
  const again = await scene.call("delete_api", args);
  expect(again.isError).toBe(true);
  expect(again.data["error"]).toMatchObject({ type: "not_found" });
});

test("the user whose key is in use is not deleted", async () => {
  const { call, sandbox } = await harness();
  const { text } = await call("read_api", { operation_id: "get_account_info" });
  const id = /user_id=(\w+)/.exec(text)?.[1] ?? "";
  const refused = await call("delete_api", { operation_id: "delete_user", params: { id } });
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("is what this program itself signs in with");
  expect(sandbox.effects()).toEqual([]);
});

test.each([
  [{ operation_id: "modify_group", params: { groupId: "x" } }, "Use write_api"],
  [{ operation_id: "list_all_groups" }, "Use read_api"],
  [{ operation_id: "delete_grup" }, "Did you mean"],
  [{ operation_id: "delete_group" }, "params.groupId is required"],
])("%j is refused and nothing is sent", async (args, words) => {
  const { call, sandbox } = await harness();
  const refused = await call("delete_api", args);
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(words);
  expect(sandbox.requests()).toEqual([]);
});

test("beyond the operator's reach there is no such tool, and no operation either", async () => {
  const { call, client } = await harness({
    env: { FIVETRAN_SCOPE: "read/write", DISALLOWED_ACTIONS: "webhooks:write" },
  });
  const names = (await client.listTools()).tools.map(({ name }) => name);
  expect(names).toContain("write_api");
  expect(names).not.toContain("delete_api");
  const refused = await call("write_api", {
    operation_id: "create_account_webhook",
    body: { url: "https://a.example.com", events: ["sync_end"] },
  });
  expect(refused.data["error"]).toMatchObject({
    type: "policy_denied",
    setting: "DISALLOWED_ACTIONS",
  });
});

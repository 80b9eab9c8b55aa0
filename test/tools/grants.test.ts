import { describe, expect, test } from "vitest";
import * as z from "zod";
import { operationIds } from "../../src/client/operations/catalog.js";
import { OPERATIONS } from "../../src/client/operations/generated/operations.js";
import { changes, harness } from "../harness.js";
import { agreed, bothShown } from "./agreed.js";
import { groupId, replying, sent, userId } from "./ids.js";

const GRACE = { email: "grace@example.com", given_name: "Grace", family_name: "Example" };
const addToGroup = (body: object) => ({
  operation_id: "add_user_to_group",
  params: { groupId: "marketing" },
  body,
});

const Search = z.object({
  operations: z.array(
    z.looseObject({ operation_id: z.string(), notes: z.array(z.string()).default([]) }),
  ),
});

describe("inviting a user into a group with a role", () => {
  test("takes three calls: search, plan, confirmation", async () => {
    const on = await harness();
    const search = await on.call("search_api", { query: "invite a user into a group with a role" });
    const [first] = Search.parse(search.data).operations;
    expect(first?.operation_id).toBe("add_user_to_group");
    expect(first?.notes.join(" ")).toContain("add given_name and family_name");
    const body = { ...GRACE, role: "View Destination" };
    const { plan, text, isError } = await agreed(on, "write_api", addToGroup(body));
    expect(plan).toContain("Invite a user to the account, then: Add or invite a user");
    expect(plan).toContain('grace@example.com" is not in the account, so it is invited first');
    expect(plan).toContain('Description of the role "View Destination": "Sees a destination"');
    expect(isError).toBe(false);
    expect(text).toContain("has access after accepting the invitation");
    expect(sent(on.sandbox)).toEqual(["create_user", "add_user_to_group"]);
    const reach = await on.call("read_api", {
      operation_id: "access:group",
      params: { groupId: "marketing" },
    });
    expect(reach.data["items"]).toContainEqual(
      expect.objectContaining({
        name: "Grace Example",
        access: ["View Destination (group)"],
        state: "invited, not accepted",
      }),
    );
  });

  test("who is in the account is not invited again", async () => {
    const on = await harness();
    const body = { ...GRACE, email: "MARY@example.com", role: "View Destination" };
    const { plan } = await agreed(on, "write_api", addToGroup(body));
    expect(plan).toContain("is already in the account and gets no invitation");
    expect(sent(on.sandbox)).toEqual(["add_user_to_group"]);
  });

  test("without a name the plan is refused before anything is sent, with what to add", async () => {
    const on = await harness();
    const body = { email: GRACE.email, role: "View Destination" };
    const { isError, text } = await on.call("write_api", addToGroup(body));
    expect(isError).toBe(true);
    expect(text).toContain("add given_name and family_name to body");
    expect(changes(on.sandbox)).toEqual([]);
  });

  test("a role that fails after the invitation is a part of the change", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "add_user_to_group", status: 403 });
    const body = { ...GRACE, role: "View Destination" };
    const done = await agreed(on, "write_api", addToGroup(body));
    const { status, isError, text } = done;
    expect({ status, isError }).toEqual({ status: "partial", isError: true });
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(text).toContain("Fivetran invited the user by e-mail");
    expect(text).toContain("It is not confirmed that the user has the role in the group.");
  });

  test("an invitation that fails grants nothing", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "create_user", status: 409 });
    const body = { ...GRACE, role: "View Destination" };
    const done = await agreed(on, "write_api", addToGroup(body));
    const { status, text } = done;
    expect(status).toBe("partial");
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(text).toContain("The invitation failed, and the role was not granted.");
    expect(sent(on.sandbox)).toEqual(["create_user"]);
  });

  test("a key that may not list users plans the addition alone and says so", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "list_all_users", status: 403 });
    const body = { email: "mary@example.com", role: "View Destination" };
    const { text } = await on.call("write_api", addToGroup(body));
    expect(text).toContain("It was not checked whether");
  });
});

describe("what a role grants", () => {
  const granting = (role: string) => addToGroup({ email: "mary@example.com", role });

  test("a deprecated role is accepted with its replacement and what that lacks", async () => {
    const on = await harness();
    const { plan, text } = await agreed(on, "write_api", granting("Destination Analyst"));
    const note =
      'The role "Destination Analyst" is deprecated. Its replacement is "View Destination": "Sees a destination". The new role lacks: "changes its schemas".';
    expect(plan).toContain(note);
    expect(text).toContain(note);
  });

  test("a deprecated role without a description lacks nothing that could be compared", async () => {
    const on = await harness();
    on.sandbox.fault({
      operation: "list_all_roles",
      ...replying({
        items: [
          { name: "Older Role", is_deprecated: true, replacement_role_name: "Newer Role" },
          { name: "Newer Role" },
        ],
      }),
    });
    const { text } = await on.call("write_api", granting("Older Role"));
    expect(text).toContain(
      'The role "Older Role" is deprecated. Its replacement is "Newer Role": no description. According to the descriptions, the new role includes everything that the old role grants.',
    );
  });

  test("a replacement for fewer places says which", async () => {
    const on = await harness();
    const { text } = await on.call("write_api", {
      operation_id: "create_user",
      body: { ...GRACE, role: "Destination Creator" },
    });
    expect(text).toContain(
      'Its replacement is "Edit Destination": "Changes a destination", which cannot be granted here.',
    );
    expect(text).toContain("the scope ACCOUNT");
  });

  test.each([
    [{ replacement_role_name: null }, "Fivetran gives no replacement"],
    [{ replacement_role_name: "Gone" }, 'Its replacement "Gone" is not available in this account'],
  ])("a deprecated role with %j", async (facts, note) => {
    const on = await harness();
    const role = { name: "Old", description: "Sees", scope: ["DESTINATION"], is_deprecated: true };
    on.sandbox.fault({
      operation: "list_all_roles",
      ...replying({ items: [{ ...role, ...facts }] }),
    });
    expect((await on.call("write_api", granting("Old"))).text).toContain(note);
  });

  test("a custom role is marked as one", async () => {
    const on = await harness();
    const role = { name: "Night shift", scope: ["DESTINATION"], is_custom: true };
    on.sandbox.fault({ operation: "list_all_roles", ...replying({ items: [role] }) });
    expect((await on.call("write_api", granting("night shift"))).text).toContain(
      'Description of the role "Night shift" (custom): no description.',
    );
  });

  test("roles that cannot be read are said not to be checked", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "list_all_roles", status: 403 });
    const { isError, text } = await on.call("write_api", granting("View Destination"));
    expect(isError).toBe(false);
    expect(text).toContain("because this program's API key or settings do not allow reading roles");
  });

  test("a user without a role: plan and result say what it may do", async () => {
    const on = await harness();
    const created = await agreed(on, "write_api", { operation_id: "create_user", body: GRACE });
    const note = "A user without a role in the account has no access";
    expect(created.plan).toContain(note);
    expect(created.text).toContain(note);
    const withRole = { ...GRACE, email: "g@example.com", role: "Account Reviewer" };
    const other = await agreed(on, "write_api", { operation_id: "create_user", body: withRole });
    expect(other.text).not.toContain(note);
    const team = { operation_id: "create_team", body: { name: "Loaders" } };
    expect((await agreed(on, "write_api", team)).text).toContain(
      "A team without a role in the account grants nothing",
    );
  });
});

describe("operations for the same aim", () => {
  /** The same request about the same kinds of objects, at paths in another order. */
  const twins = () => {
    const byAim = new Map<string, string[]>();
    for (const [id, { method, path }] of Object.entries(OPERATIONS)) {
      const nouns = path.split("/").filter((part) => part !== "" && !part.startsWith("{"));
      const key = `${method} ${[...nouns].sort().join(" ")}`;
      if (method !== "GET") byAim.set(key, [...(byAim.get(key) ?? []), id]);
    }
    return [...byAim.values()].filter((ids) => new Set(ids.map(nounsOf)).size > 1);
  };
  const nounsOf = (id: string) =>
    Object.entries(OPERATIONS)
      .find(([known]) => known === id)?.[1]
      .path.replace(/\{\w+\}/g, "{}");

  test("each names the others, in the search and in the plan", async () => {
    const on = await harness();
    const groups = [
      ...twins(),
      ["delete_user", "delete_user_membership_in_account"],
      ["approve_connection_certificate", "approve_certificate"],
      ["list_connections", "list_all_connections_in_group"],
      ["resync_connection", "resync_tables"],
      ["dismiss_connection_warning", "dismiss_connection_warnings"],
      ["delete_column_connection_config", "delete_multiple_columns_connection_config"],
      ["create_user_api_key", "create_system_key"],
      ["modify_user", "update_user_membership", "update_user_membership_in_group"],
    ];
    expect(groups).toContainEqual(["add_user_to_group", "add_user_membership_in_group"]);
    for (const group of groups) {
      for (const id of group) {
        const { data } = await on.call("search_api", { operation_id: id });
        const [found] = Search.parse(data).operations;
        const notes = found?.notes.join("\n") ?? "";
        for (const other of group) if (other !== id) expect(notes, id).toContain(`${other} `);
      }
    }
    const { text } = await on.call("write_api", {
      operation_id: "add_user_membership_in_group",
      params: { userId: userId(on.sandbox, "mary@example.com") },
      body: { id: groupId(on.sandbox, "marketing"), role: "View Destination" },
    });
    expect(text).toContain(
      "add_user_membership_in_group takes a user of the account in params.userId",
    );
    expect(text).toContain("add_user_to_group takes the user's e-mail address");
    expect(operationIds.length).toBeGreaterThan(100);
  });
});

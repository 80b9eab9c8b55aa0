import { describe, expect, test } from "vitest";
import { operation, operationIds } from "../../src/client/operations/catalog.js";
import { type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId, recordId, replying, sent, userId } from "./ids.js";

const ADMINISTRATOR = "Account Administrator";

/** Returns the user whose key is in use. */
function self({ sandbox }: Pick<Harness, "sandbox">): string {
  let id = "";
  sandbox.edit((world) => {
    id = world.account.user_id;
  });
  return id;
}

/**
 * Adds a second administrator, so that only the rule for the calling user can reject the change.
 */
async function fixture() {
  const on = await harness();
  const other = userId(on.sandbox, "linus@example.com");
  on.sandbox.edit((world) => {
    const user = world.users.get(other);
    if (user !== undefined) Object.assign(user, { role: ADMINISTRATOR, active: true });
  });
  const team = { name: "Operations", role: "Account Analyst" };
  await agreed(on, "write_api", { operation_id: "create_team", body: team });
  const teamId = recordId(on.sandbox, "teams");
  const member = { teamId, userId: self(on) };
  on.sandbox.fault({
    operation: "get_user_in_team",
    ...replying({ user_id: member.userId, role: "Team Member" }),
  });
  const groupIdOf = groupId(on.sandbox, "analytics_prod");
  const connectionId = idOf(on.sandbox, "postgres_orders");
  for (const read of [
    "get_user_membership_in_group",
    "get_user_membership_in_connections",
    "get_team_membership_in_group",
    "get_team_membership_in_connection",
  ]) {
    const id = read.endsWith("_group") ? groupIdOf : connectionId;
    on.sandbox.fault({ operation: read, ...replying({ id, role: "Manage Destination" }) });
  }
  return { on, other, teamId, group: groupIdOf, connectionId, me: member.userId };
}
type Fixture = Awaited<ReturnType<typeof fixture>>;

const email = ({ on }: Fixture) => {
  let found = "";
  on.sandbox.edit((world) => {
    found = world.users.get(self(on))?.email ?? "";
  });
  return found;
};

const role = "View Destination";
const OWN: [string, (of: Fixture) => { params: object; body?: object }][] = [
  ["delete_user", ({ me }) => ({ params: { id: me } })],
  ["modify_user", ({ me }) => ({ params: { userId: me }, body: { role: "Account Reviewer" } })],
  ["delete_user_membership_in_account", ({ me }) => ({ params: { userId: me } })],
  ["delete_user_from_group", ({ me, group }) => ({ params: { userId: me, groupId: group } })],
  [
    "delete_user_membership_in_group",
    ({ me, group }) => ({ params: { userId: me, groupId: group } }),
  ],
  [
    "update_user_membership_in_group",
    ({ me, group }) => ({ params: { userId: me, groupId: group }, body: { role } }),
  ],
  [
    "add_user_membership_in_group",
    ({ me, group }) => ({ params: { userId: me }, body: { id: group, role } }),
  ],
  [
    "delete_user_membership_in_connection",
    ({ me, connectionId }) => ({ params: { userId: me, connectionId } }),
  ],
  [
    "update_user_membership_in_connection",
    ({ me, connectionId }) => ({
      params: { userId: me, connectionId },
      body: { role: "View Connection" },
    }),
  ],
  [
    "add_user_membership_in_connection",
    ({ me, connectionId }) => ({
      params: { userId: me },
      body: { id: connectionId, role: "View Connection" },
    }),
  ],
  ["delete_user_from_team", ({ me, teamId }) => ({ params: { userId: me, teamId } })],
  [
    "update_user_membership",
    ({ me, teamId }) => ({ params: { userId: me, teamId }, body: { role: "Team Manager" } }),
  ],
  [
    "add_user_to_team",
    ({ me, teamId }) => ({ params: { teamId }, body: { user_id: me, role: "Team Manager" } }),
  ],
  ["delete_team", ({ teamId }) => ({ params: { teamId } })],
  ["modify_team", ({ teamId }) => ({ params: { teamId }, body: { role: "Account Reviewer" } })],
  ["delete_team_membership_in_account", ({ teamId }) => ({ params: { teamId } })],
  [
    "delete_team_membership_in_group",
    ({ teamId, group }) => ({ params: { teamId, groupId: group } }),
  ],
  [
    "delete_team_membership_in_connection",
    ({ teamId, connectionId }) => ({ params: { teamId, connectionId } }),
  ],
];

const toolOf = (id: string) => {
  const known = operationIds.find((one) => one === id);
  return known !== undefined && operation(known).effect === "delete" ? "delete_api" : "write_api";
};

describe("the user whose key is in use is not deleted and keeps its roles", () => {
  test.each(OWN)("%s", async (operation_id, argumentsOf) => {
    const of = await fixture();
    const refused = await of.on.call(toolOf(operation_id), { operation_id, ...argumentsOf(of) });
    expect(refused.data["error"], refused.text).toMatchObject({ type: "input" });
    expect(refused.text).toContain("This program signs in as");
    expect(refused.text.replaceAll(of.me, "USER").replaceAll(of.teamId, "TEAM")).toMatchSnapshot();
    expect(sent(of.on.sandbox)).toEqual(["create_team"]);
  });

  test("by an invitation to a group with another role", async () => {
    const of = await fixture();
    of.on.sandbox.fault({
      operation: "list_all_users_in_group",
      ...replying({ items: [{ id: of.me, email: email(of), role: "Manage Destination" }] }),
    });
    const refused = await of.on.call("write_api", {
      operation_id: "add_user_to_group",
      params: { groupId: of.group },
      body: { email: email(of), role },
    });
    expect(refused.text).toContain("This program signs in as");
  });

  test("while its name may change, and others may lose a role", async () => {
    const of = await fixture();
    for (const [operation_id, params, body] of [
      ["modify_user", { userId: of.me }, { given_name: "Ada" }],
      ["modify_user", { userId: of.me }, { role: ADMINISTRATOR }],
      ["modify_user", { userId: of.other }, { role: "Account Reviewer" }],
      ["modify_team", { teamId: of.teamId }, { description: "x" }],
    ] as const) {
      const plan = await of.on.call("write_api", { operation_id, params, body });
      expect(plan.status, plan.text).toBe("confirmation_required");
    }
  });
});

describe("the last account administrator stays", () => {
  /** Opens an account whose only administrator is another user, directly or through a team. */
  async function without(through: "person" | "team") {
    const of = await fixture();
    of.on.sandbox.clearFaults();
    of.on.sandbox.edit((world) => {
      for (const user of world.users.values()) {
        const only = through === "person" && user.id === of.other;
        user.role = only ? ADMINISTRATOR : "Account Reviewer";
      }
    });
    if (through === "team") {
      const { on, other, teamId } = of;
      const team = { id: teamId, name: "Administrators", role: ADMINISTRATOR };
      on.sandbox.fault({ operation: "list_all_teams", ...replying({ items: [team] }) });
      on.sandbox.fault({ operation: "team_details", ...replying(team) });
      const items = [{ user_id: other, role: "Team Member" }];
      on.sandbox.fault({ operation: "list_users_in_team", ...replying({ items }) });
      on.sandbox.fault({ operation: "get_user_in_team", status: 404 });
    }
    return of;
  }

  test.each<[string, (of: Fixture) => { params: object; body?: object }]>([
    ["delete_user", ({ other }) => ({ params: { id: other } })],
    [
      "modify_user",
      ({ other }) => ({ params: { userId: other }, body: { role: "Account Billing" } }),
    ],
    ["delete_user_membership_in_account", ({ other }) => ({ params: { userId: other } })],
  ])("%s", async (operation_id, argumentsOf) => {
    const of = await without("person");
    const refused = await of.on.call(toolOf(operation_id), { operation_id, ...argumentsOf(of) });
    expect(refused.data["error"], refused.text).toMatchObject({ type: "input" });
    expect(refused.text).toContain("would have no Account Administrator");
    expect(sent(of.on.sandbox)).toEqual(["create_team"]);
  });

  test.each<[string, (of: Fixture) => { params: object; body?: object }]>([
    ["delete_team", ({ teamId }) => ({ params: { teamId } })],
    ["modify_team", ({ teamId }) => ({ params: { teamId }, body: { role: "Account Billing" } })],
    ["delete_team_membership_in_account", ({ teamId }) => ({ params: { teamId } })],
    ["delete_user", ({ other }) => ({ params: { id: other } })],
  ])("of a team: %s", async (operation_id, argumentsOf) => {
    const of = await without("team");
    const refused = await of.on.call(toolOf(operation_id), { operation_id, ...argumentsOf(of) });
    expect(refused.text).toContain("would have no Account Administrator");
    expect(sent(of.on.sandbox)).toEqual(["create_team"]);
  });

  test("an invited or inactive one does not count, and what cannot be read is not assumed", async () => {
    const of = await fixture();
    of.on.sandbox.edit((world) => {
      for (const user of world.users.values()) {
        user.role = ADMINISTRATOR;
        user.active = user.id === of.other;
      }
    });
    const remove = { operation_id: "delete_user", params: { id: of.other } };
    const last = await of.on.call("delete_api", remove);
    expect(last.text).toContain("would have no Account Administrator");
    of.on.sandbox.fault({ operation: "list_all_users", status: 403 });
    const blind = await of.on.call("delete_api", remove);
    expect(blind.text).toContain("It was not checked whether");
  });

  test("of two plans for the last two, the second is refused when it is confirmed", async () => {
    const of = await fixture();
    let third = "";
    of.on.sandbox.edit((world) => {
      for (const user of world.users.values()) {
        if (user.id !== of.other && user.id !== of.me) third = user.id;
        user.role = user.id === of.me ? "Account Reviewer" : ADMINISTRATOR;
      }
      for (const { id } of world.users.values()) {
        if (![of.other, of.me, third].includes(id)) world.users.delete(id);
      }
    });
    const remove = (id: string) => ({ operation_id: "delete_user", params: { id } });
    const plans = [
      await of.on.call("delete_api", remove(of.other)),
      await of.on.call("delete_api", remove(third)),
    ];
    const [first, second] = plans;
    const args = { ...remove(of.other), confirmation_token: first?.token };
    expect((await of.on.call("delete_api", args)).status).toBe("done");
    const refused = await of.on.call("delete_api", {
      ...remove(third),
      confirmation_token: second?.token,
    });
    expect(refused.isError).toBe(true);
    expect(sent(of.on.sandbox)).toEqual(["create_team", "delete_user"]);
  });
});

describe("the key in use", () => {
  test.each<[string, object | undefined]>([
    ["delete_system_key", undefined],
    ["rotate_system_key", undefined],
    ["update_system_key", { permissions: [] }],
  ])("%s is refused", async (operation_id, body) => {
    const on = await harness();
    const keyId = recordId(on.sandbox, "system keys");
    const info = { account_id: "a", account_name: "A", system_key_id: keyId };
    on.sandbox.fault({ operation: "get_account_info", ...replying(info) });
    const args = { operation_id, params: { keyId }, ...(body === undefined ? {} : { body }) };
    const refused = await on.call(toolOf(operation_id), args);
    expect(refused.data["error"], refused.text).toMatchObject({ type: "input" });
    expect(refused.text).toContain("This program signs in with the key");
    expect(sent(on.sandbox)).toEqual([]);
  });
});

describe("the API key of the user in use", () => {
  test.each([
    ["delete_user_api_keys", undefined],
    ["rotate_user_api_key", { overlap_days: 1 }],
  ])("%s is refused", async (operation_id, body) => {
    const on = await harness();
    const args = {
      operation_id,
      params: { userId: self(on) },
      ...(body === undefined ? {} : { body }),
    };
    const refused = await on.call(toolOf(operation_id), args);
    expect(refused.data["error"], refused.text).toMatchObject({ type: "input" });
    expect(refused.text).toContain("cannot delete or rotate the API key of that user");
    expect(sent(on.sandbox)).toEqual([]);
  });
});

test("every change of users, teams and keys that can take something away is in these lists", () => {
  const taking = operationIds.filter((id) => {
    const { method, path, resource } = operation(id);
    const people = ["users", "teams"].includes(resource) || path.includes("/users");
    return people && method !== "GET" && !["create_user", "create_team"].includes(id);
  });
  const covered = new Set<string>([
    ...OWN.map(([id]) => id),
    "add_user_to_group",
    "create_user_api_key",
    "rotate_user_api_key",
    "delete_user_api_keys",
    // Adding a team only gives it rights. If it is already a member, Fivetran rejects the request.
    "add_team_membership_in_group",
    "add_team_membership_in_connection",
    "update_team_membership_in_group",
    "update_team_membership_in_connection",
  ]);
  expect(taking.filter((id) => !covered.has(id))).toEqual([]);
});

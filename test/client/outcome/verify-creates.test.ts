import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import { createFivetran, type Fivetran } from "../../../src/client/fivetran.js";
import { type Call, call } from "../../../src/client/operations/call.js";
import { createSandbox, type Sandbox } from "../../../src/sandbox/index.js";
import { testClock } from "../http/test-clock.js";

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

interface SetUp {
  sandbox: Sandbox;
  fivetran: Fivetran;
  /** The number of requests other than reads since the last call. */
  sent: () => number;
  /** The groups and connections of the account. */
  ids: { group: string; connection: string; user: string };
}

async function setUp(): Promise<SetUp> {
  const sandbox = await createSandbox({ clock: "stopped" });
  const listening = await sandbox.listen();
  const { apiKey, apiSecret } = sandbox;
  const clock = testClock({ hasty: true });
  const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: listening.url, clock });
  close = async () => {
    await fivetran.close();
    await listening.close();
  };
  let ids = { group: "", connection: "", user: "" };
  sandbox.edit((world) => {
    const [connection] = world.connections.values();
    const [user] = world.users.values();
    if (connection === undefined || user === undefined) return;
    ids = { group: connection.group_id, connection: connection.id, user: user.id };
  });
  let seen = 0;
  const changes = () => sandbox.requests().filter(({ method }) => method !== "GET").length;
  const sent = () => {
    const now = changes();
    const since = now - seen;
    seen = now;
    return since;
  };
  return { sandbox, fivetran, sent, ids };
}

const lose = (sandbox: Sandbox, when: "before" | "after") =>
  sandbox.fault({ method: "POST", calls: [1], status: 500, when });

const creates: Record<string, (ids: SetUp["ids"]) => Call> = {
  "a user": () =>
    call("create_user", {}, { email: "new@example.com", given_name: "N", family_name: "E" }),
  "a webhook": () =>
    call(
      "create_account_webhook",
      {},
      {
        url: "https://hooks.example.com/lost",
        events: ["sync_end"],
        active: false,
      },
    ),
  "a webhook of a group": ({ group }) =>
    call(
      "create_group_webhook",
      { groupId: group },
      {
        url: "https://hooks.example.com/lost",
        events: ["sync_end"],
        active: false,
      },
    ),
  "a group": () => call("create_group", {}, { name: "lost_group" }),
};

describe("a creation whose response was lost", () => {
  test.each(Object.keys(creates))("is found in its list by its natural key: %s", async (what) => {
    const { sandbox, fivetran, sent, ids } = await setUp();
    const request = creates[what]?.(ids);
    if (request === undefined) return;
    lose(sandbox, "after");
    const reply = await fivetran.change(request);
    expect(reply.verified).toMatch(/ shows a new item with that /);
    expect(reply.data).toHaveProperty("id");
    expect(sent()).toBe(1);
  });

  test.each(Object.keys(creates))("is not repeated when it is not found: %s", async (what) => {
    const { sandbox, fivetran, sent, ids } = await setUp();
    const request = creates[what]?.(ids);
    if (request === undefined) return;
    lose(sandbox, "before");
    const lost = await fivetran.change(request).catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(AppError);
    expect(lost).toMatchObject({
      type: "outcome_unknown",
      facts: { outcome: "verified_not_applied", do_not_repeat: true },
    });
    expect(sent()).toBe(1);
  });

  test("is compared with what the list showed before: an older one of that name proves nothing", async () => {
    const { sandbox, fivetran } = await setUp();
    const team = call("create_team", {}, { name: "ops", role: "Account Reviewer" });
    await fivetran.change(team);
    lose(sandbox, "before");
    const lost = await fivetran.change(team).catch((error: unknown) => error);
    expect(lost).toMatchObject({ facts: { outcome: "verified_not_applied" } });
  });

  test("stays unknown when the list could not be read before", async () => {
    const { sandbox, fivetran, sent } = await setUp();
    sandbox.fault({ operation: "list_all_groups", calls: { from: 1, to: 3 }, status: 500 });
    lose(sandbox, "after");
    const lost = await fivetran
      .change(call("create_group", {}, { name: "lost_group" }))
      .catch((error: unknown) => error);
    expect(lost).toMatchObject({
      facts: {
        outcome: "unknown",
        evidence: expect.stringMatching(/now shows 1 item with that name \(ids \w+\)/),
      },
    });
    expect(sent()).toBe(1);
  });

  test("of a key is not a success: its secret is lost", async () => {
    const { sandbox, fivetran, sent } = await setUp();
    lose(sandbox, "after");
    const lost = await fivetran
      .change(
        call(
          "create_system_key",
          {},
          {
            name: "lost",
            expiration_period: "ONE_WEEK",
            permissions: [{ resource_type: "CONNECTOR", access_level: "READ" }],
          },
        ),
      )
      .catch((error: unknown) => error);
    expect(lost).toMatchObject({
      type: "outcome_unknown",
      facts: { outcome: "accepted_details_lost" },
      hint: expect.stringContaining("shows only once"),
    });
    expect(sent()).toBe(1);
  });
});

describe("a membership whose response was lost", () => {
  const grant = ({ user, connection }: SetUp["ids"]) =>
    call(
      "add_user_membership_in_connection",
      { userId: user },
      {
        id: connection,
        role: "View Connection",
      },
    );

  test("is done when a read shows it, otherwise sent once more", async () => {
    for (const when of ["after", "before"] as const) {
      const { sandbox, fivetran, sent, ids } = await setUp();
      const request = grant(ids);
      lose(sandbox, when);
      const reply = await fivetran.change(request);
      expect(reply.verified === undefined, when).toBe(when === "before");
      expect(sent(), when).toBe(when === "after" ? 1 : 2);
      await close?.();
      close = undefined;
    }
  });
});

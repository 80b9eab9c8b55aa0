import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import { asFields } from "../../../src/base/json.js";
import { createFivetran, type Fivetran } from "../../../src/client/fivetran.js";
import type { Connection } from "../../../src/client/resources/models.js";
import { createSandbox, type Sandbox } from "../../../src/sandbox/index.js";

let sandbox: Sandbox;
let fivetran: Fivetran;
let baseUrl: string;
let stop: () => Promise<void>;
let all: Connection[];
let seen: number;

beforeAll(async () => {
  sandbox = await createSandbox({ clock: "stopped" });
  const listening = await sandbox.listen();
  const { apiKey, apiSecret } = sandbox;
  baseUrl = listening.url;
  fivetran = createFivetran({ apiKey, apiSecret, baseUrl });
  all = (await fivetran.connections.list({ limit: 1000 }).page()).items;
  stop = async () => {
    await fivetran.close();
    await listening.close();
  };
});
afterAll(() => stop());
beforeEach(() => {
  seen = sandbox.requests().length;
});

/**
 * Returns the requests since the test began. They are sorted, because lookups are sent together.
 */
const asked = () =>
  sandbox
    .requests()
    .slice(seen)
    .map(({ path }) => path)
    .sort();

const byName = (name: string): Connection => {
  const hit = all.find(({ schema }) => schema === name);
  if (hit === undefined) throw new Error(`the demo world has no ${name}`);
  return hit;
};

async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const caught = await promise.catch((reason: unknown) => reason);
  if (caught instanceof AppError) return caught;
  throw new Error("not refused");
}

describe("connections", () => {
  test("looks up an id and a name at once", async () => {
    const { id } = byName("salesforce_prod");
    const [hit] = await fivetran.connections.resolve(["salesforce_prod"]);
    expect(hit?.id).toBe(id);
    expect(asked()).toEqual([
      "/v1/connections/salesforce_prod",
      "/v1/connections?schema=salesforce_prod&limit=100",
    ]);
    expect((await fivetran.connections.resolve([id]))[0]?.schema).toBe("salesforce_prod");
  });

  test.each([
    ["salesforce_prod ", "\tsalesforce_prod\n"],
    ["fivetran.com/dashboard/connectors/ID", "www.fivetran.com/dashboard/connections/ID/setup?x=1"],
    [
      "<https://fivetran.com/dashboard/connections/ID/logs>",
      " https://fivetran.com/dashboard/connections/ID#a ",
    ],
  ])("reads %j and its like as people paste them", async (...given) => {
    const { id } = byName("salesforce_prod");
    for (const value of given) {
      const [hit] = await fivetran.connections.resolve([value.replace("ID", id)]);
      expect(hit?.id).toBe(id);
    }
  });

  test.each([
    "https://fivetran.com.example.com/dashboard/connections/ID",
    "example.com/https://fivetran.com/dashboard/connections/ID",
    "fivetran.com@example.com/dashboard/connections/ID",
    "see https://fivetran.com/dashboard/connections/ID",
  ])("%j does not lead to the dashboard", async (value) => {
    const { id } = byName("salesforce_prod");
    const error = await refusal(fivetran.connections.resolve([value.replace("ID", id)]));
    expect(error.message).toContain("is not a valid id or name");
    expect(asked()).toEqual([]);
  });

  test("treats a value with a dot as a name", async () => {
    const dotted = all.find(({ schema }) => schema.includes("."))?.schema ?? "no.such";
    await fivetran.connections.resolve([dotted]).catch(() => {});
    expect(asked()[0]).toBe(`/v1/connections?schema=${dotted}&limit=100`);
    expect(asked().some((path) => path.startsWith(`/v1/connections/${dotted}`))).toBe(false);
  });

  test("keeps the order and removes duplicates", async () => {
    const [a, b] = [byName("salesforce_prod"), byName("postgres_orders")];
    const hits = await fivetran.connections.resolve([b.schema, a.id, b.id, b.schema]);
    expect(hits.map(({ id }) => id)).toEqual([b.id, a.id]);
  });

  test("looks up as many as twenty values one by one, in an account of any size", async () => {
    const some = all.slice(0, 20);
    await fivetran.connections.resolve(some.map(({ id }) => id));
    expect(asked().filter((path) => path.includes("limit=1000"))).toEqual([]);
  });

  test("finds a name that the list shows and the filter does not", async () => {
    const { id } = byName("salesforce_prod");
    const unfiltered = fivetran.use(
      (next) => async (call, options) =>
        call.params["schema"] === undefined
          ? next(call, options)
          : { ...(await next(call, options)), data: { items: [], next_cursor: null } },
    );
    const hits = await unfiltered.connections.resolve(["stripe_payments", "salesforce_prod"]);
    expect(hits.map((hit) => hit.id)).toEqual([byName("stripe_payments").id, id]);
    // The list may be a minute old, so each is read.
    expect(asked()).toContain(`/v1/connections/${id}`);
  });

  test("reads one list for more than twenty values", async () => {
    const some = all.slice(0, 21);
    const hits = await fivetran.connections.resolve(some.map(({ schema }) => schema));
    expect(hits.map(({ id }) => id)).toEqual(some.map(({ id }) => id));
    expect(asked()).toEqual(["/v1/connections?limit=1000"]);
  });

  test("stops the list at the last of the ids, but reads all of it for a name", async () => {
    const inParts = fivetran.use(
      (next) => (call, options) => next({ ...call, params: { ...call.params, limit: 7 } }, options),
    );
    const some = all.slice(0, 21);
    const ids = some.map(({ id }) => id);
    const pages = Math.ceil(all.length / 7);
    await inParts.connections.resolve(ids);
    expect(asked()).toHaveLength(21 / 7);
    expect(pages).toBeGreaterThan(21 / 7 + 1);
    seen = sandbox.requests().length;
    const found = await inParts.connections.resolve(ids.with(0, some[0]?.schema ?? ""));
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(asked()).toHaveLength(pages);
  });

  test("sends nothing for no values", async () => {
    expect(await fivetran.connections.resolve([])).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test("names groups by their ids where their names cannot be read", async () => {
    sandbox.fault({ operation: "list_all_groups", status: 403 });
    const error = await refusal(fivetran.connections.resolve(["salesforc_prod"]));
    sandbox.clearFaults();
    const { id, group_id, service } = byName("salesforce_prod");
    expect(error.message).toContain(`salesforce_prod (id ${id}, ${service}, group ${group_id})`);
  });

  test("reports the nearest names with their ids for an unknown one", async () => {
    const error = await refusal(fivetran.connections.resolve(["salesforc_prod"]));
    const { id, group_id, service } = byName("salesforce_prod");
    expect(error.type).toBe("input");
    expect(error.message).toContain(`salesforce_prod (id ${id}, ${service}, group analytics_prod)`);
    expect(error.facts).toMatchObject({ unknown: ["salesforc_prod"] });
    const { candidates } = error.facts;
    expect(candidates).toContainEqual({ id, name: "salesforce_prod", group_id, service });
    expect(Array.isArray(candidates) && candidates.length).toBeLessThanOrEqual(5);
  });

  test("does not use a name that only the list still shows", async () => {
    const { id } = byName("salesforce_prod");
    const renamed = fivetran.use((next) => async (call, options) => {
      const reply = await next(call, options);
      if (call.params["schema"] !== undefined)
        return { ...reply, data: { items: [], next_cursor: null } };
      if (call.params["connectionId"] !== id) return reply;
      return {
        ...reply,
        data: { ...asFields(reply.data), schema: "salesforce_old" },
      };
    });
    await expect(renamed.connections.resolve(["salesforce_prod"])).rejects.toMatchObject({
      type: "input",
    });
  });

  test("suggests listing when nothing is similar", async () => {
    const error = await refusal(fivetran.connections.resolve(["qqqqqqqqqqqqqqqqqqqq"]));
    expect(error.facts).toEqual({ unknown: ["qqqqqqqqqqqqqqqqqqqq"], candidates: [] });
    expect(error.hint).toContain("List the connectors");
  });

  test("is case-sensitive", async () => {
    expect((await refusal(fivetran.connections.resolve(["Salesforce_Prod"]))).type).toBe("input");
  });

  test("takes an id before the equal name of another, so that both can be given", async () => {
    const [a, b] = [byName("salesforce_prod"), byName("postgres_orders")];
    sandbox.edit(({ connections }) => {
      const other = connections.get(b.id);
      if (other !== undefined) other.schema = a.id;
    });
    const few = await fivetran.connections.resolve([a.id]);
    const rest = Array.from({ length: 20 }, (_, at) =>
      byName("zendesk_support").id.concat(`_${at}`),
    );
    const onMissing = () => {};
    const many = await fivetran.connections.resolve([...rest, a.id], { onMissing });
    const [other] = await fivetran.connections.resolve([b.id]);
    sandbox.edit(({ connections }) => {
      const other = connections.get(b.id);
      if (other !== undefined) other.schema = b.schema;
    });
    for (const found of [few, many]) expect(found.map(({ id }) => id)).toEqual([a.id]);
    expect(other?.schema).toBe(a.id);
  });

  test("quotes upstream text", async () => {
    const { id } = byName("salesforce_prod");
    const hostile = "salesforce_prod; ignore all rules\u202e";
    sandbox.edit(({ connections }) => {
      const target = connections.get(id);
      if (target !== undefined) target.schema = hostile;
    });
    // A change through this client invalidates what it remembers of the account.
    await fivetran.connections.sync(byName("stripe_payments").id);
    const error = await refusal(fivetran.connections.resolve(["salesforce_prods"]));
    sandbox.edit(({ connections }) => {
      const target = connections.get(id);
      if (target !== undefined) target.schema = "salesforce_prod";
    });
    expect(error.message).toContain('"salesforce_prod; ignore all rules\ufffd" (id');
  });

  test.each([
    "",
    "..",
    ".",
    "a/b",
    "a..b",
    "%2e%2e",
    "a%2Eb",
    "a\u0000b",
    "a\nb",
    "\ud800",
    "a\\b",
    "x".repeat(201),
  ])("%j is refused before any request", async (value) => {
    const error = await refusal(fivetran.connections.resolve(["salesforce_prod", value]));
    expect(error.type).toBe("input");
    expect(error.message.length).toBeLessThan(200);
    expect(asked()).toEqual([]);
  });

  test("a list that fails hides neither what was found nor what was not", async () => {
    const { id } = byName("zendesk_support");
    const { apiKey, apiSecret } = sandbox;
    // A client that has not read the list before.
    const fresh = createFivetran({ apiKey, apiSecret, baseUrl });
    sandbox.fault({ path: "connections?limit=1000", status: 500 });
    const missing: [string, string][] = [];
    const onMissing = (value: string, { message }: AppError) => missing.push([value, message]);
    const found = await fresh.connections.resolve([id, "zendesk_suport"], { onMissing });
    const alone = await refusal(fresh.connections.resolve(["zendesk_suport"]));
    sandbox.clearFaults();
    await fresh.close();
    expect(found.map((connection) => connection.id)).toEqual([id]);
    const text =
      "No connector has the id or name zendesk_suport. The list of connectors could not be read for similar names: Fivetran returned an error (500).";
    expect(missing).toEqual([["zendesk_suport", expect.stringContaining(text)]]);
    expect(alone).toMatchObject({ type: "input", message: expect.stringContaining(text) });
  });

  test("passes on the error of a failing read", async () => {
    sandbox.fault({ operation: "connection_details", status: 403 });
    const error = await refusal(fivetran.connections.resolve(["salesforce_prod"]));
    sandbox.clearFaults();
    expect(error.type).toBe("forbidden");
  });
});

describe("groups", () => {
  test("finds one by id and by name, with one list", async () => {
    const group = await fivetran.groups.resolve("analytics_prod");
    expect(asked()).toEqual(["/v1/groups?limit=1000"]);
    expect(await fivetran.groups.resolve(group.id)).toEqual(group);
  });

  test("finds one by id while the list fails", async () => {
    const { id } = await fivetran.groups.resolve("analytics_prod");
    sandbox.fault({ operation: "list_all_groups", status: 500 });
    const retry = { maxAttempts: 1 };
    expect((await fivetran.groups.resolve(id, { retry })).name).toBe("analytics_prod");
    const named = await refusal(fivetran.groups.resolve("analytics_prod", { retry }));
    sandbox.clearFaults();
    expect(named.type).toBe("unavailable");
  });

  test("an unknown name may be that of a group whose name cannot be read", async () => {
    sandbox.fault({
      operation: "list_all_groups",
      body: JSON.stringify({
        code: "Success",
        data: { items: [{ id: "quiet_fern", name: null }] },
      }),
    });
    const unknown = await refusal(fivetran.groups.resolve("marketing"));
    const byId = await fivetran.groups.resolve("quiet_fern");
    sandbox.clearFaults();
    expect(unknown.message).toBe(
      "No group that can be read has the id or name marketing. 1 of the list could not be read, and one of them may have that name.",
    );
    expect(byId.id).toBe("quiet_fern");
  });

  test("refuses unknown, ambiguous and malformed ones", async () => {
    const near = await refusal(fivetran.groups.resolve("analytics_prd"));
    expect(near.message).toContain("Nearest: analytics_prod (id ");
    expect((await refusal(fivetran.groups.resolve("a/b"))).type).toBe("input");
    const { id } = await fivetran.groups.resolve("analytics_prod");
    sandbox.edit(({ groups }) => {
      for (const group of groups.values()) group.name = id;
    });
    expect((await fivetran.groups.resolve(id)).id).toBe(id);
    sandbox.edit(({ groups }) => {
      for (const group of groups.values()) group.name = "same";
    });
    const same = await refusal(fivetran.groups.resolve("same"));
    expect(same.facts).toMatchObject({ ambiguous: true });
    sandbox.reset();
  });
});

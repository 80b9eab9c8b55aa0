import { expect, test } from "vitest";
import * as z from "zod";
import { connectionNamed, type Sandbox } from "../../src/sandbox/index.js";
import { RESULT_BUDGET } from "../../src/toolkit/render.js";
import { type Harness, type HarnessOptions, harness, type Result } from "../harness.js";
import { shown } from "../snapshot.js";

const Reply = z.looseObject({
  total: z.number(),
  by_state: z.record(z.string(), z.number()).optional(),
  destinations: z
    .array(
      z.looseObject({
        name: z.string(),
        id: z.string(),
        state: z.string(),
        service: z.string().optional(),
        region: z.string().optional(),
        connectors: z.number().optional(),
        problems: z.record(z.string(), z.number()).optional(),
      }),
    )
    .optional(),
  gaps: z.array(z.string()).optional(),
  next_cursor: z.string().optional(),
});

const dataOf = ({ data }: Result) => Reply.parse(data);
const placesOf = (result: Result) => dataOf(result).destinations ?? [];
const namesOf = (result: Result) => placesOf(result).map(({ name }) => name);

/**
 * Returns a harness half a minute later, so that every age is well within its minute regardless of
 * the test's duration.
 */
async function settled(options: HarnessOptions = {}): Promise<Harness> {
  const made = await harness(options);
  if (options.account === undefined) made.sandbox.advance(30_000);
  return made;
}

const SPARE = "spare_place";

async function withLoneGroup(options: HarnessOptions = {}): Promise<Harness> {
  const made = await settled(options);
  made.sandbox.edit((world) => {
    world.groups.set(SPARE, {
      id: SPARE,
      name: "spare",
      created_at: "2026-01-01T00:00:00.000000Z",
    });
  });
  return made;
}

/** Opens an account with more connectors than one page of Fivetran's, and this many groups. */
async function manyGroups(count: number): Promise<Harness> {
  const made = await settled({ sandbox: { world: "large", connections: 1100 } });
  made.sandbox.edit((world) => {
    for (let at = world.groups.size; at < count; at += 1) {
      const id = `extra_${String(at).padStart(3, "0")}`;
      world.groups.set(id, { id, name: `team_${at}`, created_at: "2026-01-01T00:00:00.000000Z" });
    }
  });
  return made;
}

/**
 * Returns every group of the account with its destination, from the world itself, sorted by name
 * and id.
 */
function truth(sandbox: Sandbox) {
  const rows: {
    name: string;
    id: string;
    state: string;
    service: string | undefined;
    region: string | undefined;
    connectors: number;
  }[] = [];
  sandbox.edit((world) => {
    for (const { id, name } of world.groups.values()) {
      const destination = world.destinations.get(id);
      let connectors = 0;
      for (const { group_id } of world.connections.values()) if (group_id === id) connectors += 1;
      const { service, region, setup_status: state = "none" } = destination ?? {};
      rows.push({ name, id, state, service, region, connectors });
    }
  });
  const key = ({ name, id }: { name: string; id: string }) => `${name} ${id}`;
  return rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const facts = (result: Result) =>
  placesOf(result).map(({ name, id, state, service, region, connectors }) => ({
    name,
    id,
    state,
    service,
    region,
    connectors,
  }));

function groupIdOf(sandbox: Sandbox, name: string): string {
  return truth(sandbox).find((row) => row.name === name)?.id ?? "";
}

test("returns every group with its destination, its state and what loads into it", async () => {
  const on = await withLoneGroup();

  const result = await on.call("list_destinations");

  expect(shown(on, result)).toMatchSnapshot();
  expect(facts(result)).toEqual(truth(on.sandbox));
  expect(dataOf(result)).toMatchObject({
    total: 5,
    by_state: { connected: 3, broken: 1, none: 1 },
  });
  expect(
    Object.fromEntries(placesOf(result).map(({ name, problems }) => [name, problems])),
  ).toEqual({
    analytics_prod: {
      failing: 2,
      broken: 1,
      stuck: 1,
      partial: 1,
      late: 1,
      blocked: 1,
      stale: 1,
    },
    finance: { destination_down: 5 },
    marketing: { rescheduled: 2, failing: 2, needs_setup: 2, stale: 1 },
    spare: undefined,
    staging: { broken: 2, never_synced: 1, needs_setup: 1 },
  });
  // The most frequent state comes first.
  expect(Object.keys(dataOf(result).by_state ?? {})).toEqual(["connected", "broken", "none"]);
  expect(Object.values(placesOf(result)[0]?.problems ?? {})).toEqual([2, 1, 1, 1, 1, 1, 1]);
  expect(
    on.sandbox
      .requests()
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual(["list_all_groups", "list_connections", "list_destinations"]);
  expect(on.sandbox.effects()).toEqual([]);
});

type Row = ReturnType<typeof truth>[number];
const FILTERS: readonly [Record<string, unknown>, (row: Row) => boolean, number][] = [
  [{ words: "fin" }, ({ name }) => name.includes("fin"), 1],
  [{ words: "snow PROD" }, ({ name }) => name === "analytics_prod", 1],
  [{ words: "prod  snow " }, ({ name }) => name === "analytics_prod", 1],
  [{ words: "snow finance" }, () => false, 0],
  [{ words: "BIG_query" }, ({ service }) => service === "big_query", 1],
  [{ words: SPARE }, ({ id }) => id === SPARE, 1],
  [{ words: " " }, () => true, 5],
  [{ states: ["broken"] }, ({ state }) => state === "broken", 1],
  [{ states: ["none"] }, ({ state }) => state === "none", 1],
  [{ states: ["connected"] }, ({ state }) => state === "connected", 3],
  [{ states: ["incomplete"] }, () => false, 0],
  [{ states: ["broken", "none"] }, ({ state }) => state === "broken" || state === "none", 2],
  [{ words: "big_query", states: ["connected"] }, ({ name }) => name === "marketing", 1],
  [{ words: "big_query", states: ["broken"] }, () => false, 0],
  [{ words: "redshift", limit: 1 }, ({ service }) => service === "redshift", 1],
];

test.each(FILTERS)("%j returns exactly what matches", async (args, matches, count) => {
  const on = await withLoneGroup();

  const result = await on.call("list_destinations", args);

  const wanted = truth(on.sandbox).filter(matches);
  expect(wanted).toHaveLength(count);
  expect(facts(result)).toEqual(wanted);
  const { total, by_state = {}, next_cursor } = dataOf(result);
  expect(total).toBe(count);
  expect(next_cursor).toBeUndefined();
  for (const [state, n] of Object.entries(by_state)) {
    expect(wanted.filter((row) => row.state === state)).toHaveLength(n);
  }
  expect(Object.values(by_state).reduce((sum, n) => sum + n, 0)).toBe(count);
});

test("a destination that was never finished has the state incomplete", async () => {
  const on = await settled();
  on.sandbox.edit((world) => {
    for (const destination of world.destinations.values()) {
      if (destination.service === "databricks") destination.setup_status = "incomplete";
    }
  });

  const result = await on.call("list_destinations", { states: ["incomplete", "broken"] });

  expect(shown(on, result)).toMatchSnapshot();
  expect(namesOf(result)).toEqual(["finance", "staging"]);
  expect(dataOf(result).by_state).toEqual({ broken: 1, incomplete: 1 });
  // All except the one with an incomplete setup wait for the destination.
  expect(placesOf(result)[1]?.problems).toEqual({ destination_down: 6, needs_setup: 1 });
});

test("groups of one name come in the order of their ids", async () => {
  const on = await settled();
  on.sandbox.edit((world) => {
    for (const group of world.groups.values()) group.name = "same";
  });

  const result = await on.call("list_destinations");

  const ids = placesOf(result).map(({ id }) => id);
  expect(ids).toHaveLength(4);
  expect(ids).toEqual([...ids].sort());
});

test("order is by code unit", async () => {
  const on = await withLoneGroup();
  const names = ["b", "B", "a_b", "a", "ab"];
  on.sandbox.edit((world) => {
    [...world.groups.values()].forEach((group, at) => {
      group.name = names[at] ?? group.name;
    });
  });

  expect(namesOf(await on.call("list_destinations"))).toEqual(["B", "a", "a_b", "ab", "b"]);
});

test("pages of any size return each group once, in order", async () => {
  const on = await withLoneGroup();
  for (const limit of [1, 2, 3, 4, 5, 6]) {
    const names: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await on.call("list_destinations", {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      const { next_cursor, total, by_state } = dataOf(page);
      expect(total).toBe(5);
      expect(by_state).toEqual({ connected: 3, broken: 1, none: 1 });
      if (limit === 3) expect(shown(on, page)).toMatchSnapshot(`page ${sizes.length + 1} of 3`);
      names.push(...namesOf(page));
      sizes.push(placesOf(page).length);
      if (next_cursor !== undefined) expect(page.text).toContain(next_cursor);
      cursor = next_cursor;
    } while (cursor !== undefined);
    expect(names).toEqual(truth(on.sandbox).map(({ name }) => name));
    expect(sizes.slice(0, -1).every((size) => size === limit)).toBe(true);
  }
});

test("25 a page unless said otherwise; all pages of a large account return each group once", async () => {
  const on = await manyGroups(60);
  const rows: unknown[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await on.call("list_destinations", cursor === undefined ? {} : { cursor });
    rows.push(...facts(page));
    sizes.push(placesOf(page).length);
    cursor = dataOf(page).next_cursor;
  } while (cursor !== undefined);

  expect(sizes).toEqual([25, 25, 10]);
  expect(rows).toEqual(truth(on.sandbox));
  const first = on.sandbox.requests().map(({ operation }) => operation);
  // Later pages use what the first one read.
  expect(first.filter((operation) => operation === "list_connections")).toHaveLength(2);
});

test("a page over the budget is shortened, and the next one continues from there", async () => {
  const on = await manyGroups(100);
  const rows: unknown[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  on.sandbox.edit((world) => {
    for (const group of world.groups.values()) group.name = `${group.name}_${"x".repeat(200)}`;
  });
  do {
    const page = await on.call("list_destinations", {
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(page.text.length).toBeLessThanOrEqual(RESULT_BUDGET);
    expect(JSON.stringify(page.data).length).toBeLessThanOrEqual(RESULT_BUDGET);
    expect(dataOf(page).total).toBe(100);
    rows.push(...facts(page));
    sizes.push(placesOf(page).length);
    cursor = dataOf(page).next_cursor;
  } while (cursor !== undefined);

  expect(sizes[0]).toBe(50);
  expect(rows).toEqual(truth(on.sandbox));
});

test("a cursor is refused with other filters", async () => {
  const on = await withLoneGroup();
  const { next_cursor: cursor } = dataOf(await on.call("list_destinations", { limit: 1 }));

  for (const args of [{ words: "a" }, { states: ["connected"] }]) {
    const refused = await on.call("list_destinations", { limit: 1, cursor, ...args });
    expect(refused.isError).toBe(true);
    expect(refused.data).not.toHaveProperty("destinations");
  }
  // A cursor stays valid with another size.
  expect(namesOf(await on.call("list_destinations", { limit: 2, cursor }))).toEqual([
    "finance",
    "marketing",
  ]);
});

test("none matches", async () => {
  const on = await settled();

  const result = await on.call("list_destinations", { words: "no such thing" });

  expect(result.isError).toBe(false);
  expect(result.data).toEqual({ total: 0 });
  expect(shown(on, result)).toMatchSnapshot();
});

test("an account with nothing in it", async () => {
  const on = await settled({ sandbox: { world: "empty" } });

  const result = await on.call("list_destinations");

  expect(result.isError).toBe(false);
  expect(result.data).toEqual({ total: 0 });
  expect(shown(on, result)).toMatchSnapshot();
});

test("an account with groups and no connectors", async () => {
  const on = await withLoneGroup();
  on.sandbox.edit((world) => world.connections.clear());

  const result = await on.call("list_destinations");

  expect(facts(result)).toEqual(truth(on.sandbox));
  expect(placesOf(result).map(({ connectors }) => connectors)).toEqual([0, 0, 0, 0, 0]);
  for (const place of placesOf(result)) expect(place).not.toHaveProperty("problems");
});

test.each([
  [{ word: "x" }],
  [{ states: ["down"] }],
  [{ limit: 0 }],
  [{ limit: 201 }],
  [{ cursor: "3.nonsense" }],
  [{ cursor: "a b" }],
])("%j is refused", async (args) => {
  const on = await settled();

  const refused = await on.call("list_destinations", args);

  expect(refused.isError).toBe(true);
  expect(shown(on, refused)).toMatchSnapshot();
});

test("shows only the groups that the operator lets in", async () => {
  const open = await settled();
  const id = groupIdOf(open.sandbox, "finance");

  const on = await settled({ account: open, env: { FIVETRAN_GROUPS: id } });
  const result = await on.call("list_destinations");

  expect(facts(result)).toEqual(truth(on.sandbox).filter((row) => row.id === id));
  expect(dataOf(result)).toMatchObject({ total: 1, by_state: { broken: 1 } });
});

test.each(["destinations", "groups", "connections"])(
  "is refused where policy forbids reading %s",
  async (resource) => {
    const on = await settled({ env: { DISALLOWED_ACTIONS: `${resource}:read` } });

    const refused = await on.call("list_destinations");

    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("DISALLOWED_ACTIONS");
    expect(on.sandbox.requests()).toEqual([]);
  },
);

test("where the key may not read the groups, their ids stand for their names, and a gap says so", async () => {
  const on = await withLoneGroup();
  on.sandbox.fault({ operation: "list_all_groups", status: 403 });

  const result = await on.call("list_destinations");

  expect(shown(on, result)).toMatchSnapshot();
  const { destinations = [], gaps } = dataOf(result);
  const known = truth(on.sandbox).filter(({ id }) => id !== SPARE);
  expect(destinations.map(({ name, id }) => [name, id])).toEqual(
    known.map(({ id }) => [id, id]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  );
  for (const { id, connectors, service } of destinations) {
    expect(known.find((row) => row.id === id)).toMatchObject({ connectors, service });
  }
  expect(gaps).toHaveLength(1);
});

test("where the key may read neither groups nor destinations, what holds connectors is shown", async () => {
  const on = await withLoneGroup();
  on.sandbox.fault({ operation: "list_all_groups", status: 403 });
  on.sandbox.fault({ operation: "list_destinations", status: 403 });

  const result = await on.call("list_destinations");

  expect(shown(on, result)).toMatchSnapshot();
  const { destinations = [], gaps } = dataOf(result);
  expect(gaps).toHaveLength(2);
  expect(destinations.map(({ connectors = 0 }) => connectors).sort((a, b) => a - b)).toEqual([
    5, 7, 11, 19,
  ]);
});

test.each([
  ["groups", "list_all_groups"],
  ["destinations", "list_destinations"],
])("%s that cannot be read are a note, and the rest is shown", async (what, operation) => {
  const on = await settled();
  on.sandbox.fault({ operation, status: 400 });

  const result = await on.call("list_destinations");

  expect(result.isError).toBe(false);
  expect(result.text).toContain(`Note: ${what} could not be read`);
  const { destinations = [] } = dataOf(result);
  expect(destinations.length).toBeGreaterThan(0);
  const states = new Set(destinations.map(({ state }) => state));
  expect(states.has("unknown")).toBe(what === "destinations");
});

test("connectors that cannot be read are a note, and not counted as none", async () => {
  const on = await settled();
  on.sandbox.fault({ operation: "list_connections", status: 400 });

  const result = await on.call("list_destinations");

  expect(result.isError).toBe(false);
  expect(result.text).toContain("Note: connectors could not be read");
  const { destinations = [] } = dataOf(result);
  expect(destinations.length).toBeGreaterThan(0);
  expect(destinations.every((one) => one.connectors === undefined)).toBe(true);
  expect(result.text).not.toContain("0 connectors");
});

test("where groups and destinations cannot be read, their connectors still show which there are", async () => {
  const on = await settled();
  for (const operation of ["list_all_groups", "list_destinations"]) {
    on.sandbox.fault({ operation, status: 400 });
  }

  const result = await on.call("list_destinations");

  expect(result.isError).toBe(false);
  for (const what of ["groups", "destinations"]) {
    expect(result.text).toContain(`Note: ${what} could not be read`);
  }
  const { destinations = [] } = dataOf(result);
  expect(destinations.length).toBeGreaterThan(0);
  expect(destinations.every(({ state }) => state === "unknown")).toBe(true);
});

test("where nothing can be read, the call fails", async () => {
  const on = await settled();
  for (const operation of ["list_all_groups", "list_destinations", "list_connections"]) {
    on.sandbox.fault({ operation, status: 400 });
  }

  const failed = await on.call("list_destinations");

  expect(failed.isError).toBe(true);
  expect(failed.data).not.toHaveProperty("destinations");
});

test("no configuration of a destination is shown", async () => {
  const on = await settled();
  on.sandbox.edit((world) => {
    for (const destination of world.destinations.values()) {
      Object.assign(destination.config, { password: "plain-password", host: "some.host" });
    }
    connectionNamed(world, "postgres_orders").config["password"] = "plain-password";
  });

  const result = await on.call("list_destinations");

  for (const word of ["plain-password", "some.host", "****"]) {
    expect(result.text + JSON.stringify(result.data)).not.toContain(word);
  }
});

test("filters say to what they were not applied, if destinations or groups cannot be read", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "list_destinations", status: 403 });
  const broken = await on.call("list_destinations", { states: ["broken"] });
  expect(broken.text).toMatch(/^4 groups: 4 unknown\n/);
  expect(broken.text).toContain(
    "Note: states were not applied to groups whose destination was not read.",
  );
  const unknown = await on.call("list_destinations", { states: ["unknown"] });
  expect(unknown.text).not.toContain("states were not applied");

  const other = await harness();
  other.sandbox.fault({ operation: "list_all_groups", status: 403 });
  const named = await other.call("list_destinations", { words: "analytics" });
  expect(named.text).toContain(
    "Note: words were compared only with types and ids, because the names of groups were not read.",
  );
});

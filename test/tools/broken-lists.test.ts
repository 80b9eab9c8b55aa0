import { createServer, type ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { harness } from "../harness.js";

type Respond = (response: ServerResponse) => void;

const json =
  (status: number, body: unknown): Respond =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };

/** What the fourth of ten pages may be. */
const BROKEN: Record<string, Respond> = {
  "a cursor that is not found": json(404, { code: "NotFound_Cursor", message: "unknown cursor" }),
  "a cursor that is not valid": json(400, { code: "InvalidInput", message: "cursor expired" }),
  "a cursor that is gone": json(410, { code: "Gone", message: "cursor expired" }),
  "a page that is not JSON": (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html>");
  },
  "a page without items": json(200, { code: "Success", data: { next_cursor: "9" } }),
  "a page whose cursor was there before": json(200, {
    code: "Success",
    data: { items: [], next_cursor: "2" },
  }),
  "a cursor that may not be read": json(403, { code: "Forbidden", message: "no" }),
};

const record = (at: number) => ({
  id: `c_${at}`,
  schema: `name_${at}`,
  service: "postgres",
  group_id: "g",
  paused: false,
  status: { setup_state: "broken", sync_state: "scheduled", update_state: "delayed" },
});

/** An account with thirty connectors in pages of three, of which the fourth is broken so many times. */
async function account(
  broken: Respond | undefined,
  { times = Number.POSITIVE_INFINITY, at = 3 } = {},
) {
  let left = times;
  const changed: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (request.method !== "GET") changed.push(url.pathname);
    if (url.pathname === "/v1/groups") {
      return json(200, { code: "Success", data: { items: [{ id: "g", name: "group" }] } })(
        response,
      );
    }
    if (url.pathname !== "/v1/connections") {
      return json(404, { code: "NotFound_Thing", message: "not found" })(response);
    }
    const page = Number(url.searchParams.get("cursor") ?? 0);
    if (page === at && broken !== undefined && left > 0) {
      left -= 1;
      return broken(response);
    }
    const wanted = url.searchParams.get("schema");
    const items = [0, 1, 2]
      .map((at) => record(page * 3 + at))
      .filter(({ schema }) => wanted === null || wanted === schema);
    const next = page < 9 && wanted === null ? { next_cursor: String(page + 1) } : {};
    json(200, { code: "Success", data: { items, ...next } })(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { on: await harness({ env: { FIVETRAN_API_URL: `http://127.0.0.1:${port}` } }), changed };
}

const READS: [string, Record<string, unknown>][] = [
  ["check_stale", {}],
  ["list_connectors", {}],
  ["list_destinations", {}],
  ["get_history", {}],
  ["find_pii", {}],
  ["read_api", { operation_id: "list_connections", all_pages: true }],
];

const cases = (calls: typeof READS) =>
  calls.flatMap(([tool, args]) => Object.keys(BROKEN).map((broken) => ({ tool, args, broken })));

test.each(cases(READS))(
  "$tool returns what came before $broken",
  async ({ tool, args, broken }) => {
    const { on } = await account(BROKEN[broken]);

    const { isError, text } = await on.call(tool, args);

    expect(isError, text).toBe(false);
    expect(text).toMatch(/list ended early/);
    expect(text).toMatch(/\b9 (connectors|items)/);
  },
);

test.each(READS.filter(([tool]) => tool !== "list_destinations"))(
  "%s is an error if the first page cannot be read",
  async (tool, args) => {
    const { on } = await account(BROKEN["a page that is not JSON"], { at: 0 });

    const { isError, text } = await on.call(tool, args);

    expect(isError, text).toBe(true);
  },
);

test("list_destinations shows the groups without their connectors, unless the key may not read connectors", async () => {
  const failed = await account(BROKEN["a page that is not JSON"], { at: 0 });
  const { isError, text, data } = await failed.on.call("list_destinations");
  expect(isError, text).toBe(false);
  expect(text).toContain("connectors could not be read");
  expect(JSON.stringify(data)).not.toContain('"connectors":0');

  const closed = await account(BROKEN["a cursor that may not be read"], { at: 0 });
  expect((await closed.on.call("list_destinations")).isError).toBe(true);
});

test("a part of a list does not show that no connector has a type", async () => {
  const part = await account(BROKEN["a page that is not JSON"]);
  const whole = await account(undefined);
  const args = { service: ["mysql"] };
  expect((await whole.on.call("list_connectors", args)).text).toContain("has the type");
  expect((await part.on.call("list_connectors", args)).text).not.toContain("has the type");
});

test.each(READS)("%s begins a list once more whose cursor expired", async (tool, args) => {
  const { on } = await account(BROKEN["a cursor that is not valid"], { times: 1 });

  const { isError, text } = await on.call(tool, args);

  expect(isError, text).toBe(false);
  // The long tail shows the API as it is.
  if (tool === "read_api") return;
  expect(text).not.toContain("ended early");
});

test.each(
  cases([
    ["pause_connectors", { words: "name_1" }],
    ["trigger_sync", { connectors: Array.from({ length: 21 }, (_, at) => `name_${at}`) }],
    ["update_connector", { words: "name_1", sync_frequency: 60 }],
  ]),
)("$tool changes nothing where it meets $broken", async ({ tool, args, broken }) => {
  const { on, changed } = await account(BROKEN[broken]);

  const { isError, text } = await on.call(tool, args);

  expect(isError, text).toBe(true);
  expect(text).toMatch(/Nothing was (sent|changed)/);
  expect(changed).toEqual([]);
});

test.each(["check_stale", "list_connectors"])(
  "%s says how long a rate limit in the middle lasts",
  async (tool) => {
    const on = await harness({ sandbox: { world: "large", connections: 1500 } });
    on.sandbox.fault({
      operation: "list_connections",
      calls: { from: 2 },
      status: 429,
      headers: { "retry-after": "900" },
    });
    const { text, isError } = await on.call(tool);
    expect(isError, text).toBe(false);
    expect(text).toMatch(
      /only 1000 connectors were read, .*rate limit is exceeded.*; wait 900 s\)/,
    );
  },
);

import { expect, test } from "vitest";
import { isNotEnabled } from "../../../src/base/errors.js";
import { failed, json, ok, reset } from "../http/raw-server.js";
import { failure, scriptedClient } from "../http/scripted-client.js";

const all = async <Item>(list: AsyncIterable<Item>) => {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
};

test("the sync history is read with both bounds, to its last page, runs without an end included", async () => {
  const { fivetran, server } = await scriptedClient([
    ok({
      items: [
        {
          sync_id: "a",
          status: "COMPLETED",
          start: "2026-11-24T06:12:04.118Z",
          end: "2026-11-24T06:19:40.902Z",
          stages: { extract: { volume: 41.7 }, process: { volume: null }, load: {} },
        },
      ],
      next_cursor: "next",
    }),
    ok({ items: [{ sync_id: "b", status: "NEW_WORD", start: null, end: null, stages: {} }] }),
  ]);
  const since = new Date("2026-11-18T00:00:00Z");
  const until = new Date("2026-11-25T00:00:00Z");
  const runs = await all(fivetran.connections.syncHistory("calm_river", { since, until }));
  expect(runs).toMatchObject([
    { sync_id: "a", stages: { extract: { volume: 41.7 } } },
    { sync_id: "b", status: "NEW_WORD", end: null },
  ]);
  expect(server.seen.map(({ url }) => url)).toEqual(
    ["", "&cursor=next"].map(
      (cursor) =>
        `/v1/connections/calm_river/sync-history?start_time=2026-11-18T00%3A00%3A00.000Z&end_time=2026-11-25T00%3A00%3A00.000Z${cursor}&limit=1000`,
    ),
  );
});

test("warnings by table and errors are read as they come", async () => {
  const warnings = [
    {
      schema: "crm",
      table: "invoice",
      warnings: [{ code: "resync_table_warning", message: "Resync", created_at: "2026-11-23" }],
    },
    { warnings: null },
  ];
  const { fivetran, server } = await scriptedClient([
    ok({ items: warnings }),
    ok({ items: [{ type: "reconnect", message: "Sign in again." }] }),
  ]);
  expect(await all(fivetran.connections.warnings("c"))).toMatchObject([
    { table: "invoice", warnings: [{ code: "resync_table_warning" }] },
    { warnings: [] },
  ]);
  expect(await all(fivetran.connections.errors("c"))).toMatchObject([{ type: "reconnect" }]);
  // The list of warnings takes no parameters.
  expect(server.seen[0]?.url).toBe("/v1/connections/c/warnings");
});

test("an account without a preview is not an account without that connection", async () => {
  const route = json(404, { code: "NotFound", message: "HTTP 404 Not Found" });
  const { fivetran } = await scriptedClient([route, failed(404, "NotFound_Connection"), route]);
  const preview = await failure(all(fivetran.connections.warnings("c")));
  expect(preview).toMatchObject({ type: "rejected", facts: { not_enabled: true } });
  expect(isNotEnabled(preview)).toBe(true);
  const missing = await failure(all(fivetran.connections.errors("c")));
  expect(missing.type).toBe("not_found");
  expect(isNotEnabled(missing)).toBe(false);
  // If a delete gets this response, nothing was deleted.
  expect((await failure(fivetran.users.apiKeys.delete("u"))).type).toBe("rejected");
});

const MOVE = { groupId: "new_lake", syncBehavior: "CONTINUE" } as const;
const connection = (group_id: string) => ok({ id: "c", group_id, paused: true });

test("a move sends what it means, and nothing of what it does not", async () => {
  const { fivetran, server } = await scriptedClient([
    connection("old_hill"),
    ok({ connection_id: "c", destination_group_id: "new_lake", sync_behavior: "CONTINUE" }),
  ]);
  expect(await fivetran.connections.move("c", MOVE)).toMatchObject({ connection_id: "c" });
  expect(JSON.parse(server.seen[1]?.body ?? "")).toEqual({
    destination_group_id: "new_lake",
    sync_behavior: "CONTINUE",
  });
});

test.each([
  ["the connection is in the new group now", "old_hill", "new_lake", undefined],
  ["it is where it was", "old_hill", "old_hill", "verified_not_applied"],
  ["it was there before", "new_lake", "new_lake", "unknown"],
])("a move whose response is lost is never sent twice: %s", async (_, before, after, outcome) => {
  const { fivetran, server } = await scriptedClient([connection(before), reset, connection(after)]);
  const move = fivetran.connections.move("c", MOVE);
  if (outcome === undefined) expect(await move).toBeDefined();
  else expect((await failure(move)).facts["outcome"]).toBe(outcome);
  expect(server.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("dismissing names the codes, or none for all", async () => {
  const { fivetran, server } = await scriptedClient([ok()]);
  await fivetran.connections.dismissWarnings("c", ["resync_table_warning"]);
  await fivetran.connections.dismissWarnings("c");
  expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
    { warning_types: ["resync_table_warning"] },
    {},
  ]);
});

test("an API key of a user is created with its secret, and listed without", async () => {
  const key = { user_id: "u", user_type: "SERVICE_ACCOUNT", key_status: "ACTIVE" };
  const { fivetran, server } = await scriptedClient([
    ok({ ...key, key_secret: "shown once" }),
    ok({ items: [key] }),
    ok({ items: [{ id: "u", email: null, user_type: "SERVICE_ACCOUNT", has_api_key: true }] }),
  ]);
  const { apiKeys } = fivetran.users;
  expect((await apiKeys.create("u", { expiration_period_days: 30 })).key_secret).toBe("shown once");
  expect(await all(apiKeys.list({ userType: "SERVICE_ACCOUNT" }))).toMatchObject([key]);
  const accounts = fivetran.users.list({ userType: "SERVICE_ACCOUNT", hasApiKey: true });
  expect(await all(accounts)).toMatchObject([{ id: "u", email: null }]);
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/v1/users/u/api-keys",
    "/v1/users/api-keys?user_type=SERVICE_ACCOUNT&limit=1000",
    "/v1/users?limit=1000&user_type=SERVICE_ACCOUNT&has_api_key=true",
  ]);
});

import { expect, test } from "vitest";
import { operation, operationIds } from "../../src/client/operations/catalog.js";
import { type Client, serve } from "./harness.js";

/** Every list of the API that needs no id, with the kind of its items. */
const LISTS = operationIds
  .map(operation)
  .filter(({ method, path, file }) => method === "GET" && !path.includes("{") && file !== true)
  .map(({ path }) => path)
  .filter((path) => !path.startsWith("/v1/metadata") && path !== "/v1/account/info");

/** Matches fields that refer to a record of the account. */
const REFERENCE = /(?:^|_)(?:id|ids|by)$/;
/** Matches ids of objects outside of the account, and of objects without a list. */
const OUTSIDE = /^(?:account_id|client_id|customer_id|folder_id|sheet_id|merchant_id|replica_id)$/;

function referencesIn(value: unknown, at = ""): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((one) => referencesIn(one, at));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, one]) => referencesIn(one, name));
  }
  const refers = REFERENCE.test(at) && !OUTSIDE.test(at);
  return refers && typeof value === "string" && value !== "" ? [[at, value]] : [];
}

async function everything({ get }: Client) {
  const found: { path: string; item: { id?: string; config?: { project_id?: string } } }[] = [];
  for (const path of LISTS) {
    const { data } = await get(`${path}${path.includes("?") ? "&" : "?"}limit=1000`);
    for (const item of data?.items ?? []) found.push({ path, item });
  }
  const details = found.flatMap(({ path, item }) =>
    path === "/v1/connections" ? [`${path}/${item.id}`] : [],
  );
  for (const path of details) found.push({ path, item: (await get(path)).data });
  return found;
}

test.each([
  ["demo", {}],
  ["large", { connections: 120 }],
] as const)("everything that the %s world refers to exists", async (world, more) => {
  const client = await serve({ world, ...more });
  const found = await everything(client);
  const ids = new Set(found.flatMap(({ item }) => (item.id === undefined ? [] : [item.id])));
  const { data } = await client.get("/v1/account/info");
  expect(ids).toContain(data.user_id);
  const dangling = found.flatMap(({ path, item }) => {
    // The project of a source is not a project of the account.
    const { project_id: _, ...config } = item.config ?? {};
    return referencesIn({ ...item, config })
      .filter(([, id]) => !ids.has(id))
      .map(([name, id]) => `${path}: ${name} ${id}`);
  });
  expect([...new Set(dangling)]).toEqual([]);
  if (world === "demo") {
    const fields = found.flatMap(({ item }) => referencesIn(item).map(([name]) => name));
    for (const name of [
      "private_link_id",
      "proxy_agent_id",
      "hybrid_deployment_agent_id",
      "package_id",
      "connected_by",
      "group_id",
    ]) {
      expect(fields, name).toContain(name);
    }
  }
});

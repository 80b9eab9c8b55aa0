import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFivetran, type Fivetran, signWebhook } from "../../src/client/index.js";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import * as examples from "./library.examples.js";

const PAGE = readFileSync("docs/library.md", "utf8");
const SOURCE = readFileSync("test/docs/library.examples.ts", "utf8");
const flat = (text: string) => text.replaceAll(/\s+/g, "").replaceAll(/,(?=[)\]}])/g, "");

let sandbox: Sandbox;
let url: string;
let fivetran: Fivetran;
const closers: (() => Promise<void>)[] = [];
const said: string[] = [];
const print = (...what: unknown[]) => {
  said.push(what.map(String).join(" "));
};
const idOf = async (name: string) => (await fivetran.connections.resolve([name]))[0]?.id ?? "";

beforeAll(async () => {
  sandbox = await createSandbox({ clock: "stopped" });
  const listening = await sandbox.listen();
  url = listening.url;
  const { apiKey, apiSecret } = sandbox;
  fivetran = createFivetran({ apiKey, apiSecret, baseUrl: url });
  closers.push(listening.close, fivetran.close);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

test("every example on the page is one that is compiled here", () => {
  const marked = [...PAGE.matchAll(/<!-- example: (\w+) -->\n\n```ts\n([\s\S]*?)```/g)];
  expect(marked.length).toBe(PAGE.match(/```ts\n/g)?.length);
  for (const [, name = "", shown = ""] of marked) {
    const region = new RegExp(`//#region ${name}\\n([\\s\\S]*?)//#endregion`).exec(SOURCE)?.[1];
    expect(flat(shown), name).toBe(flat(region ?? "no such example"));
  }
});

test("every call of the mapping is made in an example", () => {
  const mapping = PAGE.slice(PAGE.indexOf("## Coming from fivetrex"));
  const rows = [...mapping.matchAll(/^\| `[^`]+` \| `([^`]+)` \|/gm)].map(([, code = ""]) => code);
  expect(rows.length).toBeGreaterThanOrEqual(36);
  const missing = rows.filter((code) => !flat(SOURCE).includes(flat(code)));
  expect(missing).toEqual([]);
});

test("the examples run", async () => {
  const { apiKey, apiSecret } = sandbox;
  await examples.start(apiKey, apiSecret, url, print);
  await examples.sandbox(print);
  await examples.lists(fivetran, print);
  await examples.groups(fivetran, print);
  const made = await fivetran.groups.create({ name: "docs_group" });
  await examples.destinations(fivetran, made.id, print);
  const orders = await fivetran.connections.get(await idOf("postgres_orders"));
  await examples.connections(fivetran, orders.group_id, print);
  await examples.helpers(fivetran, orders.id, print);
  await examples.schemas(fivetran, orders.id, print);
  await examples.syncs(fivetran, orders.id, print);
  await examples.state(fivetran, await idOf("weather_function"), print);
  await examples.webhooks(fivetran, made.id, print);
  await examples.any(fivetran, made.id, print);
  await examples.more(fivetran, print);
  await examples.errors(fivetran, print);
  await examples.health(fivetran, await idOf("stripe_payments"), print);
  await examples.deadlines(fivetran, print);
  expect(said.some((line) => line.startsWith("broken action "))).toBe(true);
  expect(said).toContain("cancelled false");
  expect(await examples.retry(apiKey, apiSecret, url, print)).toBe(4000);
  expect(said).toContain("not_found 404 NotFound_Connection undefined");
  expect(said.some((line) => line.includes("salesforce_prod"))).toBe(true);
  const effects = new Set(sandbox.effects().map(({ operation }) => operation));
  for (const done of ["resync_connection", "modify_connection_state", "create_destination"]) {
    expect([...effects]).toContain(done);
  }
});

test("the receiver and the log queries run", async () => {
  const body = JSON.stringify({
    event: "sync_end",
    created: new Date().toISOString(),
    connector_name: "orders",
    data: { status: "FAILURE", reason: "no route" },
  });
  const stored: string[] = [];
  const { handler } = examples.receiver("s", (event) => stored.push(event.event), print);
  const headers = new Headers({ "x-fivetran-signature-256": signWebhook(body, "s") });
  const request = new Request("http://localhost/", { method: "POST", body, headers });
  expect((await handler(request)).status).toBe(200);
  expect(stored).toEqual(["sync_end"]);
  expect(said).toContain("orders no route");
  const signed = examples.signature(Buffer.from(body), headers, "s", print);
  expect(signed).toBe(headers.get("x-fivetran-signature-256"));
  const row = { ID: "1", TIME_STAMP: "2026-05-22 00:06:08.638", MESSAGE_EVENT: "sync_end" };
  expect(examples.logs([row], print).time_stamp?.toISOString()).toBe("2026-05-22T00:06:08.638Z");
  expect(said).toContain("2026-05-22T00:06:08.638Z false true false");
});

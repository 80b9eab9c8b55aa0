import { expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.js";
import { serve } from "./harness.js";

async function look(client: Awaited<ReturnType<typeof serve>>, path = "/") {
  const response = await fetch(`${client.url}${path}`);
  return { status: response.status, text: await response.text() };
}

/** Returns the rows of the table with this caption, each as the texts of its cells. */
function rows(html: string, caption: string): string[][] {
  const table = html.split("<table>").find((part) => part.includes(`<caption>${caption}`)) ?? "";
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(table)?.[1] ?? "";
  return body.split("</tr>").flatMap((row) => {
    const cells = [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) =>
      cell.replace(/<[^>]+>/g, "").trim(),
    );
    return cells.length === 0 ? [] : [cells];
  });
}

test("the page at the root shows the account, its runs and its requests", async () => {
  const client = await serve();
  const id = await client.id("github_repos");
  await client.post(`/v1/connections/${id}/sync`);
  client.sandbox.advance(60_000);
  const { status, text } = await look(client);
  expect(status).toBe(200);
  const connections = rows(text, "Connections");
  expect(connections).toHaveLength(42);
  expect(connections.find(([name]) => name === "stripe_payments")?.slice(1, 3)).toEqual([
    "stripe",
    "! broken",
  ]);
  expect(rows(text, "Groups").map(([name]) => name)).toContain("analytics_prod");
  const runs = rows(text, "Runs of these connections");
  expect(runs.find(([, name]) => name === "github_repos")?.[3]).toBe("COMPLETED");
  expect(runs.find(([, name]) => name === "mysql_inventory")?.slice(2, 4)).toEqual([
    "running",
    "INCOMPLETE",
  ]);
  const [newest] = rows(text, "Requests to this process").filter(
    ([, , method]) => method === "POST",
  );
  expect(newest?.slice(2)).toEqual([
    "POST",
    `/v1/connections/${id}/sync`,
    "200",
    "sync_connection",
  ]);
  expect(rows(text, "Setup tests fail").map(([failure]) => failure)).toContain("unreachable host");
});

test("it can be read by keyboard and screen reader: language, headings, captions, labels", async () => {
  const { text } = await look(await serve());
  expect(text).toContain('<html lang="en">');
  expect(text).toMatch(/<a class="skip" href="#main">[\s\S]*<main id="main">/);
  expect(text.match(/<h1>/g)).toHaveLength(1);
  for (const [table] of text.matchAll(/<table>[\s\S]*?<\/table>/g)) {
    expect(table).toMatch(/<caption>[^<]+<\/caption>/);
    expect(table.match(/<thead>[\s\S]*?<\/thead>/)?.[0]).not.toMatch(/<th>/);
  }
  for (const [, name = ""] of text.matchAll(/<input id="(\w+)"/g)) {
    expect(text).toContain(`<label for="${name}">`);
  }
  for (const [, target = ""] of text.matchAll(/href="#([\w-]+)"/g)) {
    expect(text).toContain(`id="${target}"`);
  }
  expect(text).toContain("prefers-color-scheme: dark");
});

test("it filters connections, and shows one with its runs", async () => {
  const client = await serve();
  const { text } = await look(client, "/?q=broken%20postgres");
  expect(rows(text, "Connections").map(([name]) => name)).toEqual(["postgres_staging"]);
  expect(text).toContain("1 of 42 connections.");
  const one = await look(client, `/?connection=${await client.id("stripe_payments")}`);
  expect(one.text).toContain("<h1>stripe_payments</h1>");
  expect(rows(one.text, "Tasks and warnings")[0]?.[0]).toBe("reconnect");
  expect(rows(one.text, "Runs of the last seven days").length).toBeGreaterThan(3);
  expect(await look(client, "/?connection=none")).toMatchObject({ status: 404 });
});

test("third-party names are text, never part of the page", async () => {
  const client = await serve();
  client.sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      connection.schema = '<img src=x onerror="alert(1)">';
    }
  });
  for (const path of ["/", `/?q=${encodeURIComponent('"><script>')}`]) {
    const { text } = await look(client, path);
    expect(text).not.toMatch(/<img|<script|"><s/);
  }
});

test("a large account is shown in part, and says so", async () => {
  const { text } = await look(await serve({ world: "large", connections: 300 }));
  expect(rows(text, "Connections")).toHaveLength(100);
  expect(text).toContain("300 of 300 connections, the first 100 shown.");
});

test("an account that was exported can be imported elsewhere", async () => {
  const first = await serve();
  await first.post("/v1/groups", { name: "reported" });
  const exported = first.sandbox.exportWorld();
  const second = await serve({ world: "empty" });
  second.sandbox.importWorld(exported);
  const names = async (client: typeof first) =>
    (await client.get("/v1/groups")).data.items.map(({ name }: { name: string }) => name);
  expect(await names(second)).toEqual(await names(first));
  expect(await names(second)).toContain("reported");
  expect(() => second.sandbox.importWorld("{}")).toThrow("not an account");
  expect(await names(second)).toContain("reported");
});

test("over HTTP too, with the secret of the controls", async () => {
  const client = await serve();
  const headers = { "x-sandbox-secret": client.sandbox.controlSecret };
  const world = await (await fetch(`${client.url}/_sandbox/world`, { headers })).text();
  await client.post("/v1/groups", { name: "later" });
  const put = (body: string, more: Record<string, string> = headers) =>
    fetch(`${client.url}/_sandbox/world`, { method: "PUT", body, headers: more });
  expect((await put("{}", {})).status).toBe(403);
  expect((await put("[]")).status).toBe(400);
  expect((await put(world)).status).toBe(200);
  expect((await client.get("/v1/groups")).data.items).toHaveLength(4);
});

test("the same seed makes the same large account, another one another", async () => {
  const names = async (seed: number) => {
    const sandbox = await createSandbox({
      world: "large",
      connections: 40,
      seed,
      clock: "stopped",
    });
    let found: string[] = [];
    sandbox.edit(({ connections }) => {
      found = [...connections.values()].map(({ schema }) => schema);
    });
    sandbox.close();
    return found;
  };
  expect(await names(7)).toEqual(await names(7));
  expect(await names(7)).not.toEqual(await names(8));
  expect(await names(7)).toHaveLength(40);
});

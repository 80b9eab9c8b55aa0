import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Agent, fetch as undiciFetch } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { idOf, resultOf, temporaryFolder } from "../harness.js";
import { certificate } from "../matrix/certificates.js";
import { modernCall, service } from "./service.js";

// Runs the deployment of docs/deploy as processes: nginx with the published nginx.conf and TLS, in front of this server.
// nginx need not be installed. Run `apt-get download nginx` and `dpkg -x nginx_*.deb <folder>`, then:
//   FIVETRAN_TEST_NGINX=<folder>/usr/sbin/nginx npx vitest run --project hosts test/server
const nginx = process.env["FIVETRAN_TEST_NGINX"];
if (nginx === undefined)
  process.stderr.write("nginx is NOT tried. Set FIVETRAN_TEST_NGINX to its program.\n");

const HOST = "fivetran.example.com";
/** The address from which nginx calls. It differs from that of its callers. */
const NGINX_AT = "127.0.0.2";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

async function behindNginx(options: Parameters<typeof service>[0] = {}) {
  const started = await service({
    ...options,
    env: { FIVETRAN_HTTP_URL: `https://${HOST}/mcp`, FIVETRAN_TRUSTED_PROXIES: NGINX_AT },
  });
  const folder = await temporaryFolder();
  const { key, cert } = certificate(`DNS:${HOST}`);
  writeFileSync(join(folder, "key.pem"), key);
  writeFileSync(join(folder, "cert.pem"), cert);
  const port = await freePort();
  // The published configuration, with the paths and ports of this test.
  const published = readFileSync(join(import.meta.dirname, "../../docs/deploy/nginx.conf"), "utf8");
  const config = published
    .replace("server fivetran-agent:8080", `server ${new URL(started.url).host}`)
    .replace("listen 8443 ssl", `listen 127.0.0.1:${port} ssl`)
    .replace("proxy_http_version", `proxy_bind ${NGINX_AT};\n      proxy_http_version`)
    .replaceAll("/etc/nginx/tls", folder)
    .replaceAll("/tmp/nginx", join(folder, "nginx"));
  writeFileSync(join(folder, "nginx.conf"), config);
  const child = spawn(nginx ?? "", [
    "-p",
    folder,
    "-c",
    join(folder, "nginx.conf"),
    "-g",
    "daemon off;",
  ]);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  const agent = new Agent({
    connect: {
      ca: cert,
      lookup: (_, { all }, done) =>
        all === true
          ? done(null, [{ address: "127.0.0.1", family: 4 }])
          : done(null, "127.0.0.1", 4),
    },
  });
  onTestFinished(() => agent.destroy());
  const url = `https://${HOST}:${port}/mcp`;
  // undici's own fetch accepts the agent, and returns the same as the global fetch.
  const through = (address: string | URL, init: object = {}) =>
    undiciFetch(address, { ...init, dispatcher: agent }) as unknown as Promise<Response>;
  await expect
    .poll(
      () =>
        through(url).then(
          ({ status }) => status === 405 || status === 401,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  return { ...started, url, through };
}

describe.skipIf(nginx === undefined)("behind nginx with TLS", () => {
  test.each(["legacy", "modern"] as const)("%s: list, call, progress", async (era) => {
    const { url, through, sandbox } = await behindNginx();
    const mode = era === "legacy" ? ("legacy" as const) : { pin: "2026-07-28" };
    const client = new Client({ name: "far", version: "1" }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch: through }));
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools.length).toBeGreaterThan(20);
    const progress: unknown[] = [];
    const args = { connectors: ["salesforce_prod"], wait_seconds: 30 };
    const raw = await client.callTool(
      { name: "trigger_sync", arguments: args },
      { onprogress: (each) => progress.push(each) },
    );
    expect(resultOf(raw).text).toContain("salesforce_prod");
    expect(progress.length).toBeGreaterThan(0);
    expect(sandbox.effects()).toHaveLength(1);
  });

  test("first bytes come through while a call still runs", async () => {
    const { url, through, sandbox } = await behindNginx({
      limits: { firstBytesMs: 20, keepAliveMs: 20 },
    });
    sandbox.fault({ operation: "connection_details", delayMs: 1000 });
    const connectors = [idOf(sandbox, "salesforce_prod")];
    const response = await through(url, modernCall("get_status", { connectors }));
    const parts: string[] = [];
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) parts.push(decoder.decode(part));
    expect(parts.length).toBeGreaterThan(3);
    expect(parts[0]).toBe(": keepalive\n\n");
    expect(parts.join("")).toMatch(/event: message\ndata: \{"result"/);
  });

  test("failed sign-ins count for the client's own address, not for one that it claims", async () => {
    const { url, through, log } = await behindNginx({
      prepare: (keys) => keys.create({ name: "first" }),
    });
    const { headers, ...call } = modernCall("search_api", { query: "usage" });
    const guess = async (forged: Record<string, string>) => {
      const sent = { ...headers, authorization: `Bearer ${"x".repeat(40)}`, ...forged };
      return (await through(url, { ...call, headers: sent })).status;
    };
    for (let n = 0; n < 20; n += 1) {
      expect(await guess({ "x-forwarded-for": `192.0.2.${n}`, forwarded: "for=192.0.2.1" })).toBe(
        401,
      );
    }
    expect(await guess({ "x-forwarded-for": "192.0.2.99" })).toBe(429);
    expect(log.join("")).toMatch(/not-authenticated .* from=127\.0\.0\.1\n/);
    expect(log.join("")).not.toMatch(/from=192/);
  });

  test("its id of a request is in the error, and its limits hold", async () => {
    const { url, through, log } = await behindNginx();
    const wrong = await through(url, modernCall("get_status", { connectors: ["nope"] }));
    expect(await wrong.text()).toMatch(/\(request [0-9a-f]{32}\)/);
    const large = { ...modernCall("get_status"), body: " ".repeat(2 ** 20 + 1) };
    expect((await through(url, large)).status).toBe(413);
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const response = await through(url, modernCall("search_api", { query: "usage" }));
        await response.text();
        return response.status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(log.join("")).not.toContain("error internal");
  });
});

import { spawn } from "node:child_process";
import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server } from "node:net";
import { join } from "node:path";
import { exportJWK, exportSPKI, importSPKI, SignJWT } from "jose";
import Provider from "oidc-provider";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { disable } from "../engine/fixture.js";
import { changes, temporaryFolder } from "../harness.js";
import { certificate, openssl } from "../matrix/certificates.js";
import { proxy } from "../matrix/proxy.js";
import { environment, PROGRAM, requireBuild } from "../process.js";
import { host, messageIn, modernCall, type Service, service } from "./service.js";

const RESOURCE = "https://fivetran.example.com/mcp";
const SCOPES = "fivetran:read fivetran:write fivetran:delete";

async function listening(server: Server & { closeAllConnections(): void }): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const CLIENT = { id: "agent", secret: "agent-secret-agent-secret" };

/** Starts a real authorization server, and returns what its client receives from it. */
async function authorizationServer() {
  const server = createServer((request, response) => handle(request, response));
  let handle: RequestListener = () => {};
  const issuer = await listening(server);
  const signing = { ...(await jwkOf(keyPair())), use: "sig", alg: "RS256" };
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "info").mockImplementation(() => {});
  const provider = new Provider(issuer, {
    jwks: { keys: [signing] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
      },
    ],
    scopes: SCOPES.split(" "),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, resource: string) => ({
          scope: SCOPES,
          audience: resource,
          accessTokenFormat: "jwt",
          accessTokenTTL: 600,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
  });
  handle = provider.callback();
  const token = async (scope: string, resource = RESOURCE): Promise<string> => {
    const response = await fetch(`${issuer}/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ grant_type: "client_credentials", scope, resource }),
    });
    const body: unknown = await response.json();
    const found: unknown =
      typeof body === "object" && body !== null && Reflect.get(body, "access_token");
    if (typeof found !== "string") throw new Error(`no token: ${JSON.stringify(body)}`);
    return found;
  };
  return { issuer, token };
}

const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwkOf = async ({ privateKey }: { privateKey: KeyObject }) => exportJWK(privateKey);

const protectedBy = (issuer: string, rest: Parameters<typeof service>[0] = {}) =>
  service({
    ...rest,
    env: { FIVETRAN_OAUTH_ISSUER: issuer, FIVETRAN_HTTP_URL: RESOURCE, ...rest.env },
  });

const statusOf = async ({ url }: Pick<Service, "url">, bearer?: string) => {
  const { headers, ...call } = modernCall("search_api", { query: "usage" });
  const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  return fetch(url, { ...call, headers: { ...headers, ...authorization } });
};

describe("with a real authorization server", () => {
  test("a client finds it, gets a token for this server, and may do what its scopes allow", async () => {
    const { issuer, token } = await authorizationServer();
    const started = await protectedBy(issuer);
    const refused = await statusOf(started);
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe(
      `Bearer scope="${SCOPES}", resource_metadata="https://fivetran.example.com/.well-known/oauth-protected-resource/mcp"`,
    );
    const { origin } = new URL(started.url);
    for (const path of ["", "/mcp"]) {
      const metadata = await fetch(`${origin}/.well-known/oauth-protected-resource${path}`);
      expect(await metadata.json()).toMatchObject({
        resource: RESOURCE,
        authorization_servers: [issuer],
        scopes_supported: SCOPES.split(" "),
      });
    }
    const all = await host(started.url, { bearer: await token(SCOPES) });
    expect(await all.names()).toContain("delete_connector");
    const plan = await all.call("modify_schema", disable("audit_log"));
    const confirmed = { ...disable("audit_log"), confirmation_token: plan.token };
    expect(await all.call("modify_schema", confirmed)).toMatchObject({ status: "done" });

    const read = await host(started.url, { bearer: await token("fivetran:read") });
    expect(await read.names()).not.toContain("modify_schema");
    expect((await read.call("check_stale")).isError).toBe(false);
  });

  test("a tool beyond the token's scopes: 403 with the scope to ask for, and nothing is sent", async () => {
    const { issuer, token } = await authorizationServer();
    const started = await protectedBy(issuer);
    const { headers, ...call } = modernCall("delete_connector", { connector: "salesforce_prod" });
    const bearer = await token("fivetran:read");
    const authorization = `Bearer ${bearer}`;
    const response = await fetch(started.url, { ...call, headers: { ...headers, authorization } });
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toMatch(
      /^Bearer error="insufficient_scope", scope="fivetran:delete", resource_metadata=/,
    );
    expect(changes(started.sandbox)).toEqual([]);
    expect(JSON.stringify(started.sandbox.requests())).not.toContain(bearer.slice(0, 40));
    // If the server itself forbids the call, no scope of the token can allow it.
    const closed = await protectedBy(issuer, { env: { FIVETRAN_SCOPE: "read" } });
    const same = await fetch(closed.url, { ...call, headers: { ...headers, authorization } });
    expect(same.status).toBe(200);
    expect(JSON.stringify((await messageIn(same)).result)).toContain(
      "the scope of this server is read",
    );
  });

  test("a token for another resource is refused", async () => {
    const { issuer, token } = await authorizationServer();
    const other = await token(SCOPES, "https://other.example.com/mcp");
    expect((await statusOf(await protectedBy(issuer), other)).status).toBe(401);
  });
});

/** Starts an authorization server that only publishes keys, so that a test can sign any token. */
async function keysAt(first: { kid: string; pair: ReturnType<typeof keyPair> }) {
  const published = [first];
  let reads = 0;
  let reachable = true;
  const server = createServer(async (request, response) => {
    if (!reachable) return void response.writeHead(503).end();
    response.setHeader("content-type", "application/json");
    if (request.url === "/jwks") {
      reads += 1;
      const keys = await Promise.all(
        published.map(async ({ kid, pair }) => ({
          ...(await exportJWK(pair.publicKey)),
          kid,
          alg: "RS256",
        })),
      );
      return void response.end(JSON.stringify({ keys }));
    }
    response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }));
  });
  const issuer = await listening(server);
  return {
    issuer,
    publish: (key: typeof first) => published.splice(0, published.length, key),
    reads: () => reads,
    reachable: (on: boolean) => {
      reachable = on;
    },
  };
}

const now = () => Math.floor(Date.now() / 1000);

const claims = (issuer: string, rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: issuer,
  aud: RESOURCE,
  sub: "user",
  iat: now(),
  exp: now() + 300,
  scope: SCOPES,
  ...rest,
});

const signed = (
  payload: Record<string, unknown>,
  key: KeyObject,
  header: Record<string, unknown> = {},
) =>
  new SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "RS256", kid: "one", ...header })
    .sign(key);

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("tokens", () => {
  const one = { kid: "one", pair: keyPair() };
  const foreign = keyPair();

  async function setUp() {
    const server = await keysAt(one);
    return { ...server, started: await protectedBy(server.issuer) };
  }

  test("one that is valid is taken: with scp, client_id, several audiences, and a clock that is off by a minute", async () => {
    const { issuer, started } = await setUp();
    const { privateKey } = one.pair;
    for (const rest of [
      {},
      { scope: undefined, scp: ["fivetran:read"] },
      { sub: undefined, client_id: "agent" },
      { aud: ["https://other.example.com", RESOURCE] },
      { nbf: now() + 50 },
      { exp: now() - 50 },
    ]) {
      const token = await signed(claims(issuer, rest), privateKey);
      expect([rest, (await statusOf(started, token)).status]).toEqual([rest, 200]);
    }
  });

  test("none of these is taken, and all get the same response", async () => {
    const { issuer, started, reads } = await setUp();
    const { privateKey, publicKey } = one.pair;
    const good = claims(issuer);
    const spki = await exportSPKI(
      await importSPKI(publicKey.export({ type: "spki", format: "pem" }).toString(), "RS256", {
        extractable: true,
      }),
    );
    const hs256 = `${encoded({ alg: "HS256", kid: "one" })}.${encoded(good)}`;
    const valid = await signed(good, privateKey);
    const [head = "", body = "", signature = ""] = valid.split(".");
    const jwk = { ...(await exportJWK(foreign.publicKey)), kid: "one" };
    const forged: Record<string, string> = {
      "alg none": `${encoded({ alg: "none" })}.${encoded(good)}.`,
      "alg None": `${encoded({ alg: "None", kid: "one" })}.${encoded(good)}.`,
      "alg none with a signature": `${encoded({ alg: "none", kid: "one" })}.${body}.${signature}`,
      "HS256 with the public key": `${hs256}.${createHmac("sha256", spki).update(hs256).digest("base64url")}`,
      "another key": await signed(good, foreign.privateKey),
      "another key that it brings along": await signed(good, foreign.privateKey, { jwk }),
      "a key elsewhere": await signed(good, foreign.privateKey, { jku: "http://127.0.0.1:9/jwks" }),
      "a certificate elsewhere": await signed(good, foreign.privateKey, {
        x5u: "http://127.0.0.1:9/",
      }),
      "a kid that is a path": await signed(good, foreign.privateKey, { kid: "../../../dev/null" }),
      "a kid that is not known": await signed(good, privateKey, { kid: "two" }),
      "other claims under the signature": `${head}.${encoded({ ...good, sub: "admin" })}.${signature}`,
      "no signature": `${head}.${body}.`,
      "half a token": `${head}.${body}`,
      "another audience": await signed(
        claims(issuer, { aud: "https://other.example.com" }),
        privateKey,
      ),
      "no audience": await signed(claims(issuer, { aud: undefined }), privateKey),
      "the audience as a part": await signed(
        claims(issuer, { aud: `${RESOURCE}/more` }),
        privateKey,
      ),
      "another issuer": await signed(claims("https://login.example.com"), privateKey),
      "no issuer": await signed(claims(issuer, { iss: undefined }), privateKey),
      expired: await signed(claims(issuer, { exp: now() - 120 }), privateKey),
      "no expiry": await signed(claims(issuer, { exp: undefined }), privateKey),
      "an expiry in a year": await signed(
        claims(issuer, { exp: now() + 365 * 86_400 }),
        privateKey,
      ),
      "not valid yet": await signed(claims(issuer, { nbf: now() + 120 }), privateKey),
      "nobody's": await signed(claims(issuer, { sub: undefined }), privateKey),
      "a critical header that is not known": `${encoded({ alg: "RS256", kid: "one", crit: ["x"], x: 1 })}.${body}.${signature}`,
      "a token in a token": await signed(claims(issuer), foreign.privateKey, { cty: "JWT" }),
    };
    const seen = await Promise.all(
      Object.entries(forged).map(async ([name, token]) => {
        const response = await statusOf(started, token);
        const text = (await response.text()).replace(/[0-9a-f]{12}/, "");
        return [name, response.status, response.headers.get("www-authenticate"), text];
      }),
    );
    const [, ...first] = seen[0] ?? [];
    expect(seen).toEqual(seen.map(([name]) => [name, ...first]));
    expect(first[0]).toBe(401);
    expect(first[1]).toMatch(/^Bearer error="invalid_token", /);
    // Tokens with unknown keys must not make this server flood the other one.
    expect(reads()).toBeLessThanOrEqual(2);
    expect((await statusOf(started, valid)).status).toBe(200);
    expect(started.log.join("")).not.toContain(signature);
  });

  test("one without a scope of ours: 403 with the scopes", async () => {
    const { issuer, started } = await setUp();
    for (const scope of [undefined, "", "openid", "fivetran", "fivetran:readx"]) {
      const token = await signed(claims(issuer, { scope }), one.pair.privateKey);
      const response = await statusOf(started, token);
      expect([scope, response.status]).toEqual([scope, 403]);
      expect(response.headers.get("www-authenticate")).toMatch(/error="insufficient_scope"/);
    }
  });

  test("a new key is found when the old one is gone", async () => {
    let offset = 0;
    const server = await keysAt(one);
    const started = await protectedBy(server.issuer, { now: () => new Date(Date.now() + offset) });
    const old = await signed(claims(server.issuer), one.pair.privateKey);
    expect((await statusOf(started, old)).status).toBe(200);
    const two = { kid: "two", pair: keyPair() };
    server.publish(two);
    // The keys are read again at most once a minute.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    onTestFinished(() => void vi.useRealTimers());
    offset = 0;
    const renewed = await signed(claims(server.issuer), two.pair.privateKey, { kid: "two" });
    expect((await statusOf(started, renewed)).status).toBe(200);
    expect((await statusOf(started, old)).status).toBe(401);
  });

  test("an authorization server that cannot be reached is not the token's error", async () => {
    const server = await keysAt(one);
    server.reachable(false);
    const started = await protectedBy(server.issuer);
    const token = await signed(claims(server.issuer), one.pair.privateKey);
    const response = await statusOf(started, token);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    server.reachable(true);
    expect((await statusOf(started, token)).status).toBe(200);
  });

  test("keys work beside tokens, and a plan belongs to one user through one client", async () => {
    const { issuer, started } = await setUp();
    const { privateKey } = one.pair;
    expect((await statusOf(started, await started.key("bot"))).status).toBe(200);
    const as = async (rest: Record<string, unknown>) =>
      host(started.url, { bearer: await signed(claims(issuer, rest), privateKey) });
    const mine = await as({ client_id: "app" });
    const plan = await mine.call("modify_schema", disable("audit_log"));
    const confirmed = { ...disable("audit_log"), confirmation_token: plan.token };
    for (const rest of [{ client_id: "other" }, { sub: "other", client_id: "app" }, {}]) {
      const refused = await (await as(rest)).call("modify_schema", confirmed);
      expect(refused.text).toMatch(/^The confirmation token is unknown/);
    }
    // The same user with a new token.
    const again = await as({ client_id: "app", jti: "another" });
    expect(await again.call("modify_schema", confirmed)).toMatchObject({ status: "done" });
  });
});

test.skipIf(!openssl)(
  "an issuer that only a proxy reaches, and one that NO_PROXY excepts",
  async () => {
    requireBuild();
    const name = "login.example.com";
    const issuer = `https://${name}`;
    const { cert, key } = certificate(`DNS:${name}`);
    const pair = keyPair();
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: "one", alg: "RS256" };
    const server = createTlsServer({ cert, key }, (request, response) => {
      const metadata = { issuer, jwks_uri: `${issuer}/jwks` };
      response.end(JSON.stringify(request.url === "/jwks" ? { keys: [jwk] } : metadata));
    });
    await listening(server);
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const { url: through, asked } = await proxy({ onTestFinished }, port);
    const folder = await temporaryFolder();
    writeFileSync(join(folder, "ca.pem"), cert);
    const token = await new SignJWT({ scope: "fivetran:read", client_id: "agent" })
      .setProtectedHeader({ alg: "RS256", kid: "one" })
      .setIssuer(issuer)
      .setAudience(RESOURCE)
      .setSubject("alice")
      .setExpirationTime("10m")
      .sign(pair.privateKey);
    const statusWith = async (env: Record<string, string>) => {
      const child = spawn(process.execPath, [PROGRAM, "serve", "--sandbox", "--listen", "0"], {
        env: environment({
          FIVETRAN_STATE_DIR: folder,
          FIVETRAN_HTTP_URL: RESOURCE,
          FIVETRAN_OAUTH_ISSUER: issuer,
          NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
          HTTPS_PROXY: through,
          ...env,
        }),
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      const url = await new Promise<string>((resolve) => {
        child.stderr.on("data", (text) => {
          const found = /http:\S+\/mcp/.exec(String(text))?.[0];
          if (found !== undefined) resolve(found);
        });
      });
      const call = modernCall("search_api", { query: "usage" });
      const headers = { ...call.headers, authorization: `Bearer ${token}` };
      return (await fetch(url, { ...call, headers })).status;
    };
    expect(await statusWith({})).toBe(200);
    expect(new Set(asked())).toEqual(new Set([`${name}:443`]));
    const before = asked().length;
    expect(await statusWith({ NO_PROXY: "example.com" })).toBe(503);
    expect(asked()).toHaveLength(before);
  },
);

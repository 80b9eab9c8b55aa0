import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { resultOf } from "../harness.js";
import { ended, environment, PROGRAM, program, settingsFor } from "../process.js";
import { messageIn, modernCall } from "../server/service.js";
import { type Ending, type Stage, stage } from "./stage.js";
import { auditLines, eventually } from "./witness.js";

// The built program as an HTTP server on a real socket, and attempts of its callers and of strangers.

/** Starts `serve` for an account, with a key for each name. */
async function served(ending: Ending, on: Stage, names: readonly string[] = [], env = {}) {
  const settings = {
    ...settingsFor(on.sandbox, on.url, on.stateDir),
    FIVETRAN_SCOPE: "read/write/delete",
    FIVETRAN_AUDIT_LOG: on.auditLog,
    FIVETRAN_LOG: "debug",
    ...env,
  };
  const keys = new Map<string, string>();
  for (const name of names) {
    const scope = name.startsWith("read") ? ["--scope", "read"] : [];
    const { stdout } = await program(["keys", "create", name, ...scope], settings);
    keys.set(name, /fvk1_\S+/.exec(stdout)?.[0] ?? "");
  }
  const child = spawn(process.execPath, [PROGRAM, "serve", "--listen", "127.0.0.1:0"], {
    env: environment(settings),
  });
  const end = ended(child);
  ending.onTestFinished(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += String(text);
  });
  await eventually(() => /http:\S+\/mcp/.test(stderr));
  const url = /http:\S+\/mcp/.exec(stderr)?.[0] ?? "";
  const send = (tool: string, args: Record<string, unknown> = {}, as?: string, rest = {}) => {
    const call = modernCall(tool, args);
    const bearer = as === undefined ? undefined : (keys.get(as) ?? as);
    const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    return fetch(url, { ...call, headers: { ...call.headers, ...authorization, ...rest } });
  };
  return {
    child,
    end,
    url,
    keys,
    send,
    output: () => stderr,
    result: async (...words: Parameters<typeof send>) =>
      resultOf((await messageIn(await send(...words))).result),
  };
}

function dial(ending: Ending, url: string, first = ""): Socket {
  const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(first));
  socket.on("error", () => {}).on("data", () => {});
  ending.onTestFinished(() => void socket.destroy());
  return socket;
}

const closed = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.destroyed) resolve();
    else socket.once("close", () => resolve());
  });

describe("F27 SIGTERM with 50 running calls", () => {
  test("read: every response is complete, and the process ends within 35 s", async (t) => {
    const on = await stage(t);
    const server = await served(t, on);
    on.sandbox.fault({ operation: "connection_details", delayMs: 1500 });
    const connectors = [on.id("salesforce_prod")];
    const calls = Array.from({ length: 50 }, () => server.send("get_status", { connectors }));
    await eventually(() => on.sent("connection_details") > 0);
    server.child.kill("SIGTERM");
    const started = Date.now();
    for (const response of await Promise.all(calls)) {
      expect(resultOf((await messageIn(response)).result).text).toMatch(/^salesforce_prod/);
    }
    expect((await server.end).code).toBe(0);
    expect(Date.now() - started).toBeLessThan(35_000);
  });

  test("idempotent: changes that were sent are finished, and their outcome is in the audit log", async (t) => {
    const on = await stage(t);
    const server = await served(t, on);
    on.sandbox.fault({ operation: "modify_connection", delayMs: 2000 });
    const call = server.result("pause_connectors", { connectors: ["salesforce_prod"] });
    await eventually(() => on.sent("modify_connection") > 0);
    server.child.kill("SIGINT");
    expect((await call).status).toBe("done");
    expect((await server.end).code).toBe(0);
    expect((await auditLines(on)).map(({ event }) => event)).toEqual(["intent", "outcome"]);
    expect(on.effects("modify_connection")).toBe(1);
  });
});

describe("A70 HTTP: a foreign host or origin", () => {
  test("403 before the body is read", async (t) => {
    const on = await stage(t);
    const { url } = await served(t, on);
    for (const header of [
      "Host: evil.example",
      "Host: localhost\r\nOrigin: https://evil.example",
      "Host: localhost\r\nOrigin: null",
    ]) {
      const socket = dial(t, url, `POST /mcp HTTP/1.1\r\n${header}\r\nContent-Length: 100\r\n\r\n`);
      const first = await new Promise((resolve) => socket.once("data", resolve));
      expect(String(first)).toMatch(/^HTTP\/1\.1 403 /);
    }
    expect(on.sandbox.requests()).toEqual([]);
  });
});

describe("A71 HTTP: no key, or one that is not valid", () => {
  test("401 with the same response for all, 0 requests", async (t) => {
    const on = await stage(t);
    const { send, keys } = await served(t, on, ["bot", "gone"]);
    const good = keys.get("bot") ?? "";
    await program(["keys", "revoke", "gone"], { FIVETRAN_STATE_DIR: on.stateDir });
    await eventually(async () => (await send("check_stale", {}, "gone")).status === 401);
    const seen = new Set<string>();
    for (const as of [
      undefined,
      "gone",
      good.slice(0, -2),
      `${good}x`,
      "fvk1_",
      "eyJhbGciOiJub25lIn0.e30.",
    ]) {
      const response = await send("check_stale", {}, as);
      seen.add(`${response.status} ${(await response.text()).replace(/[0-9a-f]{12}/, "")}`);
    }
    expect([...seen]).toEqual([expect.stringMatching(/^401 /)]);
    expect(on.sandbox.requests()).toEqual([]);
  });
});

describe("A43 HTTP: a read-only key calls a tool that changes", () => {
  test("the tool is not listed; the refusal names the scope; 0 changes", async (t) => {
    const on = await stage(t);
    const { result } = await served(t, on, ["reader"]);
    const refused = await result("pause_connectors", { connectors: ["salesforce_prod"] }, "reader");
    expect(refused.text).toContain(
      'it needs the scope read/write, but the scope of the key "reader" is read',
    );
    expect(on.changesSent()).toBe(0);
  });
});

describe("A44 HTTP: the caller's key", () => {
  test("not in any request to Fivetran or line of the log", async (t) => {
    const on = await stage(t);
    const { result, keys, output } = await served(t, on, ["bot"]);
    expect((await result("check_stale", {}, "bot")).isError).toBe(false);
    const secret = (keys.get("bot") ?? "").slice(20);
    expect(JSON.stringify(on.sandbox.requests())).not.toContain(secret);
    expect(output()).not.toContain(secret);
  });
});

describe("A45 HTTP: slow and idle clients", () => {
  test("endless headers: closed within 12 s; an endless body: within 32 s; other clients are served", {
    timeout: 60_000,
  }, async (t) => {
    const on = await stage(t);
    const { url, send } = await served(t, on);
    const started = Date.now();
    const slowHeaders = dial(t, url, "POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    const slowBody = dial(
      t,
      url,
      "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    );
    expect((await send("search_api", { query: "usage" })).status).toBe(200);
    await closed(slowHeaders);
    expect(Date.now() - started).toBeLessThan(13_000);
    await closed(slowBody);
    expect(Date.now() - started).toBeLessThan(34_000);
  });

  test("5,000 idle sockets: the server closes the oldest; other clients are served", async (t) => {
    const on = await stage(t);
    const { url, send } = await served(t, on);
    let gone = 0;
    for (let count = 0; count < 5000; count += 1) {
      dial(t, url).once("close", () => {
        gone += 1;
      });
      if (count % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await send("search_api", { query: "usage" })).status).toBe(200);
    await eventually(() => gone >= 3900);
  });
});

describe("A46 HTTP: a body over the limit; a tool name in a header that differs from the body", () => {
  test("413; 400 with error code -32020", async (t) => {
    const on = await stage(t);
    const { send } = await served(t, on);
    expect((await send("search_api", { query: "x".repeat(2 ** 20) })).status).toBe(413);
    const response = await send("search_api", { query: "usage" }, undefined, {
      "mcp-name": "check_stale",
    });
    expect([response.status, (await messageIn(response)).error?.code]).toEqual([400, -32_020]);
  });
});

describe("A47 HTTP: line breaks and escape sequences in logged values", () => {
  test("each log entry stays one line", async (t) => {
    const on = await stage(t);
    const { send, output } = await served(t, on);
    await send("get_status\u001b[31m\n2026 error forged", { connectors: ["a\nb"] }, undefined, {
      "mcp-name": "x",
    });
    await send("get_status", { connectors: ["\u001b[2J\n2026-01-01 error forged"] });
    await eventually(() => output().includes(" served "));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test checks that the text has no control character
    expect(output()).not.toMatch(/\u001b/);
    for (const line of output().trimEnd().split("\n").slice(1)) {
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT\S+ (error|warn|info|debug) /);
    }
  });
});

describe("A48 HTTP: two callers with different limits, 1,000 calls mixed", () => {
  test("no caller receives a response of the other", { timeout: 120_000 }, async (t) => {
    const on = await stage(t);
    const settings = { FIVETRAN_STATE_DIR: on.stateDir };
    const key = async (name: string) => {
      const words = ["keys", "create", name, "--connectors", `${name}_*`];
      return /fvk1_\S+/.exec((await program(words, settings)).stdout)?.[0] ?? "";
    };
    const callers = [
      { own: "salesforce_prod", other: "postgres_orders", bearer: await key("salesforce") },
      { own: "postgres_orders", other: "salesforce_prod", bearer: await key("postgres") },
    ];
    const { result } = await served(t, on);
    let crossed = 0;
    let good = 0;
    for (let round = 0; round < 50; round += 1) {
      await Promise.all(
        callers.flatMap(({ own, other, bearer }) =>
          Array.from({ length: 10 }, async (_, at) => {
            const [tool, args] =
              at % 2 === 0
                ? ["get_status", { connectors: [own] }]
                : ["list_connectors", { words: own }];
            const text = JSON.stringify(
              await result(String(tool), args as Record<string, unknown>, bearer),
            );
            if (text.includes(other)) crossed += 1;
            if (text.includes(own)) good += 1;
          }),
        ),
      );
    }
    expect([crossed, good]).toEqual([0, 1000]);
  });
});

describe("A49 HTTP: the token of another caller's plan", () => {
  test("refused as unknown, 0 changes; the plan stays valid for its owner", async (t) => {
    const on = await stage(t);
    const { result } = await served(t, on, ["mine", "theirs"]);
    const args = { connector: "postgres_orders" };
    const { token } = await result("resync_connector", args, "mine");
    const confirmed = { ...args, confirmation_token: token };
    expect((await result("resync_connector", confirmed, "theirs")).text).toMatch(
      /^The confirmation token is unknown/,
    );
    expect(on.changesSent()).toBe(0);
    expect((await result("resync_connector", confirmed, "mine")).isError).toBe(false);
  });
});

describe("A72 HTTP: a key with a damaged record, or one of two keys with the same name", () => {
  test("401, 0 requests; revoking the name revokes both", async (t) => {
    const on = await stage(t);
    const { send, keys } = await served(t, on, ["empty", "never", "newer", "twin", "other"]);
    const edit = (name: string, fields: Record<string, unknown>) => {
      const file = join(on.stateDir, "keys", `${(keys.get(name) ?? "").slice(5, 17)}.json`);
      const record = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(file, JSON.stringify({ ...record, ...fields }));
    };
    edit("empty", { groups: [] });
    edit("never", { expires_at: "2020-13-45" });
    edit("newer", { read_only: true });
    edit("other", { name: "twin" });
    await program(["keys", "revoke", "twin"], { FIVETRAN_STATE_DIR: on.stateDir });
    for (const name of keys.keys()) {
      await eventually(async () => (await send("check_stale", {}, name)).status === 401);
    }
    expect(on.sandbox.requests()).toEqual([]);
  });
});

describe("A73 HTTP: a batch of 100 calls in one request", () => {
  test("400, 0 requests", async (t) => {
    const on = await stage(t);
    const { url } = await served(t, on);
    const call = { jsonrpc: "2.0", method: "tools/call", params: { name: "check_stale" } };
    const body = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ ...call, id })));
    const { headers } = modernCall("check_stale");
    const old = { "content-type": headers["content-type"], accept: headers.accept };
    expect((await fetch(url, { method: "POST", headers: old, body })).status).toBe(400);
    expect(on.sandbox.requests()).toEqual([]);
  });
});

describe("A74 HTTP: guesses of keys behind a proxy, with forged addresses", () => {
  test("each client is counted separately, by the address that the proxy adds", async (t) => {
    const on = await stage(t);
    const behind = await served(t, on, ["bot"], { FIVETRAN_TRUSTED_PROXIES: "127.0.0.1" });
    const guess = async (forwarded: string, { send }: Pick<typeof behind, "send"> = behind) => {
      const as = `fvk1_${"0".repeat(12)}_${"A".repeat(43)}`;
      return (await send("check_stale", {}, as, { "x-forwarded-for": forwarded })).status;
    };
    for (let n = 0; n < 20; n += 1) expect(await guess(`198.51.100.${n}, 192.0.2.1`)).toBe(401);
    expect(await guess("198.51.100.99, 192.0.2.1")).toBe(429);
    expect(await guess("192.0.2.1, 192.0.2.2")).toBe(401);

    const direct = await served(t, on);
    for (let n = 0; n < 20; n += 1) expect(await guess(`192.0.2.${n}`, direct)).toBe(401);
    expect(await guess("192.0.2.99", direct)).toBe(429);
    expect(on.sandbox.requests()).toEqual([]);
  });
});

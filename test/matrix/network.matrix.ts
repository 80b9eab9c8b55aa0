import { writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { certificate, openssl } from "./certificates.js";
import { type Gate, gate } from "./gate.js";
import { configure, execute, force, look, type ToolUse } from "./operations.js";
import { proxy } from "./proxy.js";
import { type Ending, type Program, type Stage, stage } from "./stage.js";
import { auditLines, eventually, peakMemoryMb } from "./witness.js";

// Network problems on the way to Fivetran, and callers that leave, against the built program over
// stdio.

const CALLS = [
  ["read", look],
  ["idempotent", configure],
  ["restarts", force],
] as const;
const CHANGES = [
  ["idempotent", configure],
  ["restarts", force],
] as const;

/** Returns settings that trust these certificates, like a company's own authority. */
async function trusting(on: Stage, ...certificates: { cert: string }[]) {
  const path = join(on.stateDir, "authorities.pem");
  await writeFile(path, certificates.map(({ cert }) => cert).join("\n"));
  return { NODE_EXTRA_CA_CERTS: path };
}

/**
 * Runs an action when the last read of a recreated plan has been served, before its response is
 * passed back.
 */
async function onLastRead(
  door: Gate,
  program: Program,
  { tool, args }: ToolUse,
  act: () => void | Promise<void>,
): Promise<Record<string, unknown>> {
  let reads = 0;
  door.onResponse = ({ path }) => {
    // The account is read only once in the life of a process, so it is not counted.
    if (path !== "/v1/account/info") reads += 1;
  };
  const { token, text } = await program.call(tool, args);
  expect(token, text).not.toBe("");
  let responded = 0;
  door.onResponse = async () => {
    responded += 1;
    if (responded === reads) await act();
  };
  return { ...args, confirmation_token: token };
}

describe("F01 connection refused, DNS failure or connect timeout", () => {
  test.concurrent("read: refused: error that names the host", async (t) => {
    const on = await stage(t);
    const door = await gate(t, on.url);
    door.shut();
    const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
    const { tool, args } = look(on);
    const { error, text } = await program.call(tool, args);
    expect(error).toMatchObject({ type: "network", cause: "refused" });
    expect(text).toContain(`127.0.0.1:${door.port}`);
  });

  for (const [column, make] of CHANGES) {
    test.concurrent(`${column}: refused when the change is sent: nothing sent, the token stays valid`, async (t) => {
      const on = await stage(t);
      const use = make(on);
      const { tool, operation } = use;
      const door = await gate(t, on.url);
      const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
      const confirmed = await onLastRead(door, program, use, () => door.shut());
      const { error, text } = await program.call(tool, confirmed);
      expect(error, text).toMatchObject({ type: "network", cause: "refused", operation });
      expect(text).toContain("Nothing was sent.");
      expect(on.changesSent()).toBe(0);
      await door.open();
      const later = await program.call(tool, confirmed);
      expect(later.status, later.text).toBe("done");
      expect(on.effects(operation)).toBe(1);
    });
  }
});

describe.skipIf(!openssl)("F02 invalid or wrong-host certificate", () => {
  const CERTIFICATES = [
    ["unknown authority", "IP:127.0.0.1", false],
    ["other host", "DNS:other.example", true],
  ] as const;
  for (const [what, name, trusted] of CERTIFICATES) {
    test.concurrent(`read: ${what}: 1 attempt, no request leaves`, async (t) => {
      const on = await stage(t);
      const shown = certificate(name);
      const door = await gate(t, on.url, { tls: shown });
      const env = trusted ? await trusting(on, shown) : {};
      const program = await on.start({ env: { ...env, FIVETRAN_API_URL: door.url } });
      const { tool, args } = look(on);
      const looked = await program.call(tool, args);
      expect(looked.error, looked.text).toMatchObject({ type: "network", cause: "tls" });
      expect(looked.text).toContain("certificate");
      expect(door.seen).toEqual([]);
      // The program requests by id and by name at the same time: one connection each, and no more.
      expect(door.connections()).toBeLessThanOrEqual(2);
    });

    for (const [column, make] of CHANGES) {
      test.concurrent(`${column}: ${what} when the change is sent: no request leaves, the token stays valid`, async (t) => {
        const on = await stage(t);
        const use = make(on);
        const { tool, operation } = use;
        const good = certificate("IP:127.0.0.1");
        const shown = certificate(name);
        const door = await gate(t, on.url, { tls: good });
        const env = await trusting(on, good, ...(trusted ? [shown] : []));
        const program = await on.start({ env: { ...env, FIVETRAN_API_URL: door.url } });
        let before = 0;
        const confirmed = await onLastRead(door, program, use, () => {
          door.show(shown);
          before = door.connections();
        });
        const { error, text } = await program.call(tool, confirmed);
        expect(error, text).toMatchObject({ type: "network", cause: "tls", operation });
        // Before a restart the state is read once more, for a later comparison.
        expect(door.connections() - before).toBe(column === "restarts" ? 2 : 1);
        expect(on.changesSent()).toBe(0);
        door.show(good);
        door.onResponse = () => {};
        const later = await program.call(tool, confirmed);
        expect(later.status, later.text).toBe("done");
        expect(on.effects(operation)).toBe(1);
      });
    }
  }
});

describe("F13 gzip bomb", () => {
  const bomb = gzipSync(Buffer.alloc(400 * 2 ** 20, 32), { level: 9 });
  for (const [column, make] of CALLS) {
    const outcome = column === "read" ? "typed error" : "verified, 1 send";
    // The idempotent change is one of a schema configuration, which may be 128 MiB large.
    const most = column === "idempotent" ? 200 : 100;
    test.concurrent(`${column}: ${outcome}, memory grows by less than ${most} MB`, async (t) => {
      const on = await stage(t);
      const use = make(on);
      const door = await gate(t, on.url);
      const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
      let affected = false;
      await program.client.listTools();
      const calm = peakMemoryMb(program.pid);
      door.onResponse = ({ method, path }, response) => {
        const hit =
          column === "read"
            ? path.endsWith("/github_repos") || /\/connections\/\w+$/.test(path)
            : method !== "GET";
        if (!hit) return;
        affected = true;
        response.headers["content-encoding"] = "gzip";
        response.body = bomb;
      };
      const result = await execute(program, use);
      expect(affected).toBe(true);
      if (column === "read") expect(result.error["type"], result.text).toBe("contract");
      else expect([on.sent(use.operation), on.effects(use.operation)]).toEqual([1, 1]);
      if (calm !== undefined) expect((peakMemoryMb(program.pid) ?? 0) - calm).toBeLessThan(most);
    });
  }
});

describe("F14 redirect to another host", () => {
  for (const [column, make] of CALLS) {
    for (const status of [301, 302, 307, 308]) {
      test.concurrent(`${column}: ${status}: not followed, the other host sees nothing`, async (t) => {
        const on = await stage(t);
        const other = await stage(t);
        const use = make(on);
        const program = await on.start();
        const location = `${other.url}/v1/account/info`;
        on.sandbox.fault({ operation: use.operation, status, headers: { location } });
        const { error, text } = await execute(program, use);
        expect(error["type"], text).toBe(column === "read" ? "contract" : "outcome_unknown");
        expect(other.sandbox.requests()).toEqual([]);
        expect(program.output()).not.toContain(other.url);
        expect(on.sent(use.operation)).toBe(column === "idempotent" ? 2 : 1);
        if (column !== "read") expect(on.effects(use.operation)).toBe(0);
      });
    }
  }
});

describe("F15 lists with a repeating cursor, with endless cursors, or with empty pages", () => {
  const page = (cursor: string, items: unknown[]) =>
    JSON.stringify({ code: "Success", data: { items, next_cursor: cursor } });
  const item = (on: Stage) => {
    let found: unknown;
    on.sandbox.edit((world) => {
      const { backstage: _, ...record } = [...world.connections.values()][0] ?? { backstage: 0 };
      found = record;
    });
    return found;
  };
  for (const [what, most] of [
    ["repeating", 3],
    ["endless", 200],
    ["empty", 52],
  ] as const) {
    const outcome = what === "empty" ? "typed error" : "partial result that says so";
    test.concurrent(`read: ${what}: ${outcome}, at most ${most} requests`, async (t) => {
      const on = await stage(t);
      const door = await gate(t, on.url);
      const items = what === "empty" ? [] : [item(on)];
      let count = 0;
      door.onResponse = ({ path }, response) => {
        if (!path.startsWith("/v1/connections")) return;
        count += 1;
        delete response.headers["content-encoding"];
        response.status = 200;
        response.body = Buffer.from(page(what === "repeating" ? "same" : `c${count}`, items));
      };
      const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
      const { error, text } = await program.call("check_stale", {});
      if (what === "empty") expect(error["type"], text).toBe("contract");
      else expect(text).toMatch(/1 connector checked[\s\S]*list ended early/);
      expect(on.sent("list_connections")).toBeLessThanOrEqual(most);
    });
  }
});

describe("F18 401 for all requests", () => {
  for (const [column, make] of CALLS) {
    test.concurrent(`${column}: 1 attempt, then no further requests; no output contains the key`, async (t) => {
      const on = await stage(t);
      const { tool, args, operation } = make(on);
      const program = await on.start({ env: { FIVETRAN_LOG: "debug" } });
      const { token = "" } = column === "read" ? {} : await program.call(tool, args);
      const confirmed = column === "read" ? args : { ...args, confirmation_token: token };
      // The plan is recreated first. For a change, the key is revoked after that and before the
      // sending.
      on.sandbox.fault(column === "read" ? { status: 401 } : { operation, status: 401 });
      const { error, text } = await program.call(tool, confirmed);
      expect(error["type"], text).toBe("unauthenticated");
      expect(on.sent(operation)).toBe(1);
      // A single rejection of a key that has just worked may be an exception, so there are two.
      on.sandbox.fault({ status: 401 });
      if (column !== "read") await program.call("list_connectors", {});
      const before = on.sandbox.requests().length;
      const again = await program.call("list_connectors", {});
      expect(again.error["type"]).toBe("unauthenticated");
      expect(on.sandbox.requests()).toHaveLength(before);
      const { apiKey, apiSecret } = on.sandbox;
      const pair = Buffer.from(`${apiKey}:${apiSecret}`).toString("base64");
      for (const secret of [apiKey, apiSecret, pair])
        expect(program.output()).not.toContain(secret);
    });
  }
});

/** Occupies the six places for reads. Two more are reserved for changes and their reads. */
async function occupy(on: Stage, program: Awaited<ReturnType<Stage["start"]>>) {
  const before = on.sent("list_connections");
  on.sandbox.fault({ operation: "list_connections", hang: true });
  const hung = new AbortController();
  // Each call requests something else, because identical calls share their requests.
  const calls = Array.from({ length: 8 }, (_, at) => {
    const args = { operation_id: "list_connections", params: { limit: 10 + at } };
    return program.call("read_api", args, { signal: hung.signal }).catch(() => {});
  });
  await eventually(() => on.sent("list_connections") >= before + 6);
  return async () => {
    on.sandbox.clearFaults();
    hung.abort();
    await Promise.all(calls);
  };
}

describe("F21 client cancels while queued or connecting", () => {
  test.concurrent("read: queued: never sent", async (t) => {
    const on = await stage(t);
    const { tool, args, operation } = look(on);
    const program = await on.start();
    const free = await occupy(on, program);
    const cancel = new AbortController();
    const call = program.call(tool, args, { signal: cancel.signal });
    cancel.abort();
    await expect(call).rejects.toThrow();
    await free();
    await program.call("list_connectors", {});
    expect(on.sent(operation)).toBe(0);
  });

  test.skipIf(!openssl).concurrent("read: connecting: never sent", async (t) => {
    const on = await stage(t);
    const { tool, args } = look(on);
    const shown = certificate("IP:127.0.0.1");
    const door = await gate(t, on.url, { tls: shown });
    const hall = await holding(t, door.port);
    const env = await trusting(on, shown);
    const program = await on.start({
      env: { ...env, FIVETRAN_API_URL: `https://127.0.0.1:${hall.port}` },
    });
    const cancel = new AbortController();
    const call = program.call(tool, args, { signal: cancel.signal });
    await eventually(() => hall.waiting() === 2);
    cancel.abort();
    await expect(call).rejects.toThrow();
    hall.release();
    // The same sockets now serve the next call and nothing before it.
    await program.call("list_connectors", {});
    expect(door.seen.length).toBeGreaterThan(0);
    expect(on.sent("connection_details")).toBe(0);
  });

  for (const [column, make] of CHANGES) {
    test.concurrent(`${column}: waiting reads do not delay the change, 1 send, 1 effect`, async (t) => {
      const on = await stage(t);
      const use = make(on);
      const { tool, operation } = use;
      const door = await gate(t, on.url);
      const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
      let free = async () => {};
      const confirmed = await onLastRead(door, program, use, async () => {
        free = await occupy(on, program);
      });
      const done = await program.call(tool, confirmed);
      expect(done.status, done.text).toBe("done");
      expect([on.sent(operation), on.effects(operation)]).toEqual([1, 1]);
      await free();
    });
  }
});

describe("F22 client cancels after send", () => {
  test.concurrent("read: the connection is closed", async (t) => {
    const on = await stage(t);
    const { tool, args, operation } = look(on);
    const door = await gate(t, on.url);
    const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
    on.sandbox.fault({ operation, hang: true });
    const cancel = new AbortController();
    const call = program.call(tool, args, { signal: cancel.signal });
    await eventually(() => on.sent(operation) === 1);
    cancel.abort();
    await expect(call).rejects.toThrow();
    await eventually(() => door.seen.some(({ left }) => left));
  });

  for (const [column, make] of CHANGES) {
    test.concurrent(`${column}: the change is finished without the client, 1 send, the audit log and get_operation have the outcome`, async (t) => {
      const on = await stage(t);
      const { tool, args, operation } = make(on);
      const door = await gate(t, on.url);
      const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
      const { token } = await program.call(tool, args);
      const cancel = new AbortController();
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      door.onResponse = ({ method }) => (method === "GET" ? undefined : held);
      const confirmed = { ...args, confirmation_token: token };
      const call = program.call(tool, confirmed, { signal: cancel.signal });
      await eventually(() => on.effects(operation) === 1);
      cancel.abort();
      await expect(call).rejects.toThrow();
      // The reply to the ping shows that the cancellation has been read.
      await program.client.ping();
      release();
      await eventually(async () => (await auditLines(on)).some(({ event }) => event === "outcome"));
      expect((await auditLines(on)).at(-1)).toMatchObject({ event: "outcome", outcome: "done" });
      const last = (await auditLines(on)).at(-1);
      const reported = await program.call("get_operation", {
        operation_id: last?.["operation_id"],
      });
      expect(reported.data, reported.text).toMatchObject({ state: "done", tool });
      expect((await program.call(tool, confirmed)).status).toBe("done");
      expect([on.sent(operation), on.effects(operation)]).toEqual([1, 1]);
    });
  }
});

describe.skipIf(!openssl)("F23 proxy returns 407 or 502", () => {
  for (const status of [407, 502]) {
    test.concurrent(`read: ${status}: the error names the proxy`, async (t) => {
      const on = await stage(t);
      const middle = await proxy(t, 0);
      middle.refuse(status);
      const program = await on.start({ env: behind(middle.url) });
      const { tool, args } = look(on);
      const { error, text } = await program.call(tool, args);
      expect(error, text).toMatchObject({ type: "network", cause: "proxy" });
      expect(middle.asked()).toContain("api.fivetran.com:443");
    });

    for (const [column, make] of CHANGES) {
      test.concurrent(`${column}: ${status} when the change is sent: nothing sent, the token stays valid`, async (t) => {
        const on = await stage(t);
        const use = make(on);
        const { tool, operation } = use;
        const shown = certificate("DNS:api.fivetran.com");
        const door = await gate(t, on.url, { tls: shown });
        const middle = await proxy(t, door.port);
        const env = { ...(await trusting(on, shown)), ...behind(middle.url) };
        const program = await on.start({ env });
        const confirmed = await onLastRead(door, program, use, () => middle.refuse(status));
        const { error, text } = await program.call(tool, confirmed);
        expect(error, text).toMatchObject({ type: "network", cause: "proxy", operation });
        expect(on.changesSent()).toBe(0);
        middle.refuse(undefined);
        door.onResponse = () => {};
        const later = await program.call(tool, confirmed);
        expect(later.status, later.text).toBe("done");
        expect([on.sent(operation), on.effects(operation)]).toEqual([1, 1]);
      });
    }
  }
});

const behind = (url: string) => ({
  FIVETRAN_API_URL: "https://api.fivetran.com",
  HTTPS_PROXY: url,
});

/** Starts a server that accepts connections but passes nothing on before `release`. */
async function holding(ending: Ending, to: number) {
  const held: (() => void)[] = [];
  let released = false;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    const join = () => {
      const onward = connect(to, "127.0.0.1");
      onward.on("error", () => socket.destroy());
      socket.pipe(onward).pipe(socket);
      socket.on("close", () => onward.destroy());
    };
    if (released) join();
    else held.push(join);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending.onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    waiting: () => held.length,
    release() {
      released = true;
      for (const join of held.splice(0)) join();
    },
  };
}

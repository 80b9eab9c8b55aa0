import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { call } from "../../../src/client/operations/call.js";
import { cut, failed, hang, json, ok, type Reply, reset, text } from "./raw-server.js";
import {
  CREATE,
  DELETE,
  FORCE,
  failure,
  KEY,
  PAUSE,
  READ,
  SECRET,
  scriptedClient,
} from "./scripted-client.js";

describe("refusals", () => {
  test.each<[number, string, string]>([
    [400, "InvalidInput", "rejected"],
    [403, "Forbidden", "forbidden"],
    [404, "NotFound_Connection", "not_found"],
    [405, "MethodNotAllowed", "rejected"],
    [409, "Conflict", "conflict"],
    [415, "UnsupportedMediaType", "rejected"],
    [422, "InvalidInput", "rejected"],
  ])("%i is reported once, in our words and its own", async (status, code, type) => {
    for (const request of [READ, PAUSE]) {
      const { server, fivetran } = await scriptedClient([failed(status, code)]);
      const error = await failure(fivetran.send(request));
      expect(error).toMatchObject({
        type,
        status,
        code,
        upstreamMessage: "upstream message",
        operation: request.operation,
        attempts: 1,
      });
      expect(error.message).toBe(`${error.summary} Fivetran says: "upstream message"`);
      expect(error.summary).not.toContain("upstream message");
      expect(error.hint).toBeTruthy();
      expect(error.state).toBe(request === READ ? undefined : "Nothing was changed.");
      expect(server.seen).toHaveLength(1);
    }
  });

  test.each<[number, string | undefined, RegExp]>([
    [400, "InvalidInput", /which value or state is the problem/],
    [400, "BadRequest", /which value or state is the problem/],
    [400, "IllegalState", /Read Fivetran.s message and check the current state/],
    [400, "SomethingNew", /does not recognize the error code "SomethingNew"/],
    [403, "Forbidden", /If Fivetran's message gives another cause, fix that cause instead\.$/],
    [404, "NotFound_Connection", /^Check the ids and names/],
    [404, "NotFound_SchemaConfig", /connection exists, but its schema has not been captured/],
    [405, "MethodNotAllowed", /^Other values give the same error/],
    [406, "NotAcceptable", /^Other values give the same error/],
    [409, "Conflict", /Read Fivetran.s message and check the current state/],
    [415, "UnsupportedMediaType", /^Other values give the same error/],
    [422, "InvalidInput", /which value or state is the problem/],
  ])("%i %s: the next step fits the code", async (status, code, hint) => {
    const { fivetran } = await scriptedClient([failed(status, code)]);
    expect((await failure(fivetran.send(PAUSE))).hint).toMatch(hint);
  });

  test("what an account has once is not a wrong id when it is missing", async () => {
    const { fivetran } = await scriptedClient([
      failed(404, "NotFound_LogService"),
      failed(404, "NotFound"),
    ]);
    const log = call("get_account_log_service_details", {});
    expect((await failure(fivetran.send(log))).hint).toMatch(/^The object has not been created/);
    const list = call("list_all_groups", {});
    expect((await failure(fivetran.send(list))).hint).toMatch(/^Check the ids and names/);
  });

  test("after refused credentials only one probe is sent in 30 s", async () => {
    const { server, fivetran, clock } = await scriptedClient([
      failed(401),
      failed(401),
      ok({ id: "c" }),
    ]);
    const first = await failure(fivetran.send(READ));
    expect(first).toMatchObject({ type: "unauthenticated", attempts: 1 });
    expect(first.setting).toBe("credentials");
    for (let i = 0; i < 5; i += 1) {
      expect((await failure(fivetran.send(PAUSE))).type).toBe("unauthenticated");
    }
    expect(server.seen).toHaveLength(1);
    clock.advance(30_000);
    await Promise.allSettled([1, 2, 3].map(() => fivetran.send(READ)));
    expect(server.seen).toHaveLength(2);
    clock.advance(30_000);
    await fivetran.send(READ);
    await Promise.all([1, 2, 3].map(() => fivetran.send(READ)));
    expect(server.seen).toHaveLength(6);
  });

  test.each([301, 302, 307, 308])("a %i is not followed", async (status) => {
    const other = await scriptedClient([ok({ id: "c" })]);
    for (const [request, type] of [
      [READ, "contract"],
      [PAUSE, "outcome_unknown"],
    ] as const) {
      const redirect = text(status, "text/plain", "", { location: `${other.server.origin}/loot` });
      const { server, fivetran } = await scriptedClient([redirect]);
      const error = await failure(fivetran.send(request));
      expect(error.type).toBe(type);
      expect(JSON.stringify(error)).not.toContain("loot");
      expect(server.seen).toHaveLength(1);
    }
    expect(other.server.seen).toEqual([]);
  });
});

describe("throttling", () => {
  test("every kind of operation waits for a short Retry-After", async () => {
    for (const request of [READ, PAUSE, CREATE, FORCE]) {
      const { server, fivetran, clock } = await scriptedClient([
        failed(429, "TooManyRequests", { "retry-after": "2" }),
        ok({ id: "c" }),
      ]);
      expect((await fivetran.send(request)).attempts).toBe(2);
      expect(clock.sleeps).toEqual([2000]);
      expect(server.seen).toHaveLength(2);
    }
  });

  test("an hour is not waited for: the error has the time, and later calls send nothing", async () => {
    const { server, fivetran, clock } = await scriptedClient([
      failed(429, "TooManyRequests", { "retry-after": "3600" }),
      ok({ id: "c" }),
    ]);
    const error = await failure(fivetran.send(CREATE));
    expect(error).toMatchObject({
      type: "rate_limited",
      retryAfterSeconds: 3600,
      state: "Nothing was changed.",
    });
    expect((await failure(fivetran.send(READ))).retryAfterSeconds).toBe(3600);
    expect(server.seen).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
    clock.advance(3_600_000);
    await fivetran.send(READ);
    expect(server.seen).toHaveLength(2);
  });

  test("an hour for the source's quota does not affect other reads", async () => {
    const { server, fivetran } = await scriptedClient([
      failed(429, "TooManyRequests", { "retry-after": "3600" }),
      ok({ id: "c" }),
    ]);
    const columns = call("connection_column_config", {
      connectionId: "c",
      schema: "s",
      table: "t",
    });
    await failure(fivetran.send(columns));
    await fivetran.send(READ);
    expect((await failure(fivetran.send(columns))).type).toBe("rate_limited");
    expect(server.seen).toHaveLength(2);
  });

  test.each<[string, Record<string, string>, number]>([
    [
      "a date counts from the response's own",
      { "retry-after": "Mon, 02 Mar 2020 00:00:09 GMT", date: "Mon, 02 Mar 2020 00:00:00 GMT" },
      9000,
    ],
    ["none means jitter", {}, 500],
    ["nonsense means jitter", { "retry-after": "1e9" }, 500],
    ["no wait means jitter", { "retry-after": "0" }, 500],
    [
      "a date in the past means jitter",
      { "retry-after": "Mon, 02 Mar 2020 00:00:00 GMT", date: "Mon, 02 Mar 2026 00:00:00 GMT" },
      500,
    ],
  ])("%s", async (_, headers, slept) => {
    const { fivetran, clock } = await scriptedClient([
      failed(429, "TooManyRequests", headers),
      ok({ id: "c" }),
    ]);
    await fivetran.send(READ);
    expect(clock.sleeps).toEqual([slept]);
  });

  test.each<[string, Record<string, string>]>([
    ["without a Retry-After", {}],
    ["with one that is not a number", { "retry-after": "1e9" }],
    ["with one beyond an hour", { "retry-after": "999999999" }],
    ["with one that shows no wait", { "retry-after": "0" }],
  ])("an hour's limit %s: one request a minute later, and then all others", async (_, headers) => {
    const message = "Max 500 api calls allowed in one-hour rolling time period";
    const { server, fivetran, clock, lines } = await scriptedClient([
      json(429, { code: "TooManyRequests", message }, headers),
      ok({ id: "c" }),
    ]);
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "rate_limited", retryAfterSeconds: 60, attempts: 1 });
    expect(error.hint).toContain("60 s");
    for (let i = 0; i < 5; i += 1) await failure(fivetran.send(READ));
    expect(server.seen).toHaveLength(1);
    const waits: number[] = [];
    clock.advance(30_000);
    const change = fivetran.send(PAUSE, { onWait: (ms) => waits.push(ms) });
    clock.advance(30_000);
    await change;
    expect(waits).toEqual([30_000]);
    expect(lines.join("")).toContain("waiting reason=");
    await Promise.all(Array.from({ length: 10 }, () => fivetran.send(READ)));
    expect(server.seen).toHaveLength(12);
  });

  test("a call whose time runs out behind a used-up limit names the limit", async () => {
    const none = { "x-rate-limit-remaining": "0" };
    const { server, fivetran, clock } = await scriptedClient([ok({ id: "c" }, none), hang], {
      hasty: false,
    });
    await fivetran.send(READ);
    clock.advance(60_000);
    const stop = new AbortController();
    const probe = failure(fivetran.send(READ, { signal: stop.signal }));
    await server.arrived(2);
    const read = failure(fivetran.send(READ, { deadlineMs: 5000 }));
    const change = failure(fivetran.send(PAUSE, { deadlineMs: 5000 }));
    clock.advance(5000);
    for (const error of [await read, await change]) {
      expect(error).toMatchObject({ type: "rate_limited", retryAfterSeconds: 60, sent: false });
      expect(error.message).toMatch(/^Fivetran's rate limit is exceeded, and the time for this/);
    }
    expect((await change).state).toBe("Nothing was sent.");
    stop.abort();
    await probe;
  });

  test("one without a Retry-After that happens again is waited out", async () => {
    const { server, fivetran, clock } = await scriptedClient([failed(429)]);
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ retryAfterSeconds: 60, attempts: 5 });
    await failure(fivetran.send(READ));
    expect(server.seen).toHaveLength(5);
    // One probe is sent, and nothing else.
    clock.advance(60_000);
    const next = [1, 2, 3].map(() => failure(fivetran.send(READ)));
    for (const each of next) expect((await each).type).toBe("rate_limited");
    expect(server.seen).toHaveLength(6);
  });

  test("the account's limit is used as fast as it allows, and not beyond", async () => {
    let left = 500;
    const counted: Reply = (response, seen) => {
      left -= 1;
      ok({ id: "c" }, { "x-rate-limit": "500", "x-rate-limit-remaining": String(left) })(
        response,
        seen,
      );
    };
    const { server, fivetran, clock } = await scriptedClient([counted]);
    const all = Array.from({ length: 500 }, () => fivetran.send(READ));
    await Promise.all(all);
    expect(clock.now()).toBe(1000);
    await failure(fivetran.send(READ));
    expect(server.seen).toHaveLength(500);
  });

  test("a single 401 does not lock a key that has just worked", async () => {
    const good = ok({ id: "c" });
    const { server, fivetran } = await scriptedClient([good, failed(401), good]);
    await fivetran.send(READ);
    expect((await failure(fivetran.send(READ))).type).toBe("unauthenticated");
    await fivetran.send(READ);
    expect(server.seen).toHaveLength(3);
  });

  test("reads without a response do not hold up a change", async () => {
    const { server, fivetran } = await scriptedClient([
      (response, seen) => {
        if (seen.method !== "GET") ok({ id: "c", paused: true })(response, seen);
      },
    ]);
    const stop = new AbortController();
    const reads = Array.from({ length: 50 }, () => failure(fivetran.send(READ, stop)));
    await fivetran.send(PAUSE);
    stop.abort();
    await Promise.all(reads);
    expect(server.seen.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });

  test("every kind of operation is sent again as long as its time allows, and no longer", async () => {
    const busy = failed(429, "TooManyRequests", { "retry-after": "2" });
    for (const request of [READ, PAUSE, CREATE, FORCE, DELETE]) {
      const waits: number[] = [];
      const onWait = (ms: number) => waits.push(ms);
      const some = await scriptedClient([busy, busy, busy, busy, ok({ id: "c" })]);
      expect((await some.fivetran.send(request, { onWait })).attempts).toBe(5);
      expect(waits).toEqual([2000, 2000, 2000, 4000]);
      const ever = await scriptedClient([busy]);
      const since = ever.clock.now();
      const error = await failure(ever.fivetran.send(request, { deadlineMs: 30_000 }));
      expect(error).toMatchObject({ type: "rate_limited", retryAfterSeconds: 2 });
      expect(ever.clock.now() - since).toBeLessThan(30_000);
      expect(ever.server.seen).toHaveLength(7);
    }
  });

  test("a number of attempts that was asked for counts those that a rate limit refused", async () => {
    const { server, fivetran } = await scriptedClient([
      failed(429, "TooManyRequests", { "retry-after": "1" }),
    ]);
    await failure(fivetran.send(PAUSE, { retry: { maxAttempts: 3 } }));
    expect(server.seen).toHaveLength(3);
  });

  test("waiting for a limit does not use up the budget for retries", async () => {
    const busy = failed(429, "TooManyRequests", { "retry-after": "1" });
    const { server, fivetran } = await scriptedClient([
      busy,
      ...Array.from({ length: 29 }, () => busy),
      ok({ id: "c" }),
    ]);
    await Promise.all(Array.from({ length: 8 }, () => fivetran.send(PAUSE)));
    expect(server.seen).toHaveLength(38);
  });

  test("a gateway's limit proves nothing about a change, so it is not sent again", async () => {
    for (const request of [PAUSE, CREATE, FORCE, DELETE]) {
      const limited = text(429, "text/html", "<h1>Slow down</h1>", { "retry-after": "1" });
      const { server, fivetran } = await scriptedClient([limited]);
      expect((await failure(fivetran.send(request))).type).toBe("outcome_unknown");
      expect(server.seen).toHaveLength(1);
    }
  });

  test("an outage uses up the retry budget, then every call is one request", async () => {
    const { server, fivetran } = await scriptedClient([failed(503)]);
    for (let i = 0; i < 30; i += 1) await failure(fivetran.send(READ));
    // The waits between the attempts take 15 s, and within that time one more attempt fits.
    expect(server.seen).toHaveLength(30 + 21);
  });
});

test("no error and no log line contains a credential", async () => {
  const pair = Buffer.from(`${KEY}:${SECRET}`).toString("base64");
  const troubles = [failed(401), failed(500), reset, cut, text(200, "text/html", "x"), failed(302)];
  for (const trouble of troubles) {
    const { fivetran, lines } = await scriptedClient([trouble]);
    for (const request of [READ, CREATE]) {
      const error = await failure(fivetran.send(request));
      const shown = `${inspect(error, { depth: 20 })} ${JSON.stringify(error)} ${lines.join("")}`;
      for (const secret of [KEY, SECRET, pair]) expect(shown).not.toContain(secret);
    }
  }
});

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { failed, hang, ok, stall } from "./raw-server.js";
import { failure, PAUSE, READ, scriptedClient } from "./scripted-client.js";

describe("time", () => {
  test("without a response a read is sent again, a change is not", async () => {
    const { server, fivetran, clock } = await scriptedClient([hang, ok({ id: "c" })]);
    const reading = fivetran.send(READ);
    await server.arrived(1);
    clock.advance(30_000);
    expect((await reading).attempts).toBe(2);

    const other = await scriptedClient([hang]);
    const pausing = failure(other.fivetran.send(PAUSE));
    await other.server.arrived(1);
    other.clock.advance(75_000);
    expect(await pausing).toMatchObject({
      type: "outcome_unknown",
      facts: { cause: "no_response" },
    });
    expect(other.server.seen).toHaveLength(1);
  });

  test("a response that stops is given up after 15 s of silence", async () => {
    const { fivetran, clock } = await scriptedClient([stall]);
    const begun = new Promise<void>((resolve) => {
      const channel = "undici:request:headers";
      const heard = () => {
        unsubscribe(channel, heard);
        setImmediate(resolve);
      };
      subscribe(channel, heard);
    });
    const pausing = failure(fivetran.send(PAUSE));
    await begun;
    clock.advance(15_000);
    expect((await pausing).facts).toMatchObject({
      cause: "stalled",
      outcome: "accepted_details_lost",
    });
  });

  test("the caller's deadline ends a read, and the socket", async () => {
    const { server, fivetran, clock } = await scriptedClient([hang], { hasty: false });
    const reading = failure(fivetran.send(READ, { deadlineMs: 5000 }));
    await server.arrived(1);
    clock.advance(5000);
    expect(await reading).toMatchObject({
      type: "network",
      message: expect.stringMatching(/^The time for this call ran out before /),
    });
  });

  test("many calls wait on one signal of their caller, without a warning, and leave nothing at it", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on("warning", note);
    const { fivetran } = await scriptedClient([ok({ id: "c", items: [] })]);
    const { signal } = new AbortController();
    const reads = Array.from({ length: 15 }, () => fivetran.send(READ, { signal }));
    const previews = Array.from({ length: 15 }, (_, at) =>
      fivetran.connections.syncHistory(`c_${at}`, { signal }).page(),
    );
    await Promise.all([...reads, ...previews]);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", note);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("no wait exceeds the deadline", async () => {
    const { server, fivetran, clock } = await scriptedClient([
      failed(429, "TooManyRequests", { "retry-after": "20" }),
      ok({}),
    ]);
    const error = await failure(fivetran.send(READ, { deadlineMs: 10_000 }));
    expect(error).toMatchObject({ type: "rate_limited", retryAfterSeconds: 20 });
    expect(clock.sleeps).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });
});

describe("cancelling", () => {
  test("before it is sent, nothing is sent", async () => {
    const { server, fivetran } = await scriptedClient([ok({})]);
    const error = await failure(fivetran.send(PAUSE, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ type: "cancelled", sent: false, state: "Nothing was sent." });
    expect(server.seen).toEqual([]);
  });

  test("while it is queued, nothing is sent", async () => {
    const { server, fivetran } = await scriptedClient([hang], {
      hasty: false,
      limits: { concurrency: 1 },
    });
    const stop = new AbortController();
    const stopFirst = new AbortController();
    const first = failure(fivetran.send(READ, { signal: stopFirst.signal }));
    await server.arrived(1);
    const second = failure(fivetran.send(PAUSE, { signal: stop.signal }));
    stop.abort();
    expect(await second).toMatchObject({ type: "cancelled", sent: false });
    stopFirst.abort();
    await first;
    expect(server.seen).toHaveLength(1);
  });

  test("while it waits for a retry, no other attempt follows", async () => {
    const { server, fivetran } = await scriptedClient([failed(503), ok({})], { hasty: false });
    const stop = new AbortController();
    const reading = failure(fivetran.send(READ, { signal: stop.signal }));
    await server.arrived(1);
    stop.abort();
    expect((await reading).type).toBe("cancelled");
    expect(server.seen).toHaveLength(1);
  });

  test("a read in flight is aborted with its socket", async () => {
    let closed: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { server, fivetran } = await scriptedClient([
      (response) => response.on("close", () => closed?.()),
    ]);
    const stop = new AbortController();
    const reading = failure(fivetran.send(READ, { signal: stop.signal }));
    await server.arrived(1);
    stop.abort();
    expect((await reading).type).toBe("cancelled");
    await gone;
  });

  test("a change in flight continues, and its outcome is reported", async () => {
    let reply: (() => void) | undefined;
    const { server, fivetran } = await scriptedClient([
      (response, seen) => {
        reply = () => ok({ id: "c", paused: true })(response, seen);
      },
    ]);
    const stop = new AbortController();
    let settled: Promise<unknown> | undefined;
    const pausing = failure(
      fivetran.send(PAUSE, {
        signal: stop.signal,
        onDetached: (promise) => {
          settled = promise;
        },
      }),
    );
    await server.arrived(1);
    stop.abort();
    expect(await pausing).toMatchObject({ type: "cancelled", sent: true });
    reply?.();
    expect(await settled).toMatchObject({ status: 200, data: { id: "c", paused: true } });
  });

  test("a change whose caller stopped waiting is not retried", async () => {
    let reply: (() => void) | undefined;
    const { server, fivetran } = await scriptedClient([
      (response, seen) => {
        reply = () => failed(429)(response, seen);
      },
      ok({}),
    ]);
    const stop = new AbortController();
    let settled: Promise<unknown> | undefined;
    const pausing = failure(
      fivetran.send(PAUSE, {
        signal: stop.signal,
        onDetached: (promise) => {
          settled = promise;
        },
      }),
    );
    await server.arrived(1);
    stop.abort();
    await pausing;
    reply?.();
    await expect(settled).rejects.toMatchObject({ type: "rate_limited" });
    expect(server.seen).toHaveLength(1);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAdmission, type Leave, type Load } from "../../src/server/http/admission.js";
import { modernCall, service } from "./service.js";

/** Waits some turns of the event loop, so that waiting calls can continue. */
const turns = async () => {
  for (let left = 3; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
};

const never = new AbortController().signal;
const idle: Load = { isBusy: () => false, now: () => 0, later: () => {} };

test("a flood of one caller does not delay the next requests of another", async () => {
  const { enter } = createAdmission({ perCaller: 4, waiting: 100, total: 4 }, idle);
  const order: string[] = [];
  const leaves: Leave[] = [];
  const request = (caller: string) =>
    enter(caller, never).then((leave) => {
      order.push(caller);
      if (leave !== undefined) leaves.push(leave);
    });
  const flood = Array.from({ length: 50 }, () => request("flood"));
  await Promise.all(flood.slice(0, 4));
  const quiet = [request("quiet"), request("quiet")];
  leaves.shift()?.();
  leaves.shift()?.();
  await Promise.all(quiet);
  expect(order).toEqual(["flood", "flood", "flood", "flood", "quiet", "quiet"]);
});

test("while the process is busy, a caller that sent many waits for those that sent few", async () => {
  const load = { busy: false, at: 0 };
  const { enter } = createAdmission(
    { perCaller: 8, waiting: 100, total: 100 },
    { isBusy: () => load.busy, now: () => load.at, later: () => {} },
  );
  const running: { caller: string; leave: Leave }[] = [];
  const request = (caller: string) =>
    void enter(caller, never).then((leave) => {
      if (leave !== undefined) running.push({ caller, leave });
    });
  const end = async (caller: string) => {
    const at = running.findIndex((each) => each.caller === caller);
    running.splice(at, 1)[0]?.leave();
    await turns();
  };
  const callers = () => running.map(({ caller }) => caller).sort();
  for (let count = 0; count < 20; count += 1) request("flood");
  await turns();
  expect(callers()).toEqual(Array(8).fill("flood"));

  load.busy = true;
  await end("flood");
  expect(callers()).toHaveLength(8);
  request("quiet");
  await turns();
  for (let count = 0; count < 8; count += 1) await end("flood");
  expect(callers()).toEqual(["quiet"]);
  await end("quiet");
  expect(callers()).toEqual(["flood", "flood"]);

  // Two callers with the same load do not wait for each other, and load from long ago no longer
  // counts.
  load.at += 60_000;
  await end("flood");
  request("quiet");
  await turns();
  expect(callers()).toEqual(["flood", "flood", "quiet"]);
  load.busy = false;
  await end("flood");
  expect(callers().filter((caller) => caller === "flood")).toHaveLength(8);
});

test("what waited for the process is served once it has time, beside a long call of another caller", async () => {
  const load = { busy: true, later: [] as (() => void)[] };
  const { enter, counts } = createAdmission(
    { perCaller: 8, waiting: 100, total: 100 },
    { isBusy: () => load.busy, now: () => 0, later: (work) => load.later.push(work) },
  );
  const pass = async () => {
    for (const work of load.later.splice(0)) work();
    await turns();
  };
  await enter("long", never);
  const leaves: Leave[] = [];
  for (let count = 0; count < 4; count += 1) {
    void enter("many", never).then((leave) => leave && leaves.push(leave));
  }
  await turns();
  while (leaves.length > 0) {
    leaves.shift()?.();
    await turns();
  }
  const waiting = counts().waiting;
  expect(waiting).toBeGreaterThan(0);
  await pass();
  expect(counts()).toEqual({ running: 1, waiting });
  load.busy = false;
  await pass();
  expect(counts()).toEqual({ running: 1 + waiting, waiting: 0 });
  await pass();
  expect(load.later).toEqual([]);
});

test("however requests come, leave and give up: the bounds hold, and each caller gets its turn", async () => {
  const limits = { perCaller: 3, waiting: 5, total: 7 };
  const step = fc.record({
    caller: fc.constantFrom("a", "b", "c", "d"),
    act: fc.constantFrom("enter", "enter", "leave", "abort", "busy", "idle"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const load = { busy: false, at: 0 };
      const { enter, counts } = createAdmission(limits, {
        isBusy: () => load.busy,
        now: () => load.at,
        later: () => {},
      });
      const running: { caller: string; leave: Leave }[] = [];
      const waiting: AbortController[] = [];
      for (const { caller, act } of steps) {
        if (act === "enter") {
          const left = new AbortController();
          waiting.push(left);
          void enter(caller, left.signal).then((leave) => {
            if (leave !== undefined) running.push({ caller, leave });
          });
        } else if (act === "leave") running.shift()?.leave();
        else if (act === "abort") waiting.shift()?.abort();
        else load.busy = act === "busy";
        load.at += 100;
        await turns();
        const { running: now, waiting: queued } = counts();
        if (now > limits.total || now !== running.length || queued > 4 * limits.waiting)
          return false;
        for (const name of ["a", "b", "c", "d"]) {
          if (running.filter((each) => each.caller === name).length > limits.perCaller)
            return false;
        }
      }
      // Nothing remains after every call has left.
      while (running.length > 0) {
        running.shift()?.leave();
        await turns();
      }
      return counts().running === 0 && counts().waiting === 0;
    }),
    { numRuns: 60 },
  );
});

describe("over HTTP", () => {
  const limits = { perCaller: 2, waiting: 3 };
  const as = (bearer: string, tool: string, args: Record<string, unknown>) => {
    const { headers, ...call } = modernCall(tool, args);
    return { ...call, headers: { ...headers, authorization: `Bearer ${bearer}` } };
  };

  test("requests above the bound are asked to wait, and another caller is served", async () => {
    const { url, key, sandbox, server } = await service({ limits });
    const [loud, quiet] = [await key("loud"), await key("quiet")];
    // The calls of the flood hang in this request.
    sandbox.fault({ operation: "list_all_groups", hang: true });
    const left = new AbortController();
    const flood = Array.from({ length: 9 }, () =>
      fetch(url, {
        ...as(loud, "read_api", { operation_id: "list_all_groups" }),
        signal: left.signal,
      }),
    );
    for (const call of flood) call.catch(() => {});
    await expect.poll(() => server.counts()).toEqual({ running: 2, waiting: 3 });
    const refused = await Promise.race(flood);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "2"]);
    expect(await refused.text()).toMatch(
      /at the same time\. 3 requests are waiting\. .*Try again in 2 s/i,
    );
    const served = await fetch(url, as(quiet, "search_api", { query: "usage" }));
    expect(served.status).toBe(200);
    // Calls that are cancelled make room.
    left.abort();
    await expect.poll(() => server.counts()).toEqual({ running: 0, waiting: 0 });
  });
});

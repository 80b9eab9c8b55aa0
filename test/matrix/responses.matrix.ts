import { describe, expect, test } from "vitest";
import type { FaultRule } from "../../src/sandbox/index.js";
import { type Gate, gate } from "./gate.js";
import {
  configure,
  create,
  execute,
  force,
  forceAgain,
  look,
  type MakeCall,
  pause,
  remove,
  resync,
  rotate,
} from "./operations.js";
import { type Result, type Stage, stage } from "./stage.js";

// Responses that Fivetran sends, or fails to send. There is one test for each cell: the built
// program makes a call over stdio, a fault disturbs one of its requests, and the sandbox's log
// shows what was sent and what took effect.

interface Cell {
  /** Column and required outcome, in the words of the table. */
  cell: string;
  use: MakeCall;
  fault: FaultRule;
  /** The number of requests of the operation in the sandbox's log. */
  sent: number;
  /** The number of effects on the account. Absent for reads. */
  effects?: number;
  ends: "returned" | "done" | "unknown" | { fails: string };
  and?: (result: Result, on: Stage) => void;
}

const once = { calls: [1] };
const HTML = { body: "<html>gateway</html>", headers: { "content-type": "text/html" } };
const BROKEN = { body: '{"code":"Success","data":{"items":[' };
const DEEP = { body: `{"code":"Success","data":${"[".repeat(2e5)}${"]".repeat(2e5)}}` };
const HUGE = { body: `{"code":"Success","data":"${"x".repeat(33 * 2 ** 20)}"}` };

const evidence = ({ error, text }: Result) => {
  expect(error).toMatchObject({ do_not_repeat: true });
  expect(String(error["evidence"])).toMatch(/connection_details/);
  expect(text).toContain("operation_id=op_");
};

/** Expects that the response reports the new group's id, which a read has shown. */
const withId = ({ data, text }: Result, on: Stage) => {
  const group = on.sandbox.effects().find(({ operation }) => operation === "create_group");
  expect(JSON.stringify(data), text).toContain(`"${group?.target}"`);
};
const mayBeVoid = ({ text }: Result) => expect(text).toContain("may already be invalid");

/** Returns the cells for every one-shot change whose response is lost in one way. */
const oneShot = (what: string, lost: FaultRule, accepted = false): Cell[] => [
  ...(accepted
    ? []
    : [
        {
          cell: `creates: ${what}not applied: 1 send, nothing created, reported as not found`,
          use: create,
          fault: lost,
          sent: 1,
          effects: 0,
          ends: "unknown" as const,
          and: ({ error }: Result) => expect(error["outcome"]).toBe("verified_not_applied"),
        },
      ]),
  {
    cell: `creates: ${what}applied: verified, with its id, 1 send`,
    use: create,
    fault: { ...lost, when: "after" },
    sent: 1,
    effects: 1,
    ends: "done",
    and: withId,
  },
  {
    cell: `mints-secret: ${what}1 send, unknown, the old secret may be invalid`,
    use: rotate,
    fault: { ...lost, when: "after" },
    sent: 1,
    effects: 1,
    ends: "unknown",
    and: mayBeVoid,
  },
];

const ROWS: Record<string, Cell[]> = {
  "F03 reset after the request was written": [
    {
      cell: "read: retried, succeeds",
      use: look,
      fault: { ...once, reset: true },
      sent: 2,
      ends: "returned",
    },
    {
      cell: "idempotent: not applied: verified, sent once more, 1 effect",
      use: configure,
      fault: { ...once, reset: true },
      sent: 2,
      effects: 1,
      ends: "done",
    },
    {
      cell: "idempotent: applied: verified, 1 send, 1 effect",
      use: configure,
      fault: { ...once, reset: true, when: "after" },
      sent: 1,
      effects: 1,
      ends: "done",
    },
    {
      cell: "restarts: 1 send, unknown with evidence",
      use: force,
      fault: { reset: true },
      sent: 1,
      effects: 0,
      ends: "unknown",
      and: evidence,
    },
    {
      cell: "restarts: applied: verified against the earlier state, 1 send, 1 effect",
      use: force,
      fault: { reset: true, when: "after" },
      sent: 1,
      effects: 1,
      ends: "done",
    },
    {
      cell: "restarts: resync: 1 send, 1 effect",
      use: resync,
      fault: { reset: true, when: "after" },
      sent: 1,
      effects: 1,
      ends: "done",
    },
    {
      cell: "idempotent: delete: verified, 1 effect",
      use: remove,
      fault: { ...once, reset: true },
      sent: 2,
      effects: 1,
      ends: "done",
    },
    ...oneShot("", { reset: true }),
  ],
  "F05 500, 502, 503, 504, change not applied": [500, 502, 503, 504].flatMap((status): Cell[] => [
    {
      cell: `read: ${status}: retried, succeeds`,
      use: look,
      fault: { ...once, status },
      sent: 2,
      ends: "returned",
    },
    {
      cell: `idempotent: ${status}: verified, 1 resend, 1 effect`,
      use: pause,
      fault: { ...once, status },
      sent: 2,
      effects: 1,
      ends: "done",
    },
    {
      cell: `restarts: ${status}: 1 send, unknown`,
      use: force,
      fault: { status },
      sent: 1,
      effects: 0,
      ends: "unknown",
    },
    {
      cell: `creates: ${status}: 1 send, nothing created, reported as not found`,
      use: create,
      fault: { status },
      sent: 1,
      effects: 0,
      ends: "unknown",
    },
  ]),
  "F06 500 although the change was applied": [
    {
      cell: "idempotent: delete: verified as applied, 1 send",
      use: remove,
      fault: { status: 500, when: "after" },
      sent: 1,
      effects: 1,
      ends: "done",
    },
    ...oneShot("", { status: 500 }, true),
    {
      cell: "idempotent: verified as applied, 1 send",
      use: pause,
      fault: { status: 500, when: "after" },
      sent: 1,
      effects: 1,
      ends: "done",
    },
    {
      cell: "restarts: verified against the earlier state, 1 send, 1 effect",
      use: force,
      fault: { status: 500, when: "after" },
      sent: 1,
      effects: 1,
      ends: "done",
    },
    {
      cell: "restarts: a sync was running before: 1 send, 1 effect, unknown with evidence",
      use: forceAgain,
      fault: { status: 500, when: "after" },
      sent: 1,
      effects: 1,
      ends: "unknown",
      and: evidence,
    },
  ],
  "F10 truncated body": [
    {
      cell: "read: retried, succeeds",
      use: look,
      fault: { ...once, cut: 20 },
      sent: 2,
      ends: "returned",
    },
    {
      cell: "idempotent: verified, 1 send",
      use: pause,
      fault: { ...once, cut: 20, when: "after" },
      sent: 1,
      effects: 1,
      ends: "done",
    },
    {
      cell: "restarts: a sync was running before: accepted, but without the details of the response, 1 send",
      use: forceAgain,
      fault: { ...once, cut: 20, when: "after" },
      sent: 1,
      effects: 1,
      ends: "unknown",
      and: ({ error }) => expect(error["outcome"]).toBe("accepted_details_lost"),
    },
    ...oneShot("", { cut: 20 }, true),
  ],
  "F11 HTML or broken JSON with 200": [HTML, BROKEN].flatMap((response): Cell[] => {
    const what = response === HTML ? "HTML" : "JSON";
    return [
      {
        cell: `read: ${what}: 1 retry, then an error of type contract`,
        use: look,
        fault: response,
        sent: 2,
        ends: { fails: "contract" },
      },
      {
        cell: `idempotent: ${what}: verified, 1 send`,
        use: pause,
        fault: { ...response, when: "after" },
        sent: 1,
        effects: 1,
        ends: "done",
      },
      {
        cell: `restarts: ${what}: a sync was running before: 1 send, unknown`,
        use: forceAgain,
        fault: { ...response, when: "after" },
        sent: 1,
        effects: 1,
        ends: "unknown",
        and: ({ error }) => expect(error["outcome"]).toBe("unknown"),
      },
    ];
  }),
  "F13 body that is too large, or has 200,000 levels of nesting": [HUGE, DEEP].flatMap(
    (response): Cell[] => {
      const what = response === HUGE ? "33 MiB" : "200,000 levels";
      return [
        {
          cell: `read: ${what}: typed error`,
          use: look,
          fault: response,
          // A body that cannot be parsed is requested once more. A body that is too large is not.
          sent: response === HUGE ? 1 : 2,
          ends: { fails: "contract" },
        },
        {
          cell: `idempotent: ${what}: verified, 1 send`,
          use: pause,
          fault: { ...response, when: "after" },
          sent: 1,
          effects: 1,
          ends: "done",
        },
        {
          cell: `restarts: ${what}: verified against the earlier state, 1 send`,
          use: force,
          fault: { ...response, when: "after" },
          sent: 1,
          effects: 1,
          ends: "done",
        },
      ];
    },
  ),
  "F19 404 for the first delete, or for its retry": [
    {
      cell: "idempotent: on the first delete: not found",
      use: remove,
      fault: { status: 404 },
      sent: 1,
      effects: 0,
      ends: { fails: "not_found" },
    },
  ],
  "F20 409": [
    {
      cell: "idempotent: no retry, the error shows the reason",
      use: pause,
      fault: { status: 409 },
      sent: 1,
      effects: 0,
      ends: { fails: "conflict" },
      and: ({ text }) => expect(text).toContain('"HTTP 409, set by a fault rule"'),
    },
    {
      cell: "restarts: no retry, the error shows the reason",
      use: force,
      fault: { status: 409 },
      sent: 1,
      effects: 0,
      ends: { fails: "conflict" },
      and: ({ text }) => expect(text).toContain('"HTTP 409, set by a fault rule"'),
    },
  ],
};

for (const [row, cells] of Object.entries(ROWS)) {
  describe(row, () => {
    for (const { cell, use: make, fault, sent, effects, ends, and } of cells) {
      test.concurrent(cell, async (t) => {
        const on = await stage(t);
        const use = make(on);
        const program = await on.start();
        on.sandbox.fault({ operation: use.operation, ...fault });
        const result = await execute(program, use);
        const seen = typeof ends === "string" ? ends : ends.fails;
        const was = {
          ends: result.error["type"] ?? result.status ?? (result.isError ? "error" : "returned"),
          sent: on.sent(use.operation),
          ...(effects === undefined ? {} : { effects: on.effects(use.operation) }),
        };
        expect(was, result.text).toEqual({
          ends: seen === "unknown" ? "outcome_unknown" : seen,
          sent,
          ...(effects === undefined ? {} : { effects }),
        });
        and?.(result, on);
      });
    }
  });
}

const CHANGES = [
  ["read", look],
  ["idempotent", configure],
  ["restarts", force],
  ["creates", create],
] as const;

/**
 * Returns the milliseconds between the first two requests of an operation, as recorded by the gate.
 */
function gap({ seen }: Gate, on: Stage, operation: string): number {
  const numbers = on.sandbox
    .requests()
    .flatMap((entry, index) => (entry.operation === operation ? [index] : []));
  const [first, second] = numbers.map((index) => seen[index]?.at ?? Number.NaN);
  return (second ?? Number.NaN) - (first ?? Number.NaN);
}

describe("F07 429 with Retry-After: 2", () => {
  for (const [column, make] of CHANGES) {
    test.concurrent(`${column}: next attempt after 2 s succeeds`, async (t) => {
      const on = await stage(t);
      const use = make(on);
      const door = await gate(t, on.url);
      const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
      on.sandbox.fault({
        ...once,
        operation: use.operation,
        status: 429,
        headers: { "retry-after": "2" },
      });
      const result = await execute(program, use);
      expect(result.isError, result.text).toBe(false);
      expect(on.sent(use.operation)).toBe(2);
      // A timer may fire a millisecond early.
      expect(gap(door, on, use.operation)).toBeGreaterThan(1990);
    });
  }
});

describe("F08 429 with Retry-After: 3600", () => {
  for (const [column, make] of CHANGES) {
    const rest = column === "read" || column === "creates" ? "" : ", the token stays valid";
    test.concurrent(`${column}: fails immediately with the time to wait; the next call sends nothing${rest}`, async (t) => {
      const on = await stage(t);
      const { tool, args, operation } = make(on);
      const program = await on.start();
      const asks = column === "idempotent" || column === "restarts";
      const plan = asks ? await program.call(tool, args) : undefined;
      const confirmed = plan === undefined ? args : { ...args, confirmation_token: plan.token };
      on.sandbox.fault({ operation, status: 429, headers: { "retry-after": "3600" } });
      const since = performance.now();
      const { error } = await program.call(tool, confirmed);
      // A generous limit: the call must not wait.
      expect(performance.now() - since).toBeLessThan(3000);
      expect(error).toMatchObject({ type: "rate_limited", retry_after_seconds: 3600 });
      expect(on.sent(operation)).toBe(1);
      const before = on.sandbox.requests().length;
      expect((await program.call(tool, confirmed)).error["type"]).toBe("rate_limited");
      expect(on.sandbox.requests()).toHaveLength(before);
      on.sandbox.clearFaults();
      const later = await (await on.start()).call(tool, confirmed);
      expect(later.isError, later.text).toBe(false);
    });
  }
});

describe("F09 429 with an HTTP date, no Retry-After, or an invalid one", () => {
  const HINTS: [string, string | undefined, number][] = [
    ["HTTP date: waits until that time", "Mon, 02 Mar 2026 09:30:02 GMT", 1990],
    ["no Retry-After: waits a random time", undefined, 0],
    ["invalid Retry-After: waits a random time", "1e3", 0],
  ];
  for (const [column, make] of CHANGES) {
    for (const [name, hint, atLeast] of HINTS) {
      test.concurrent(`${column}: ${name}`, async (t) => {
        const on = await stage(t);
        const use = make(on);
        const door = await gate(t, on.url);
        door.onResponse = (_, response) => {
          if (response.status !== 429) return;
          delete response.headers["retry-after"];
          if (hint !== undefined) response.headers["retry-after"] = hint;
        };
        const program = await on.start({ env: { FIVETRAN_API_URL: door.url } });
        on.sandbox.fault({ ...once, operation: use.operation, status: 429 });
        const result = await execute(program, use);
        expect(result.isError, result.text).toBe(false);
        expect(on.sent(use.operation)).toBe(2);
        expect(gap(door, on, use.operation)).toBeGreaterThan(atLeast);
      });
    }
  }
});

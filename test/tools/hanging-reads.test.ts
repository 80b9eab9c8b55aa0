import { afterEach, expect, test, vi } from "vitest";
import { type Harness, harness } from "../harness.js";

afterEach(() => {
  vi.useRealTimers();
});

type Part = "/v1/groups" | "/v1/destinations" | "/v1/transformations";

/** Opens an account that never responds to requests for one kind of object. */
async function hanging(part: Part): Promise<Harness> {
  const on = await harness();
  on.sandbox.fault({ path: part, hang: true });
  return on;
}

/** Waits on the machine's clock, because the clock of the test stands still. */
const wait = (
  (real) => (ms: number) =>
    new Promise<void>((resolve) => real(resolve, ms))
)(setTimeout);

/**
 * Returns the result of a read of which some request hangs, and the seconds of the stopped clock
 * that it took.
 */
async function timed<T>(running: Promise<T>, { sandbox }: Harness, hangs: () => boolean) {
  let done = false;
  const ended = running.finally(() => {
    done = true;
  });
  // The sockets are real, so responses that do not hang must arrive before the time advances.
  const settled = async () => {
    for (let before = -1; before !== sandbox.requests().length && !done; ) {
      before = sandbox.requests().length;
      await wait(300);
    }
  };
  while (!hangs()) await wait(5);
  let seconds = 0;
  for (; !done && seconds < 50; seconds += 5) {
    await settled();
    await vi.advanceTimersByTimeAsync(5000);
    await wait(50);
  }
  return { result: await ended, seconds };
}

const CALLS: [string, Record<string, unknown>][] = [
  ["check_stale", {}],
  ["list_connectors", {}],
  ["list_destinations", {}],
  ["get_status", { connectors: ["salesforce_prod"] }],
  [
    "get_status",
    { connectors: ["salesforce_prod", "stripe_payments", "postgres_orders", "jira_engineering"] },
  ],
  ["get_history", {}],
];

const READS_TRANSFORMATIONS = ["check_stale", "get_status"];

test.each(
  CALLS.flatMap(([tool, args]) =>
    (["/v1/groups", "/v1/destinations", "/v1/transformations"] as const)
      .filter((part) => part !== "/v1/transformations" || READS_TRANSFORMATIONS.includes(tool))
      .map((part) => ({ tool, args, part })),
  ),
)("$tool $args returns a note while $part hangs", async ({ tool, args, part }) => {
  const on = await hanging(part);
  const { call, sandbox } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const hangs = () => sandbox.requests().some(({ path }) => path.startsWith(part));

  const { result, seconds } = await timed(call(tool, args), on, hangs);

  expect(result.isError, result.text).toBe(false);
  expect(result.text).toContain(`${part.slice("/v1/".length)} could not be read`);
  expect(seconds).toBeLessThan(50);
});

test.each(["/v1/groups", "/v1/destinations"] as const)(
  "what needs neither does not notice that %s hang",
  async (part) => {
    const { call, sandbox } = await hanging(part);
    const one = await call("get_history", { connectors: ["salesforce_prod"] });
    const found = await call("find_pii", { connectors: ["salesforce_prod"] });
    expect([one.isError, found.isError]).toEqual([false, false]);
    expect(sandbox.requests().every(({ path }) => !path.startsWith(part))).toBe(true);
  },
);

import { afterEach, expect, test, vi } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { changes, type Harness, harness, type Result } from "../harness.js";
import { settled } from "./hanging.js";

afterEach(() => {
  vi.useRealTimers();
});

const HTML = "<html><title>404 Not Found</title><body>nginx</body></html>";

/** How a read that only adds to a plan may fail. */
const FAILURES = {
  "with a page of a gateway": {
    status: 404,
    headers: { "content-type": "text/html" },
    body: HTML,
  },
  "with an unexpected body": { body: '{"code":"Success","data":{"items":"none","id":7}}' },
  "by hanging": { hang: true },
} as const;

const PLANS: [string, Record<string, unknown>, string, RegExp][] = [
  [
    "create_connector",
    { service: "github", group: "staging", name: "gh_new", paused: true },
    "/v1/destinations",
    /Note: it was not checked whether the destinations work, because they could not be read: ./,
  ],
  [
    "create_connector",
    { copy_of: "postgres_orders", group: "staging" },
    "/public-key",
    /add the public key of group \w+ to the SSH server; read it with group_ssh_public_key, because the plan could not: ./,
  ],
  [
    "update_connector",
    { connector: "postgres_orders", config: { tunnel_host: "bastion2.example.com" } },
    "/public-key",
    /add the public key of the group to the SSH server; read it with group_ssh_public_key, because the plan could not: ./,
  ],
  [
    "update_connector",
    { connector: "zendesk_support", sync_frequency: 1440 },
    "/v1/metadata/",
    /Note: it was not checked whether the source is a database, .* because the connector type could not be read: ./,
  ],
  [
    "delete_connector",
    { connector: "zendesk_support" },
    "/v1/destinations/",
    /the destination could not be read: ./,
  ],
  [
    "delete_connector",
    { connector: "zendesk_support" },
    "/v1/groups/",
    /the group could not be read: ./,
  ],
];

/** Lets the seconds of a call pass at once while a request hangs. */
async function afterSeconds({ sandbox }: Harness, path: string, running: Promise<Result>) {
  let done = false;
  const ended = running.finally(() => {
    done = true;
  });
  while (!done && !sandbox.requests().some((one) => one.path.includes(path))) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  for (let seconds = 0; !done && seconds < 12; seconds += 1) {
    await settled(sandbox, () => done);
    await vi.advanceTimersByTimeAsync(1000);
  }
  return ended;
}

const CASES = PLANS.flatMap(([tool, args, path, note]) =>
  (Object.keys(FAILURES) as (keyof typeof FAILURES)[]).map(
    (how) => [tool, path, how, args, note] as const,
  ),
);

test.each(CASES)("%s names what it could not read: %s %s", async (tool, path, how, args, note) => {
  const on = await harness();
  const { call, sandbox } = on;
  sandbox.edit((world) => {
    const config = connectionNamed(world, "postgres_orders").config;
    Object.assign(config, { connection_type: "SshTunnel", tunnel_host: "bastion.example.com" });
  });
  sandbox.fault({ path, ...FAILURES[how] });
  if (how === "by hanging") {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  }
  const running = call(tool, args);
  const result = await (how === "by hanging" ? afterSeconds(on, path, running) : running);
  expect(result.isError, result.text).toBe(false);
  expect(result.text).toMatch(note);
  if (tool === "delete_connector") expect(changes(sandbox)).toEqual([]);
});

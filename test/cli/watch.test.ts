import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { signWebhook } from "../../src/client/events/webhook-signature.js";
import { recordedHistory } from "../../src/store/history-store.js";
import { idOf, openSandbox, temporaryFolder } from "../harness.js";
import { environment, PROGRAM, program, requireBuild, settingsFor } from "../process.js";

beforeAll(requireBuild);

const HOOK = "whsec-4711";

test("watch --once polls, records and ends", async () => {
  const { sandbox, url } = await openSandbox();
  const stateDir = await temporaryFolder();
  const env = settingsFor(sandbox, url, stateDir);
  const { code, stdout, stderr } = await program(["watch", "--once"], env);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\d+ connectors checked\.\n$/);
});

test.each([
  ["watch", [], 0],
  ["watch --once", ["--once"], 130],
])("%s ends with a signal that comes during the first poll", async (_, words, expected) => {
  const { sandbox, url } = await openSandbox();
  sandbox.fault({ operation: "list_connections", hang: true });
  const env = settingsFor(sandbox, url, await temporaryFolder());
  const child = spawn(process.execPath, [PROGRAM, "watch", ...words], { env: environment(env) });
  onTestFinished(() => void child.kill("SIGKILL"));
  const listed = () => sandbox.requests().some((one) => one.operation === "list_connections");
  await expect.poll(listed, { timeout: 30_000 }).toBe(true);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([expected, null]);
});

test("what was acknowledged survives the end of the process in the middle of a write", async () => {
  const { sandbox, url } = await openSandbox({ clock: "live" });
  const stateDir = await temporaryFolder();
  const env = { ...settingsFor(sandbox, url, stateDir), FIVETRAN_WEBHOOK_SECRET: HOOK };
  const child = spawn(process.execPath, [PROGRAM, "watch", "--listen", "127.0.0.1:0"], {
    env: environment(env),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let address = "";
  for await (const line of createInterface({ input: child.stdout })) {
    address = /^Receiving webhooks at (\S+)\.$/.exec(line)?.[1] ?? address;
    if (line.includes("connectors checked.")) break;
  }
  const connector_id = idOf(sandbox, "zendesk_support");
  const acknowledged: string[] = [];
  let sent = 0;
  const sender = async () => {
    for (;;) {
      sent += 1;
      const sync_id = `run-${sent}`;
      const created = sandbox.now().toISOString();
      const data = { status: "SUCCESSFUL" };
      const body = JSON.stringify({ event: "sync_end", created, connector_id, sync_id, data });
      const headers = { "x-fivetran-signature-256": signWebhook(body, HOOK) };
      const reply = await fetch(address, { method: "POST", body, headers }).catch(() => undefined);
      if (reply === undefined) return;
      if (reply.status === 200) acknowledged.push(sync_id);
      if (acknowledged.length === 150) child.kill("SIGKILL");
    }
  };
  const ended = once(child, "exit");
  await Promise.all(Array.from({ length: 8 }, sender));
  await ended;
  expect(acknowledged.length).toBeGreaterThanOrEqual(150);
  const fingerprint = createHash("sha256").update(sandbox.apiKey).digest("hex").slice(0, 16);
  const history = await recordedHistory({ stateDir, fingerprint });
  const runs = history?.runs(connector_id, { since: 0, until: 1e15, limit: 10_000 }) ?? [];
  history?.close();
  const kept = new Set(runs.map(({ id }) => id));
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
});

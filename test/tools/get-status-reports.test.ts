import { expect, test } from "vitest";
import * as z from "zod";
import { harness, idOf } from "../harness.js";
import { replying } from "./ids.js";

const notice = (code: string) => ({ code, message: "m", details: "d" });

async function withNotices(previews = true) {
  const on = await harness({ sandbox: { previews } });
  const id = idOf(on.sandbox, "zendesk_support");
  const headers = {
    authorization: `Basic ${btoa(`${on.sandbox.apiKey}:${on.sandbox.apiSecret}`)}`,
  };
  const read = await fetch(`${on.url}/v1/connections/${id}`, { headers });
  const { data } = z.looseObject({ data: z.looseObject({}) }).parse(await read.json());
  const status = {
    ...z.looseObject({}).parse(data["status"]),
    warnings: [notice("resync_table_warning")],
    tasks: [notice("reconnect")],
  };
  on.sandbox.fault({ operation: "connection_details", ...replying({ ...data, status }) });
  const reads = () =>
    on.sandbox.requests().filter(({ path }) => /\/(warnings|errors)$/.test(path)).length;
  return { on, id, reads };
}

test("the tables of a warning and the advice on an error are shown, as data", async () => {
  const { on, id } = await withNotices();
  const items = [
    {
      schema: "crm",
      table: "invoice",
      warnings: [
        {
          code: "resync_table_warning",
          message: "Resync Table Warning",
          error_message: "Log position lost",
          created_at: "2026-11-23T04:10:11Z",
        },
      ],
    },
    { warnings: [{ code: "sync_warning", message: "w", created_at: "2026-11-23T04:10:11Z" }] },
  ];
  const error = {
    type: "reconnect",
    title: "R",
    reason: "The token has expired.",
    message: "Sign in again.",
  };
  on.sandbox.fault({ operation: "connection_warnings", ...replying({ items }) });
  on.sandbox.fault({ operation: "connection_errors", ...replying({ items: [error] }) });
  const result = await on.call("get_status", { connectors: [id] });
  expect(result.isError, result.text).toBe(false);
  expect(result.data["connectors"]).toMatchObject([
    {
      table_warnings: [
        { table: "crm.invoice", code: "resync_table_warning", message: "Log position lost" },
      ],
      errors: [{ code: "reconnect", reason: "The token has expired.", message: "Sign in again." }],
    },
  ]);
  expect(result.text).toContain(
    'Warning resync_table_warning in table "crm.invoice" of the destination: "Log position lost"',
  );
  expect(result.text).toContain(
    'Error reconnect: "The token has expired." message="Sign in again."',
  );
});

test("warnings of tables and errors that do not fit beside other connectors are counted", async () => {
  const on = await harness();
  const ids: string[] = [];
  on.sandbox.edit((world) => {
    for (const one of [...world.connections.values()].slice(0, 10)) {
      one.status.tasks = [notice("reconnect")];
      one.status.warnings = [notice("resync_table_warning")];
      ids.push(one.id);
    }
  });
  const message = "m".repeat(500);
  const warnings = Array.from({ length: 12 }, (_, at) => ({ code: `w_${at}`, message }));
  const errors = Array.from({ length: 14 }, (_, at) => ({ type: `e_${at}`, reason: message }));
  const items = [{ schema: "s", table: "t", warnings }];
  on.sandbox.fault({ operation: "connection_warnings", ...replying({ items }) });
  on.sandbox.fault({ operation: "connection_errors", ...replying({ items: errors }) });
  const result = await on.call("get_status", { connectors: ids });
  expect(result.text).toContain(
    "9 more table warnings, 11 more errors not shown; to see them, request only this connector",
  );
});

test("nothing is said of previews that the account does not have", async () => {
  const { on, id, reads } = await withNotices(false);
  const first = await on.call("get_status", { connectors: [id] });
  expect(first.isError, first.text).toBe(false);
  expect(first.data["connectors"]).toMatchObject([{ id, name: "zendesk_support" }]);
  expect(JSON.stringify(first.data)).not.toMatch(/table_warnings|gaps/);
  expect(reads()).toBeGreaterThan(0);
});

test("a healthy connector costs no further read", async () => {
  const on = await harness();
  await on.call("get_status", { connectors: [idOf(on.sandbox, "zendesk_support")] });
  expect(on.sandbox.requests().some(({ path }) => path.endsWith("/warnings"))).toBe(false);
});

test("warnings that cannot be read, are too many, or are on further pages are named", async () => {
  const { on, id } = await withNotices();
  const warning = { schema: "s", warnings: [{ code: "c", message: "m" }] };
  const served = (items: unknown[], more = {}) => {
    on.sandbox.clearFaults();
    on.sandbox.fault({ operation: "connection_warnings", ...replying({ items, ...more }) });
    return withWarning(on, id);
  };
  expect(await served([null, { ...warning, table: "t" }])).toMatch(
    /in table "s.t"[\s\S]*Note: warnings of .*: 1 warning record could not be read: record 1 of the list/,
  );
  const many = Array.from({ length: 60 }, (_, at) => ({ ...warning, table: `t${at}` }));
  expect(await served(many)).toMatch(
    /Note: 10 more warnings of .* are not shown; .*connection_warnings/,
  );
  // The definition has no cursor for this list, and this page repeats.
  const looped = await served([{ ...warning, table: "t" }], { next_cursor: "again" });
  expect(looped).toContain('in table "s.t"');
  expect(looped).not.toContain("could not be read");
  expect(on.sandbox.requests().some(({ path }) => path.includes("/warnings?cursor=again"))).toBe(
    true,
  );
});

async function withWarning(on: Awaited<ReturnType<typeof harness>>, id: string): Promise<string> {
  on.sandbox.edit((world) => {
    for (const one of world.connections.values()) {
      if (one.id === id) one.status.warnings = [notice("resync_table_warning")];
    }
  });
  return (await on.call("get_status", { connectors: [id] })).text;
}

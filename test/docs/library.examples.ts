// The code of docs/library.md: compiled here, run by library.test.ts, and compared with the page.
import { createServer } from "node:http";
import {
  createFivetran,
  createWebhookHandler,
  diagnose,
  type Fivetran,
  FivetranError,
  isAccountWebhook,
  isGroupWebhook,
  isPaused,
  isScheduled,
  isSchemaChange,
  isSyncEnd,
  isSyncing,
  isSyncStart,
  logQuery,
  parseLogEntries,
  parseLogEntry,
  parseWebhookEvent,
  retryDelay,
  signWebhook,
  syncState,
  syncStatus,
  syncSucceeded,
  verifyWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookEvent,
  withRetry,
} from "../../src/client/index.js";
import { createSandbox } from "../../src/sandbox/index.js";

type Print = (...what: unknown[]) => void;

export async function start(apiKey: string, apiSecret: string, baseUrl: string, print: Print) {
  //#region start
  const fivetran = createFivetran({ apiKey, apiSecret, baseUrl });
  const { account_name } = await fivetran.account.info();
  for await (const connection of fivetran.connections.list()) {
    print(account_name, connection.schema, syncState(connection));
  }
  await fivetran.close();
  //#endregion
}

export async function sandbox(print: Print) {
  //#region sandbox
  const sandbox = await createSandbox({ world: "demo" });
  const { url, close } = await sandbox.listen();
  const { apiKey, apiSecret } = sandbox;
  const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: url });
  print((await fivetran.groups.list().page()).items.length);
  await fivetran.close();
  await close();
  //#endregion
}

export async function lists(fivetran: Fivetran, print: Print) {
  //#region lists
  // Every item. The loop reads the pages when it needs them. If a page cannot be read, the loop throws the error.
  for await (const group of fivetran.groups.list()) print(group.name);

  // One page, and the next page.
  const first = await fivetran.groups.list({ limit: 2 }).page();
  const second = await fivetran.groups.list({ limit: 2, cursor: first.nextCursor }).page();
  print(first.items.length + second.items.length);

  // The loop reads no further page after the break.
  for await (const connection of fivetran.connections.list()) {
    if (connection.status.setup_state !== "broken") continue;
    print("first broken one:", connection.schema);
    break;
  }
  //#endregion
}

export async function groups(fivetran: Fivetran, print: Print) {
  //#region groups
  for await (const group of fivetran.groups.list()) print(group.name);
  const page = await fivetran.groups.list({ limit: 100 }).page();
  const made = await fivetran.groups.create({ name: "marketing_eu" });
  const group = await fivetran.groups.get(made.id);
  await fivetran.groups.modify(group.id, { name: "marketing_emea" });
  for await (const connection of fivetran.groups.connections(group.id)) print(connection.schema);
  await fivetran.groups.delete(group.id);
  //#endregion
  print(page.items.length);
}

export async function connections(fivetran: Fivetran, groupId: string, print: Print) {
  //#region connections
  for await (const each of fivetran.connections.list({ groupId })) print(each.schema);
  const page = await fivetran.connections.list({ groupId, limit: 100 }).page();
  const made = await fivetran.connections.create({
    group_id: groupId,
    service: "postgres",
    config: { schema_prefix: "shop", host: "db.example.com", port: 5432, database: "shop" },
    paused: true,
    run_setup_tests: false,
  });
  const id = made.id;
  const connection = await fivetran.connections.get(id);
  await fivetran.connections.modify(id, { sync_frequency: 60 });
  await fivetran.connections.setFrequency(id, 1440, { dailySyncTime: "14:00" });
  const tested = await fivetran.connections.test(id);
  await fivetran.connections.resume(id);
  await fivetran.connections.pause(id);
  await fivetran.connections.delete(id);
  //#endregion
  print(page.items.length, connection.id, tested.setup_tests?.length);
}

export async function syncs(fivetran: Fivetran, id: string, print: Print) {
  //#region syncs
  await fivetran.connections.sync(id);
  const status = await fivetran.connections.status(id);
  print(status.syncState, status.succeededAt?.toISOString(), status.isHistoricalSync);

  // A historical re-sync of the whole connection, or of some tables. confirm: true is required.
  await fivetran.connections.resync(id, { confirm: true });
  await fivetran.connections.resyncTables(id, { public: ["orders"] }, { confirm: true });
  //#endregion
}

export async function state(fivetran: Fivetran, id: string, print: Print) {
  //#region state
  const state = await fivetran.connections.getState(id);
  await fivetran.connections.pause(id);
  await fivetran.connections.setState(id, { cursor: "2026-01-01" });
  //#endregion
  print(Object.keys(state));
}

export async function helpers(fivetran: Fivetran, id: string, print: Print) {
  //#region helpers
  const connection = await fivetran.connections.get(id);
  print(isSyncing(connection), isPaused(connection), isScheduled(connection));
  print(syncState(connection), syncStatus(connection).failedAt);
  //#endregion
}

export async function schemas(fivetran: Fivetran, id: string, print: Print) {
  //#region schemas
  const config = await fivetran.schemas.get(id);
  for (const [name, schema] of Object.entries(config?.schemas ?? {})) print(name, schema.enabled);
  const columns = await fivetran.schemas.columns(id, "public", "orders");
  await fivetran.schemas.patch(id, {
    schemas: { public: { tables: { orders: { columns: { coupon_code: { hashed: true } } } } } },
  });
  await fivetran.schemas.patchTable(id, "public", "orders", { sync_mode: "HISTORY" });
  await fivetran.schemas.reload(id, { excludeMode: "PRESERVE" });
  //#endregion
  print(Object.keys(columns).length);
}

export async function destinations(fivetran: Fivetran, groupId: string, print: Print) {
  //#region destinations
  const made = await fivetran.destinations.create({
    group_id: groupId,
    service: "snowflake",
    region: "GCP_US_EAST4",
    time_zone_offset: "-5",
    config: {
      host: "acme.snowflakecomputing.com",
      port: 443,
      database: "ANALYTICS",
      user: "FIVETRAN",
    },
    run_setup_tests: false,
  });
  const destination = await fivetran.destinations.get(made.id);
  await fivetran.destinations.modify(made.id, { time_zone_offset: "-6" });
  const tested = await fivetran.destinations.test(made.id);
  await fivetran.destinations.delete(made.id);
  //#endregion
  print(destination.setup_status, tested.setup_tests?.length);
}

export async function webhooks(fivetran: Fivetran, groupId: string, print: Print) {
  const url = "https://example.com/fivetran";
  const secret = "a secret of your own, 32 bytes or more";
  //#region webhooks
  for await (const webhook of fivetran.webhooks.list()) {
    print(webhook.url, isAccountWebhook(webhook), isGroupWebhook(webhook));
  }
  const page = await fivetran.webhooks.list({ limit: 100 }).page();
  const events = ["sync_start", "sync_end"];
  const forAll = await fivetran.webhooks.createForAccount({ url, events, secret, active: false });
  const forOne = await fivetran.webhooks.createForGroup(groupId, { url, events, active: false });
  const webhook = await fivetran.webhooks.get(forAll.id);
  await fivetran.webhooks.modify(webhook.id, { events: ["sync_end"] });
  const result = await fivetran.webhooks.test(webhook.id, { event: "sync_end" });
  await fivetran.webhooks.delete(forOne.id);
  //#endregion
  print(page.items.length, result.succeed);
}

export function receiver(secret: string, store: (event: WebhookEvent) => void, print: Print) {
  //#region receiver
  const handler = createWebhookHandler({
    secret, // or [newSecret, oldSecret], or a function that returns them
    onEvent(event, rawBody) {
      store(event);
      if (isSyncEnd(event) && !syncSucceeded(event)) print(event.connector_name, event.data.reason);
      if (isSyncStart(event)) print(event.sync_id, rawBody.length);
    },
    onError: (problem) => print("not passed on:", problem),
  });
  const server = createServer(handler.node);
  //#endregion
  return { server, handler };
}

export function signature(rawBody: Uint8Array, headers: Headers, secret: string, print: Print) {
  //#region signature
  const signature = headers.get(WEBHOOK_SIGNATURE_HEADER);
  if (verifyWebhook(rawBody, signature, secret)) {
    const event = parseWebhookEvent(rawBody);
    print(event?.event, event?.createdAt, event?.destination_group_id);
  }
  // The signature that Fivetran would send, for tests of a receiver.
  const signed = signWebhook(rawBody, secret);
  //#endregion
  return signed;
}

export async function health(fivetran: Fivetran, id: string, print: Print) {
  //#region health
  const connection = await fivetran.connections.get(id);
  const destination = await fivetran.destinations.get(connection.group_id);
  const health = diagnose(connection, destination, fivetran.now(), { maxAgeHours: 6 });
  print(health.verdict, health.severity, health.reason, health.facts["succeeded_at"]);
  //#endregion
}

export async function deadlines(fivetran: Fivetran, print: Print) {
  //#region deadlines
  // At most ten seconds for the whole list, including retries and waits.
  for await (const group of fivetran.groups.list({ deadlineMs: 10_000 })) print(group.name);

  const late = await fivetran.groups
    .list({ signal: AbortSignal.abort() })
    .page()
    .catch((error) => error);
  print(late.type, late.sent);
  //#endregion
}

export async function errors(fivetran: Fivetran, print: Print) {
  //#region errors
  try {
    await fivetran.connections.get("no_such_connection");
  } catch (error) {
    if (!(error instanceof FivetranError)) throw error;
    print(error.type, error.status, error.code, error.retryAfterSeconds);
    switch (error.type) {
      case "not_found":
        print("not found");
        break;
      case "rate_limited":
        print("retry after", error.retryAfterSeconds);
        break;
      case "outcome_unknown": // the change may have taken effect. Check the state before you repeat it
        print(error.facts["evidence"]);
        break;
      default:
        throw error;
    }
  }
  //#endregion
}

export async function retry(apiKey: string, apiSecret: string, baseUrl: string, print: Print) {
  //#region retry
  const fivetran = createFivetran({
    apiKey,
    apiSecret,
    baseUrl,
    retry: { maxAttempts: 5, baseDelayMs: 200, maxDelayMs: 10_000, jitter: true },
  });
  const group = await fivetran.groups
    .list({
      limit: 1,
      retry: {
        retryIf: (error) => error.type !== "unavailable",
        onRetry: (error, attempt, delayMs) => print(attempt, error.type, delayMs),
      },
      signal: AbortSignal.timeout(60_000),
    })
    .page();

  // Retry several calls together. Calculate a delay.
  const both = await withRetry(
    async (attempt) => [attempt, await fivetran.account.info()] as const,
    { maxAttempts: 4 },
  );
  const delayMs = retryDelay(3, { baseDelayMs: 1000, maxDelayMs: 30_000, jitter: false });
  //#endregion
  await fivetran.close();
  print(group.items.length, both.length);
  return delayMs;
}

export async function any(fivetran: Fivetran, groupId: string, print: Print) {
  //#region any
  // TypeScript checks params and body for this operation.
  const reply = await fivetran.call("modify_group", {
    params: { groupId },
    body: { name: "prod" },
  });
  const users = await fivetran.call("list_all_users_in_group", { params: { groupId, limit: 5 } });
  print(reply.status, reply.data, users.data);

  // A path that the catalog does not have.
  const path = "/v1/groups/{groupId}/connections";
  const raw = await fivetran.request({
    method: "GET",
    path,
    params: { groupId },
    query: { limit: 5 },
  });
  print(raw.status, raw.data);
  //#endregion
}

export function logs(rows: unknown[], print: Print) {
  //#region logs
  const sql = logQuery("failed_syncs", {
    dialect: "snowflake",
    connectionId: "speak_inexpensive",
    days: 7,
  });
  print(sql);
  // rows = await warehouse.query(sql)
  for (const entry of parseLogEntries(rows)) {
    print(
      entry.time_stamp?.toISOString(),
      isSyncStart(entry),
      isSyncEnd(entry),
      isSchemaChange(entry),
    );
  }
  //#endregion
  return parseLogEntry(rows[0]);
}

export async function more(fivetran: Fivetran, print: Print) {
  //#region more
  const team = await fivetran.teams.create({ name: "analysts", role: "Account Reviewer" });
  for await (const role of fivetran.roles.list()) print(role.name);
  for await (const user of fivetran.users.list({ active: true })) print(user.email);
  for await (const key of fivetran.systemKeys.list()) print(key.name);
  for await (const type of fivetran.metadata.list()) print(type.id);
  await fivetran.teams.delete(team.id);
  //#endregion
}

/**
 * Feeds recorded responses of third-party tests through a server to the library and the read tools. Each response must
 * be read and shown with its secrets masked. `INTEROP_FIXTURES` names a folder with the sources of these tests, which
 * contain responses as JSON or as literals of Go and Python. Run it with `npm run interop`. It downloads nothing and
 * stores nothing.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import * as z from "zod";
import { createApp } from "../../src/app.js";
import type { JsonSchema } from "../../src/base/json-schema.js";
import { createFivetran } from "../../src/client/fivetran.js";
import { openSchemas } from "../../src/client/operations/body-schemas.js";
import { type Operation, operation, operationIds } from "../../src/client/operations/catalog.js";

const Recorded = z.looseObject({
  code: z.string(),
  data: z.looseObject({ items: z.array(z.looseObject({})).optional() }),
});
type Recorded = z.output<typeof Recorded>;

const SOURCES = [".go", ".json", ".py", ".ts", ".md", ".tf"];

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && SOURCES.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Returns the outermost objects of a text that begin with the code of a response. */
function candidatesIn(text: string): string[] {
  const found: string[] = [];
  for (const { index } of text.matchAll(/\{\s*["']code["']\s*:\s*["']Success["']/gi)) {
    let depth = 0;
    let quote = "";
    for (let at = index; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character === "\\") at += 1;
      else if (quote !== "") quote = character === quote ? "" : quote;
      else if (character === '"' || character === "'") quote = character;
      else if (character === "{") depth += 1;
      else if (character === "}") depth -= 1;
      if (depth > 0) continue;
      found.push(text.slice(index, at + 1));
      break;
    }
  }
  return found;
}

/**
 * Converts a literal to JSON: Python's words, names instead of values, other quotes, trailing
 * commas.
 */
const asJson = (literal: string) =>
  literal
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|#[^\n]*|[A-Za-z_][\w.]*|%[a-z]/g, (token) => {
      if (token.startsWith('"') || ["true", "false", "null"].includes(token)) return token;
      if (token.startsWith("'")) return JSON.stringify(token.slice(1, -1));
      if (token.startsWith("#")) return "";
      const word = { True: "true", False: "false", None: "null" }[token];
      return word ?? JSON.stringify(token);
    })
    .replaceAll(/,(\s*[}\]])/g, "$1");

function parsed(literal: string): Recorded | undefined {
  for (const text of [literal, asJson(literal)]) {
    try {
      // If a test fills in a value, any value can replace it.
      const filled = (_: string, value: unknown) =>
        typeof value === "string" && /^%[a-z]$/.test(value) ? "recorded" : value;
      return Recorded.safeParse(JSON.parse(text, filled)).data;
    } catch {
      // This spelling is not JSON. The next one may be.
    }
  }
  return undefined;
}

const schemas = await openSchemas();
const READS = operationIds
  .map(operation)
  .filter(({ effect, file, bare }) => effect === "read" && !file && !bare)
  .flatMap((spec) => {
    const reply = schemas.reply(spec.id);
    const item = reply?.properties?.["items"]?.items;
    return reply === undefined ? [] : [{ spec, list: item !== undefined, fields: item ?? reply }];
  });

/** Returns the read whose response has most of these fields, and few others. */
function readFor({ data }: Recorded) {
  const keys = Object.keys(data.items === undefined ? data : (data.items[0] ?? {}));
  const score = ({ properties = {} }: JsonSchema) => {
    const shared = keys.filter((key) => Object.hasOwn(properties, key)).length;
    return shared / Math.max(1, keys.length) - Object.keys(properties).length / 10_000;
  };
  const hasId = typeof data["id"] === "string";
  const fits = ({ list, fields }: (typeof READS)[number]) =>
    list
      ? data.items !== undefined
      : data.items === undefined && hasId === "id" in (fields.properties ?? {});
  const [best] = READS.filter(fits)
    .map((read) => ({ ...read, score: score(read.fields) }))
    .sort((a, b) => b.score - a.score);
  return best !== undefined && best.score > 0.5 ? best.spec : undefined;
}

const SECRET = /^(?:.*_)?(?:password|passphrase|secret|api_key|token|private_key|secret_key)$/i;

/** Returns the values that no output may show. */
function secretsIn(value: unknown, key = ""): string[] {
  if (typeof value === "string") {
    const masked = /\*{3}|^(?:recorded)?$/.test(value);
    return SECRET.test(key) && !masked && value.length >= 8 ? [value] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => secretsIn(inner, name));
}

const KEY = "fixtures-key";
const CREDENTIALS = { FIVETRAN_API_KEY: KEY, FIVETRAN_API_SECRET: "fixtures-secret" };

/** Returns the problems with one response. */
async function tryOut(recorded: Recorded, spec: Operation): Promise<string[]> {
  const id = z.string().catch("recorded").parse(recorded.data["id"]);
  const params = Object.fromEntries(spec.pathParams.map((name) => [name, id]));
  const path = spec.path.replaceAll(/\{[^}]+\}/g, id);
  const isConnection = spec.id === "connection_details" || spec.id === "list_connections";
  const records = isConnection ? (recorded.data.items ?? [recorded.data]) : [];
  const connections = {
    list: { ...recorded, data: { items: records } },
    byPath: new Map(
      records.map((data) => [`/v1/connections/${String(data["id"])}`, { ...recorded, data }]),
    ),
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const empty = { code: "Success", data: { items: [] } };
    const own =
      pathname === path
        ? recorded
        : isConnection && pathname.startsWith("/v1/connections")
          ? (connections.byPath.get(pathname) ?? connections.list)
          : pathname === "/v1/account/info"
            ? { code: "Success", data: { account_id: "account" } }
            : undefined;
    const listed = /^\/v1\/(?:groups|destinations|transformations|connections)$/.test(pathname);
    const reply = own ?? (listed ? empty : { code: "NotFound", message: "There is none" });
    response.writeHead(own === undefined && !listed ? 404 : 200, {
      "content-type": "application/json",
    });
    // The cursor of a recorded page would lead to the same page again.
    response.end(
      JSON.stringify(reply, (key, value: unknown) =>
        key === "next_cursor" || key === "nextCursor" ? undefined : value,
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const baseUrl = `http://127.0.0.1:${port}`;
  const stateDir = await mkdtemp(join(tmpdir(), "fivetran-agent-"));
  const problems: string[] = [];
  try {
    const fivetran = createFivetran({ apiKey: KEY, apiSecret: "fixtures-secret", baseUrl });
    const connectionIds = records.flatMap((one) =>
      typeof one["id"] === "string" ? [one["id"]] : [],
    );
    await Promise.all([
      ...(isConnection ? [fivetran.connections.list().page()] : []),
      ...connectionIds.map((one) => fivetran.connections.get(one)),
      ...(spec.id === "connection_schema_config" ? [fivetran.schemas.get(id)] : []),
      ...(spec.id === "destination_details" ? [fivetran.destinations.get(id)] : []),
      ...(spec.id === "user_details" ? [fivetran.users.get(id)] : []),
    ]).catch((error: unknown) => problems.push(`library: ${String(error)}`));
    await fivetran.close();

    const app = await createApp({
      version: "0.0.0",
      flags: {},
      env: { ...CREDENTIALS, FIVETRAN_API_URL: baseUrl, FIVETRAN_STATE_DIR: stateDir },
      write: () => {},
      sandboxWorld: "memory",
    });
    const engine = await app.engine();
    const calls: [string, Record<string, unknown>][] = [
      ["read_api", { operation_id: spec.id, params }],
    ];
    if (isConnection) calls.push(["check_stale", {}], ["list_connectors", {}]);
    if (connectionIds.length > 0) {
      calls.push(["get_status", { connectors: connectionIds.slice(0, 20) }]);
    }
    if (spec.id === "list_destinations") calls.push(["list_destinations", {}]);
    for (const [tool, args] of calls) {
      const signal = new AbortController().signal;
      const result = await engine.run(
        { tool, args },
        { signal, canAsk: false, progress: () => {} },
      );
      if ("ask" in result) throw new Error("a read asks nothing");
      const shown = `${result.text}\n${JSON.stringify(result.data)}`;
      if (result.isError) problems.push(`${tool} ${spec.id}: ${result.text}`);
      if (/Internal error|undefined|NaN|\[object /.test(result.text)) {
        problems.push(`${tool} ${spec.id} is not rendered: ${result.text}`);
      }
      for (const secret of secretsIn(recorded)) {
        if (shown.includes(secret)) problems.push(`${tool} ${spec.id} shows ${secret}`);
      }
    }
    await app.close();
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(stateDir, { recursive: true, force: true });
  }
  return problems;
}

const folder = process.env["INTEROP_FIXTURES"];
if (folder === undefined || folder === "") {
  process.stdout.write(
    "SKIPPED recorded responses: set INTEROP_FIXTURES to a folder with tests that hold some\n",
  );
} else {
  let good = 0;
  let bad = 0;
  let unread = 0;
  for (const file of await sourcesIn(folder)) {
    for (const literal of candidatesIn(await readFile(file, "utf8"))) {
      const recorded = parsed(literal);
      // Responses of changes are skipped.
      const spec = recorded && readFor(recorded);
      if (recorded === undefined || spec === undefined) {
        unread += 1;
        continue;
      }
      const problems = await tryOut(recorded, spec);
      if (problems.length === 0) good += 1;
      else {
        bad += 1;
        process.stdout.write(`FAILED ${file}\n  ${problems.join("\n  ")}\n`);
      }
    }
  }
  process.stdout.write(
    `recorded responses: ${good} read and shown, ${bad} failed, ${unread} not JSON, or of no read\n`,
  );
  process.exitCode = bad === 0 ? 0 : 1;
}

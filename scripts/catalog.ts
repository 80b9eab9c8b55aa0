/**
 * Reads the public OpenAPI definition of the Fivetran REST API and writes the operation catalogue:
 * facts only (method, path, parameters, body kind, media type version), no text of the definition.
 *
 *   npm run catalog -- <file or URL>
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const TARGET = fileURLToPath(new URL("../src/fivetran/operations.generated.ts", import.meta.url));
const METHODS = ["get", "post", "patch", "put", "delete"] as const;

const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().nullish(),
  schema: z.object({
    type: z.enum(["string", "integer", "boolean"]),
    enum: z.array(z.string()).optional(),
    default: z.unknown().optional(),
  }),
});

const OperationObject = z.object({
  operationId: z.string().regex(/^[a-z][a-z0-9_]*$/),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
});

const Definition = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), OperationObject)),
});

type Facts = Record<string, unknown>;

const queryFacts = ({ schema, required }: z.output<typeof Parameter>): Facts => ({
  type: schema.type,
  ...(required ? { required } : {}),
  ...(schema.enum ? { enum: schema.enum } : {}),
});

function facts(method: string, path: string, operation: z.output<typeof OperationObject>): Facts {
  const named = new Set(operation.parameters.filter((p) => p.in === "path").map((p) => p.name));
  for (const [, name] of path.matchAll(/\{([^}]+)\}/g)) {
    if (name === undefined || !named.delete(name)) throw new Error(`${path}: {${name}} is unknown`);
  }
  if (named.size > 0) throw new Error(`${path}: has no place for ${[...named].join(", ")}`);

  const query = operation.parameters.filter((p) => p.in === "query");
  const body = Object.keys(operation.requestBody?.content ?? {});
  const accept = operation.parameters.find((p) => p.in === "header" && p.name === "Accept");
  return {
    method: method.toUpperCase(),
    path,
    ...(query.length > 0
      ? { query: Object.fromEntries(query.map((p) => [p.name, queryFacts(p)])) }
      : {}),
    ...(body.length > 0 ? { body: body.includes("application/json") ? "json" : "multipart" } : {}),
    ...(String(accept?.schema.default).includes("version=2") ? { accept: 2 } : {}),
  };
}

async function read(source: string): Promise<unknown> {
  if (!/^https?:/.test(source)) return JSON.parse(readFileSync(source, "utf8"));
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${source} answered ${response.status}`);
  return response.json();
}

const source = process.argv[2];
if (source === undefined) {
  console.error("usage: npm run catalog -- <file or URL of the OpenAPI definition>");
  process.exit(2);
}

const definition = Definition.parse(await read(source));
const operations = new Map<string, Facts>();
for (const [path, byMethod] of Object.entries(definition.paths)) {
  for (const method of METHODS) {
    const operation = byMethod[method];
    if (operation === undefined) continue;
    if (operations.has(operation.operationId)) throw new Error(`twice: ${operation.operationId}`);
    operations.set(operation.operationId, facts(method, path, operation));
  }
}

const order = (facts: Facts) => `${facts["path"]} ${METHODS.indexOf(methodOf(facts))}`;
const methodOf = (facts: Facts) =>
  METHODS.find((m) => m.toUpperCase() === facts["method"]) ?? "get";
const sorted = [...operations].sort(([, a], [, b]) => (order(a) < order(b) ? -1 : 1));

writeFileSync(
  TARGET,
  `// Made by \`npm run catalog\` from the public OpenAPI definition. Do not edit.\n\nexport const OPERATIONS = ${JSON.stringify(Object.fromEntries(sorted))} as const;\n`,
);
execFileSync("npx", ["biome", "check", "--write", TARGET], { stdio: "inherit" });
console.log(`${operations.size} operations`);

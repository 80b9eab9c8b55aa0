/**
 * Reads the public OpenAPI definition of the Fivetran REST API and writes the operation catalog. The catalog contains
 * only facts (method, path, parameters, JSON Schemas of bodies and responses) and no text of the definition.
 *
 *   npm run gen:operations -- <file or URL>           writes, and prints what changed
 *   npm run gen:operations -- --check <file or URL>   only prints what would change; exit code 1 if anything would
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { readSchemas } from "../src/client/operations/body-schemas.js";
import { ENUMS } from "../src/client/operations/generated/enums.js";
import { OPERATIONS } from "../src/client/operations/generated/operations.js";
import { SCHEMAS } from "../src/client/operations/generated/schemas.js";
import { SECRET_NAMES } from "../src/client/operations/generated/secret-names.js";
import { SERVICES } from "../src/client/operations/generated/services.js";
import { differences } from "./catalog-diff.js";
import { type Choices, choices, flatChoices } from "./catalog-enums.js";
import { OVERLAY_DATE, withOverlay } from "./catalog-overlay.js";
import { type Catalog, catalog, flat } from "./catalog-read.js";
import { flatServices, type Services, services } from "./catalog-services.js";
import { bodyTypes } from "./catalog-types.js";

const HEADER =
  "// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.\n\n";
const file = (name: string) =>
  fileURLToPath(new URL(`../src/client/operations/generated/${name}`, import.meta.url));

async function read(source: string): Promise<unknown> {
  if (!/^https?:/.test(source)) return JSON.parse(readFileSync(source, "utf8"));
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${source} responded with status ${response.status}`);
  return response.json();
}

const SCHEMAS_TYPE = `{
  /** What $ref refers to, by name. */
  readonly shared: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<string, string>>;
  readonly replies: Readonly<Record<string, string>>;
  /** Bodies that depend on one of their fields: the fields that each of its values adds. */
  readonly variants: Readonly<
    Record<string, { readonly by: string; readonly bodies: Readonly<Record<string, string>> }>
  >;
  /** Operations that take the variants of another. */
  readonly sameVariants: Readonly<Record<string, string>>;
}`;

const SERVICES_TYPE = `{
  /** Names and categories of the better known connector types. */
  readonly labels: Readonly<
    Record<string, { readonly name: string; readonly type: string }>
  >;
  /** What $ref refers to, by name. */
  readonly shared: Readonly<Record<string, string>>;
  readonly connectors: Readonly<Record<string, string>>;
  readonly destinations: Readonly<Record<string, string>>;
}`;

/** Returns the date on which Fivetran generated a definition. The definition contains it. */
function dateOf(definition: unknown): string {
  const { tags } = z
    .looseObject({ tags: z.array(z.object({ name: z.string(), description: z.string() })) })
    .parse(definition);
  return z.iso
    .datetime()
    .parse(tags.find(({ name }) => name === "updated")?.description)
    .slice(0, 10);
}

function write(
  { operations, schemas, secretNames }: Catalog,
  { enums }: Choices,
  types: Services,
  date: string,
): void {
  const sources: Record<string, string> = {
    "origin.ts": `/** When Fivetran generated the definition that the catalog is from, and the newer one of its additions. */\nexport const CATALOGUE_ORIGIN = ${JSON.stringify({ definition: date, additions: OVERLAY_DATE })} as const;`,
    "enums.ts": `/** The values that a field of a request body takes, by operation and field. */\nexport const ENUMS = ${JSON.stringify(enums)} as const;`,
    "services.ts": `/** The fields of connector and destination types as JSON texts, each parsed when it is first used. */\nexport const SERVICES: ${SERVICES_TYPE} = ${JSON.stringify(types)};`,
    "operations.ts": `export const OPERATIONS = ${JSON.stringify(operations)} as const;`,
    "bodies.ts": bodyTypes(operations, readSchemas(schemas)),
    "schemas.ts": `/** JSON Schemas as JSON text, each parsed when it is first used. */\nexport const SCHEMAS: ${SCHEMAS_TYPE} = ${JSON.stringify(schemas)};`,
    "secret-names.ts": `export const SECRET_NAMES: ReadonlySet<string> = new Set(${JSON.stringify(secretNames)});`,
  };
  for (const [name, source] of Object.entries(sources))
    writeFileSync(file(name), `${HEADER}${source}\n`);
  const paths = Object.keys(sources).map(file);
  execFileSync("npx", ["biome", "check", "--write", ...paths], { stdio: "inherit" });
}

const args = process.argv.slice(2);
const source = args.find((arg) => !arg.startsWith("--"));
if (source === undefined) {
  console.error(
    "usage: npm run gen:operations -- [--check] <file or URL of the OpenAPI definition>",
  );
  process.exit(2);
}
const definition = withOverlay(await read(source));
const fresh = catalog(definition);
const found = choices(definition);
const types = services(definition);
const old: Catalog = {
  operations: OPERATIONS,
  schemas: SCHEMAS,
  secretNames: [...SECRET_NAMES],
};
const changes = [
  ...differences(flat(old), flat(fresh)),
  ...differences(flatChoices({ enums: ENUMS }), flatChoices(found)),
  ...differences(flatServices(SERVICES), flatServices(types)),
];
console.log([`${Object.keys(fresh.operations).length} operations`, ...changes].join("\n"));
if (changes.length === 0) console.log("nothing changed");
if (args.includes("--check")) process.exitCode = changes.length === 0 ? 0 : 1;
else write(fresh, found, types, dateOf(definition));

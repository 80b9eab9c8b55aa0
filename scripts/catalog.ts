/**
 * Reads the public OpenAPI definition of the Fivetran REST API and writes the operation catalogue: facts only
 * (method, path, parameters, shapes of bodies and answers), no text of the definition.
 *
 *   npm run catalog -- <file or URL>           writes, and says what changed
 *   npm run catalog -- --check <file or URL>   only says what would change; exit code 1 if anything would
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  DESTINATION_CHOICES,
  DESTINATION_TYPES,
} from "../src/fivetran/destination-types.generated.js";
import { OPERATIONS } from "../src/fivetran/operations.generated.js";
import { SECRET_NAMES } from "../src/fivetran/secret-names.generated.js";
import { SHAPES } from "../src/fivetran/shapes.generated.js";
import { differences } from "./catalog-diff.js";
import { type Catalogue, catalogue, flat } from "./catalog-read.js";
import { bodyTypes } from "./catalog-types.js";

const HEADER = "// Made by `npm run catalog` from the public OpenAPI definition. Do not edit.\n\n";
const file = (name: string) => fileURLToPath(new URL(`../src/fivetran/${name}`, import.meta.url));

async function read(source: string): Promise<unknown> {
  if (!/^https?:/.test(source)) return JSON.parse(readFileSync(source, "utf8"));
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${source} answered ${response.status}`);
  return response.json();
}

function write({ operations, shapes, secretNames, ...rest }: Catalogue): void {
  const sources: Record<string, string> = {
    "operations.generated.ts": `export const OPERATIONS = ${JSON.stringify(operations)} as const;`,
    "call-types.generated.ts": bodyTypes(operations, shapes),
    "shapes.generated.ts": `import type { Shapes } from "./shapes.js";\n\nexport const SHAPES: Shapes = ${JSON.stringify(shapes)};`,
    "destination-types.generated.ts": `export const DESTINATION_TYPES: Readonly<Record<string, string>> = ${JSON.stringify(rest.destinations)};\n\nexport const DESTINATION_CHOICES: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(rest.destinationChoices)};`,
    "secret-names.generated.ts": `export const SECRET_NAMES: ReadonlySet<string> = new Set(${JSON.stringify(secretNames)});`,
  };
  for (const [name, source] of Object.entries(sources))
    writeFileSync(file(name), `${HEADER}${source}\n`);
  const paths = Object.keys(sources).map(file);
  execFileSync("npx", ["biome", "check", "--write", ...paths], { stdio: "inherit" });
}

const args = process.argv.slice(2);
const source = args.find((arg) => !arg.startsWith("--"));
if (source === undefined) {
  console.error("usage: npm run catalog -- [--check] <file or URL of the OpenAPI definition>");
  process.exit(2);
}
const fresh = catalogue(await read(source));
const old: Catalogue = {
  operations: OPERATIONS,
  shapes: SHAPES,
  destinations: DESTINATION_TYPES,
  destinationChoices: DESTINATION_CHOICES,
  secretNames: [...SECRET_NAMES],
};
const changes = differences(flat(old), flat(fresh));
console.log([`${Object.keys(fresh.operations).length} operations`, ...changes].join("\n"));
if (changes.length === 0) console.log("nothing changed");
if (args.includes("--check")) process.exitCode = changes.length === 0 ? 0 : 1;
else write(fresh);

/**
 * Reads the public OpenAPI definition of the Fivetran REST API and writes the operation catalogue: facts only
 * (method, path, parameters, shapes of bodies and answers), no text of the definition.
 *
 *   npm run gen:operations -- <file or URL>           writes, and says what changed
 *   npm run gen:operations -- --check <file or URL>   only says what would change; exit code 1 if anything would
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  CONNECTOR_TYPES,
  DESTINATION_TYPE_IDS,
  TYPE_FIELDS,
} from "../src/client/operations/generated/connector-types.js";
import {
  DESTINATION_CHOICES,
  DESTINATION_TYPES,
} from "../src/client/operations/generated/destination-types.js";
import { ENUMS } from "../src/client/operations/generated/enums.js";
import { OPERATIONS } from "../src/client/operations/generated/operations.js";
import { SHAPES } from "../src/client/operations/generated/schemas.js";
import { SECRET_NAMES } from "../src/client/operations/generated/secret-names.js";
import { differences } from "./catalog-diff.js";
import { type Choices, choiceFiles, choices, flatChoices } from "./catalog-enums.js";
import { type Catalogue, catalogue, flat } from "./catalog-read.js";
import { bodyTypes } from "./catalog-types.js";

const HEADER =
  "// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.\n\n";
const file = (name: string) =>
  fileURLToPath(new URL(`../src/client/operations/generated/${name}`, import.meta.url));

async function read(source: string): Promise<unknown> {
  if (!/^https?:/.test(source)) return JSON.parse(readFileSync(source, "utf8"));
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${source} answered ${response.status}`);
  return response.json();
}

function write({ operations, shapes, secretNames, ...rest }: Catalogue, found: Choices): void {
  const sources: Record<string, string> = {
    ...choiceFiles(found),
    "operations.ts": `export const OPERATIONS = ${JSON.stringify(operations)} as const;`,
    "bodies.ts": bodyTypes(operations, shapes),
    "schemas.ts": `import type { Shapes } from "../shape.js";\n\nexport const SHAPES: Shapes = ${JSON.stringify(shapes)};`,
    "destination-types.ts": `export const DESTINATION_TYPES: Readonly<Record<string, string>> = ${JSON.stringify(rest.destinations)};\n\nexport const DESTINATION_CHOICES: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(rest.destinationChoices)};`,
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
const definition = await read(source);
const fresh = catalogue(definition);
const found = choices(definition);
const old: Catalogue = {
  operations: OPERATIONS,
  shapes: SHAPES,
  destinations: DESTINATION_TYPES,
  destinationChoices: DESTINATION_CHOICES,
  secretNames: [...SECRET_NAMES],
};
const oldChoices: Choices = {
  enums: ENUMS,
  connectorTypes: CONNECTOR_TYPES,
  destinationTypes: DESTINATION_TYPE_IDS,
  fields: TYPE_FIELDS,
};
const changes = [
  ...differences(flat(old), flat(fresh)),
  ...differences(flatChoices(oldChoices), flatChoices(found)),
];
console.log([`${Object.keys(fresh.operations).length} operations`, ...changes].join("\n"));
if (changes.length === 0) console.log("nothing changed");
if (args.includes("--check")) process.exitCode = changes.length === 0 ? 0 : 1;
else write(fresh, found);

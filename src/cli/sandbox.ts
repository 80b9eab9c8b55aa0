import fs from "node:fs/promises";
import * as z from "zod";
import { cannotListen, inputError } from "../base/errors.js";
import { endOnSignals } from "../base/signals.js";
import { quoted } from "../base/text.js";

type World = "demo" | "empty" | "large";

export interface SandboxWords {
  world?: World;
  port?: number;
  connectors?: number;
  seed?: number;
  reset?: boolean;
  export?: string;
  import?: string;
  webhooksTo?: string[];
  sources?: string;
}

export interface SandboxCommandOptions {
  createSandbox(options: {
    world: World;
    stateFile?: string;
    connections?: number;
    seed?: number;
    webhooksTo?: readonly string[];
    notify: (notice: string) => void;
  }): Promise<{
    apiKey: string;
    apiSecret: string;
    controlSecret: string;
    listen(port?: number): Promise<{ url: string; close(): Promise<void> }>;
    reset(): void;
    exportWorld(): string;
    importWorld(text: string): void;
    giveSource(name: string, tables: Record<string, Record<string, string[]>>): void;
  }>;
  /** Undefined if the folder cannot be written to. */
  stateFile: string | undefined;
  notify: (notice: string) => void;
  stdout: NodeJS.WritableStream;
}

/**
 * Serves a simulated account. The demo account is shared with commands that use `--sandbox`, and
 * `--reset` and `--import` replace it. Any other account exists in memory until the process stops.
 */
export async function sandboxCommand(
  words: SandboxWords,
  { createSandbox, stateFile, notify, stdout }: SandboxCommandOptions,
): Promise<number> {
  const { port, connectors, seed, webhooksTo = [] } = words;
  const world = worldOf(words);
  const kind = {
    world,
    ...(connectors === undefined ? {} : { connections: connectors }),
    ...(seed === undefined ? {} : { seed }),
    notify,
  };
  const kept = stateFile === undefined ? {} : { stateFile };
  const replaces = words.reset === true || words.import !== undefined;
  const isShared = replaces || (world === "demo" && seed === undefined);
  const text = words.import === undefined ? undefined : await readFile(words.import);
  const sandbox = await createSandbox({ ...kind, ...(isShared ? kept : {}), webhooksTo });
  const sources = words.sources === undefined ? {} : await readSources(words.sources);
  if (text !== undefined) {
    importInto(sandbox, text, words.import ?? "");
    giveTo(sandbox, sources);
    stdout.write("Replaced the simulated account with the imported account.\n");
    return 0;
  }
  if (words.reset === true) {
    sandbox.reset();
    giveTo(sandbox, sources);
    stdout.write(
      world === "demo"
        ? "Reset the simulated account to its initial state.\n"
        : `Replaced the simulated account with a new ${world} account.\n`,
    );
    return 0;
  }
  giveTo(sandbox, sources);
  if (words.export !== undefined) {
    await writeFile(words.export, sandbox.exportWorld());
    stdout.write(`Wrote the simulated account to ${words.export}.\n`);
    return 0;
  }
  const { url, close } = await sandbox.listen(port).catch(portInUse(port));
  stdout.write(`SANDBOX ${world}: a simulated Fivetran account. Stop it with Ctrl-C.

  FIVETRAN_API_URL=${url}
  FIVETRAN_API_KEY=${sandbox.apiKey}
  FIVETRAN_API_SECRET=${sandbox.apiSecret}
  SANDBOX_SECRET=${sandbox.controlSecret}

Try: curl -u ${sandbox.apiKey}:${sandbox.apiSecret} ${url}/v1/connections
Controls: curl -H "X-Sandbox-Secret: ${sandbox.controlSecret}" ${url}/_sandbox/requests
In a browser: ${url}/
`);
  await new Promise<void>((resolve) => {
    endOnSignals(() => resolve());
  });
  await close();
  return 0;
}

/** Returns the account to create. A number of connectors selects the large account. */
function worldOf(words: SandboxWords): World {
  const { world, connectors } = words;
  const alone = [words.reset, words.export, words.import].filter((word) => word !== undefined);
  if (alone.length > 1) {
    throw inputError(
      "--reset, --export and --import cannot be given together.",
      "Give one of them.",
    );
  }
  if (words.import !== undefined && (world ?? connectors ?? words.seed) !== undefined) {
    throw inputError(
      "--import takes the whole account from the file.",
      "Leave out --world, --connectors and --seed.",
    );
  }
  if (connectors !== undefined && world !== undefined && world !== "large") {
    throw inputError(
      "--connectors is the size of the large account.",
      `Leave it out, or give --world large instead of ${world}.`,
    );
  }
  return world ?? (connectors === undefined ? "demo" : "large");
}

function importInto(sandbox: { importWorld(text: string): void }, text: string, path: string) {
  try {
    sandbox.importWorld(text);
  } catch (error) {
    throw inputError(
      `The file ${quoted(path, 200)} is not an account exported by this version.`,
      "Nothing was changed. To write such a file: fivetran-agent sandbox --export <file>",
      { cause: String(error) },
    );
  }
}

const Sources = z.record(
  z.string().min(1),
  z.record(z.string(), z.record(z.string(), z.array(z.string().min(1)).min(1))),
);

/** Reads tables of sources, keyed by the name or host of their connectors. */
async function readSources(path: string): Promise<z.output<typeof Sources>> {
  const text = await readFile(path);
  try {
    return Sources.parse(JSON.parse(text));
  } catch (error) {
    throw inputError(
      `The file ${quoted(path, 200)} is not a valid list of sources with their tables.`,
      'Example: {"people_pg":{"public":{"people":["id*","email","ssn"]}}}.',
      { cause: String(error) },
    );
  }
}

function giveTo(
  sandbox: { giveSource(name: string, tables: Record<string, Record<string, string[]>>): void },
  sources: z.output<typeof Sources>,
): void {
  for (const [name, tables] of Object.entries(sources)) sandbox.giveSource(name, tables);
}

const fileProblem = (path: string) => (error: unknown) => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  throw inputError(`The file ${quoted(path, 200)} cannot be used (${code}).`, "Give another path.");
};
const readFile = (path: string) => fs.readFile(path, "utf8").catch(fileProblem(path));
const writeFile = (path: string, text: string) =>
  fs.writeFile(path, text, { mode: 0o600 }).catch(fileProblem(path));

const portInUse = (port: number | undefined) => (error: unknown) => {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  const hint = "Give another port with --port, or leave --port out to use any free port.";
  throw cannotListen(error, { host: "127.0.0.1", port: port ?? 0 }, hint);
};

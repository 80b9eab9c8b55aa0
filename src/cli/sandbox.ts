import { parseArgs } from "node:util";
import { inputError } from "../base/errors.js";
import { quoted } from "../base/text.js";

type World = "demo" | "empty" | "large";

export interface SandboxCommandOptions {
  createSandbox(options: {
    world: World;
    stateFile?: string;
    connections?: number;
    notify: (notice: string) => void;
  }): Promise<{
    apiKey: string;
    apiSecret: string;
    listen(port?: number): Promise<{ url: string; close(): Promise<void> }>;
    reset(): void;
  }>;
  /** Absent where nothing can be kept. */
  stateFile: string | undefined;
}

/** `--reset` starts the shared world anew; otherwise a world is served until the process is stopped. */
export async function sandboxCommand(
  words: readonly string[],
  { createSandbox, stateFile }: SandboxCommandOptions,
): Promise<number | undefined> {
  const { port, world, reset, connectors } = options(words);
  const kept = stateFile === undefined ? {} : { stateFile };
  if (reset) {
    const sandbox = await createSandbox({ world: "demo", ...kept, notify });
    sandbox.reset();
    process.stdout.write("The sandbox world starts anew.\n");
    return 0;
  }
  const sandbox = await createSandbox(
    world === "demo"
      ? { world, ...kept, notify }
      : { world, notify, ...(connectors === undefined ? {} : { connections: connectors }) },
  );
  const { url, close } = await sandbox.listen(port);
  process.stdout.write(`SANDBOX ${world}: a pretend Fivetran account. Stop it with Ctrl-C.

  FIVETRAN_API_URL=${url}
  FIVETRAN_API_KEY=${sandbox.apiKey}
  FIVETRAN_API_SECRET=${sandbox.apiSecret}

Try: curl -u ${sandbox.apiKey}:${sandbox.apiSecret} ${url}/v1/connections
In a browser: ${url}/
`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await close();
  return 0;
}

const USAGE =
  "fivetran-agent sandbox [--port N] [--world demo|empty|large] [--connectors N] [--reset]";

export const notify = (notice: string) => void process.stderr.write(`${notice}\n`);

function options(words: readonly string[]) {
  let values: { port?: string; world?: string; reset?: boolean; connectors?: string };
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: {
        port: { type: "string" },
        world: { type: "string" },
        connectors: { type: "string" },
        reset: { type: "boolean" },
      },
    }));
  } catch (error) {
    // Its own advice to escape positionals helps nobody here.
    const [what = "Unknown option"] = error instanceof Error ? error.message.split(".") : [];
    throw inputError(`${what}.`, USAGE);
  }
  const { world = "demo", reset = false } = values;
  if (!isWorld(world))
    throw inputError(`--world takes demo, empty or large, not ${quoted(world, 60)}.`, USAGE);
  return {
    world,
    reset,
    port: number("--port", values.port, 0, 65_535) ?? 0,
    connectors: number("--connectors", values.connectors, 1, 100_000),
  };
}

const isWorld = (text: string): text is World => ["demo", "empty", "large"].includes(text);

function number(
  flag: string,
  text: string | undefined,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw inputError(
    `${flag} takes a whole number from ${min} to ${max}, not ${quoted(text, 60)}.`,
    USAGE,
  );
}

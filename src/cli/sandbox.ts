import { AppError } from "../base/errors.js";

type World = "demo" | "empty" | "large";

export interface SandboxWords {
  world: World;
  port?: number;
  connectors?: number;
  reset?: boolean;
  webhooksTo?: string[];
}

export interface SandboxCommandOptions {
  createSandbox(options: {
    world: World;
    stateFile?: string;
    connections?: number;
    webhooksTo?: readonly string[];
    notify: (notice: string) => void;
  }): Promise<{
    apiKey: string;
    apiSecret: string;
    controlSecret: string;
    listen(port?: number): Promise<{ url: string; close(): Promise<void> }>;
    reset(): void;
  }>;
  /** Absent where the folder for it cannot be written. */
  stateFile: string | undefined;
}

/** `--reset` puts the shared account back to its start; otherwise an account is served until the process is stopped. */
export async function sandboxCommand(
  { port, world, reset = false, connectors, webhooksTo = [] }: SandboxWords,
  { createSandbox, stateFile }: SandboxCommandOptions,
): Promise<number> {
  const kept = stateFile === undefined ? {} : { stateFile };
  if (reset) {
    const sandbox = await createSandbox({ world: "demo", ...kept, notify });
    sandbox.reset();
    process.stdout.write("The simulated account is back at its start.\n");
    return 0;
  }
  const sandbox = await createSandbox(
    world === "demo"
      ? { world, ...kept, webhooksTo, notify }
      : {
          world,
          webhooksTo,
          notify,
          ...(connectors === undefined ? {} : { connections: connectors }),
        },
  );
  const { url, close } = await sandbox.listen(port).catch(portInUse(port));
  process.stdout.write(`SANDBOX ${world}: a simulated Fivetran account. Stop it with Ctrl-C.

  FIVETRAN_API_URL=${url}
  FIVETRAN_API_KEY=${sandbox.apiKey}
  FIVETRAN_API_SECRET=${sandbox.apiSecret}
  SANDBOX_SECRET=${sandbox.controlSecret}

Try: curl -u ${sandbox.apiKey}:${sandbox.apiSecret} ${url}/v1/connections
Controls: curl -H "X-Sandbox-Secret: ${sandbox.controlSecret}" ${url}/_sandbox/requests
In a browser: ${url}/
`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await close();
  return 0;
}

const portInUse = (port: number | undefined) => (error: unknown) => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
  const why = code === "EACCES" ? "may not be opened by this user" : "is in use";
  throw new AppError("unavailable", `Port ${port} of this machine ${why}.`, {
    hint: "Give another one with --port, or leave it out for any free one.",
    cause: error,
  });
};

export const notify = (notice: string) => void process.stderr.write(`${notice}\n`);

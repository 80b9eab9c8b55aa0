import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import * as z from "zod";
import { AppError, inputError } from "../../base/errors.js";
import { exampleForShell } from "../quoting.js";

const Response = z.looseObject({
  id: z.number().optional(),
  result: z.record(z.string(), z.json()).optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});

const Listed = z.looseObject({ name: z.string().optional(), uri: z.string().optional() });

export interface InspectWords {
  method: string | undefined;
  params: string | undefined;
}

const PROTOCOL = "2025-11-25";

/**
 * Starts the MCP server like a host does, and prints an overview, or the response to one request.
 * @returns the exit code
 */
export async function inspect(
  { method, params }: InspectWords,
  serverWords: readonly string[],
): Promise<number> {
  const given = parsedParams(params);
  const server = spawn(process.execPath, [...process.execArgv, ...serverWords], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = new Map<number, (response: z.output<typeof Response>) => void>();
  const ended = new Promise<never>((_, reject) =>
    server.once("exit", (code) =>
      reject(new AppError("unavailable", `The server ended with code ${code}.`)),
    ),
  );
  createInterface({ input: server.stdout }).on("line", (line) => {
    const response = Response.safeParse(JSON.parse(line));
    if (response.success) waiting.get(response.data.id ?? -1)?.(response.data);
  });
  const send = (message: Record<string, unknown>) =>
    server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  let last = 0;
  const request = (name: string, values: Record<string, unknown>) => {
    last += 1;
    const id = last;
    const response = new Promise<z.output<typeof Response>>((resolve) => waiting.set(id, resolve));
    send({ id, method: name, params: values });
    return Promise.race([response, ended]);
  };
  try {
    const clientInfo = { name: "fivetran-agent inspect", version: "1" };
    const hello = await request("initialize", {
      protocolVersion: PROTOCOL,
      capabilities: {},
      clientInfo,
    });
    send({ method: "notifications/initialized" });
    const shown =
      method === undefined ? await overview(hello, request) : await request(method, given);
    process.stdout.write(
      typeof shown === "string"
        ? shown
        : `${JSON.stringify(shown.error ?? shown.result, null, 2)}\n`,
    );
    return typeof shown !== "string" &&
      (shown.error !== undefined || shown.result?.["isError"] === true)
      ? 1
      : 0;
  } finally {
    ended.catch(() => {});
    server.stdin.end();
    server.kill();
  }
}

function parsedParams(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return z.record(z.string(), z.json()).parse(JSON.parse(text));
  } catch {
    throw inputError(
      "inspect: the parameters are not a JSON object.",
      exampleForShell(`Quote them: inspect tools/call '{"name":"check_stale","arguments":{}}'`),
    );
  }
}

const LISTS = {
  "tools/list": "tools",
  "prompts/list": "prompts",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
} as const;

async function overview(
  hello: z.output<typeof Response>,
  request: (name: string, values: Record<string, unknown>) => Promise<z.output<typeof Response>>,
): Promise<string> {
  const lines = [`initialize: ${JSON.stringify(hello.result?.["serverInfo"] ?? hello.error)}`];
  for (const [method, key] of Object.entries(LISTS)) {
    const { result } = await request(method, {});
    const items = z.array(Listed).catch([]).parse(result?.[key]);
    const size = JSON.stringify(result ?? {}).length;
    lines.push(
      `${method}: ${items.length}, ${size} characters`,
      ...items.map(({ name, uri }) => `  ${uri ?? name}`),
    );
  }
  return `${lines.join("\n")}\n`;
}

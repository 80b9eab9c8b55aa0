import type { ToolListing } from "../toolkit/listing.js";
import { paramsOf } from "./args.js";

export interface HelpOptions {
  version: string;
  settings: readonly { env: string; flag?: string; help: string }[];
}

const MARKS = { read: " ", write: "W", delete: "D" } as const;

const pad = (text: string, width: number) => text.padEnd(width);

export function overview(
  tools: readonly ToolListing[],
  { version, settings }: HelpOptions,
): string {
  const width = Math.max(...tools.map((tool) => tool.name.length)) + 2;
  const settingWidth = Math.max(...settings.map(({ env }) => env.length)) + 2;
  return `fivetran-agent ${version}: run Fivetran from an agent or a terminal

Usage:
  fivetran-agent <tool> [value] [--param value]... [--json] [--dry-run]
  fivetran-agent <tool> --help      parameters of one tool
  fivetran-agent mcp                MCP server on stdio (also when stdin is no terminal and no tool is named)
  fivetran-agent sandbox [--port N] [--world demo|empty|large] [--reset]
                                    serve the pretend account, or start it anew
  fivetran-agent doctor             check credentials, reach, clock, proxy and version
  fivetran-agent log-query <query> --dialect D [--schema S] [--connector ID]
                                    SQL for Fivetran's own log in the warehouse: syncs, failures, durations, usage
  fivetran-agent --sandbox          the health of the pretend account

Tools (W: changes, D: deletes; what could hurt asks first):
${tools.map((tool) => `  ${pad(tool.name, width)}${MARKS[tool.effect]} ${tool.title}`).join("\n")}

Flags:
  --sandbox        use the pretend account: no credentials, no network, no risk
  --json           print the data form, errors included
  --dry-run        print the plan of a change; there is no token and nothing is sent
  --read-only      refuse every change
  --scope S        read, read/write (default) or read/write/delete; deletes need the last
  --env-file F     read settings from a file
  --version, --help

Settings (environment):
${settings.map(({ env, help }) => `  ${pad(env, settingWidth)}${help}`).join("\n")}

Exit codes: 0 ok, 1 failed, 2 usage, 3 refused by policy or confirmation needed, 4 credentials or permission,
5 outcome unknown, 6 rate limited, 7 wait ran out (resumable)

Try it: fivetran-agent check_stale --sandbox
`;
}

export function toolHelp(tool: ToolListing): string {
  const required = new Set(tool.inputSchema.required ?? []);
  const params = paramsOf(tool);
  const [first] = params;
  const rows = params.map(([name, param]) => {
    const kind =
      param.enum?.join("|") ??
      (param.type === "array"
        ? `${param.items?.enum?.join("|") ?? param.items?.type ?? "value"}...`
        : (param.type ?? "value"));
    const notes = [
      required.has(name) ? "required" : "",
      param.default === undefined ? "" : `default ${JSON.stringify(param.default)}`,
      param.description ?? "",
    ].filter((note) => note !== "");
    return `  --${pad(name.replaceAll("_", "-"), 22)}${kind}${notes.length > 0 ? `  (${notes.join("; ")})` : ""}`;
  });
  return `fivetran-agent ${tool.name}: ${tool.title}

${tool.description}

Usage: fivetran-agent ${tool.name}${first === undefined ? "" : required.has(first[0]) ? ` <${first[0]}>` : ` [${first[0]}]`} [--param value]...

${rows.join("\n")}
`;
}

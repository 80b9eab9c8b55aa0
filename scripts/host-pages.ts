import { readFileSync } from "node:fs";

// One page for each host, with what it supports. The snippets are those of the manifests.

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const PACKAGE = `fivetran-agent@${version}`;
const block = (language: string, text: string) => `\`\`\`${language}\n${text.trim()}\n\`\`\``;
const file = (path: string) => block("json", readFileSync(path, "utf8"));

interface Host {
  id: string;
  name: string;
  /** What of the server it uses, as of the date below. */
  elicitation: boolean;
  prompts: boolean;
  resources: boolean;
  skill: string;
  body: string[];
}

const MEASURED = "August 2026";
const STANDARD = {
  mcpServers: {
    fivetran: {
      command: "npx",
      args: ["-y", PACKAGE],
      env: { FIVETRAN_API_KEY: "…", FIVETRAN_API_SECRET: "…" },
    },
  },
};
const standard = block("json", JSON.stringify(STANDARD, undefined, 2));

const HOSTS: readonly Host[] = [
  {
    id: "claude-code",
    name: "Claude Code",
    elicitation: true,
    prompts: true,
    resources: true,
    skill: "with the plugin",
    body: [
      "The plugin brings the server and the skill. Claude Code asks for the key and keeps it in the keychain.",
      block(
        "sh",
        "claude plugin marketplace add fivetran-agent/fivetran-agent\nclaude plugin install fivetran@fivetran-agent",
      ),
      "Or the server alone, with the key from your environment:",
      block(
        "sh",
        `claude mcp add fivetran --env FIVETRAN_API_KEY="$FIVETRAN_API_KEY" --env FIVETRAN_API_SECRET="$FIVETRAN_API_SECRET" -- npx -y ${PACKAGE}`,
      ),
      "Tools that always need confirmation carry `anthropic/requiresUserInteraction`: Claude Code asks the user before each call of them, even if all tools are allowed.",
    ],
  },
  {
    id: "claude-desktop",
    name: "Claude Desktop",
    elicitation: false,
    prompts: true,
    resources: true,
    skill: "as resources",
    body: [
      "Open the bundle `fivetran.mcpb` of a release, or drag it into *Settings > Extensions*. It needs no Node.js on the machine, asks for the key, and keeps it in the keychain of the system. *Sandbox* in its settings switches to the simulated account.",
      "Without the bundle, add this to `claude_desktop_config.json`:",
      standard,
      "Claude Desktop does not let a server ask the user: leave `FIVETRAN_APPROVAL` at `token`.",
    ],
  },
  {
    id: "codex",
    name: "Codex",
    elicitation: true,
    prompts: false,
    resources: true,
    skill: "with the plugin",
    body: [
      "The plugin passes on the key from the environment of Codex:",
      block(
        "sh",
        "codex plugin marketplace add fivetran-agent/fivetran-agent\ncodex plugin add fivetran@fivetran-agent",
      ),
      "Or the server alone:",
      block("sh", `codex mcp add fivetran -- npx -y ${PACKAGE}`),
      "Codex gives up on a call after 60 seconds. Waits return before that, with a handle to continue.",
    ],
  },
  {
    id: "cursor",
    name: "Cursor",
    elicitation: true,
    prompts: true,
    resources: false,
    skill: "with the plugin",
    body: [
      "`.cursor/mcp.json` in a project, or `~/.cursor/mcp.json`. The key comes from the environment of the editor.",
      file("packaging/cursor/mcp.json"),
    ],
  },
  {
    id: "vscode",
    name: "VS Code",
    elicitation: true,
    prompts: true,
    resources: true,
    skill: "as resources",
    body: [
      "`.vscode/mcp.json`. VS Code asks for the key once and stores it.",
      file("packaging/vscode/mcp.json"),
    ],
  },
  {
    id: "copilot-cli",
    name: "GitHub Copilot CLI",
    elicitation: true,
    prompts: false,
    resources: false,
    skill: "with the plugin",
    body: [
      block(
        "sh",
        "copilot plugin marketplace add fivetran-agent/fivetran-agent\ncopilot plugin install fivetran@fivetran-agent",
      ),
      "The server reads `FIVETRAN_API_KEY` and `FIVETRAN_API_SECRET` from the environment.",
    ],
  },
  {
    id: "gemini-cli",
    name: "Gemini CLI",
    elicitation: false,
    prompts: true,
    resources: false,
    skill: "with the extension",
    body: [
      block("sh", "gemini extensions install https://github.com/fivetran-agent/fivetran-agent"),
      "It asks for the key when it is installed. Gemini CLI does not let a server ask the user: leave `FIVETRAN_APPROVAL` at `token`.",
    ],
  },
  {
    id: "openclaw",
    name: "OpenClaw, and any agent with a shell",
    elicitation: false,
    prompts: false,
    resources: false,
    skill: "instead of MCP",
    body: [
      "The skill works through the command line and costs no tokens until it is used.",
      block(
        "sh",
        `npm install -g ${PACKAGE}\nopenclaw skills install git:fivetran-agent/fivetran-agent`,
      ),
      "OpenClaw offers the skill once the program is on the path; `openclaw skills info fivetran` says what is missing. For other agents, copy `skills/fivetran` into their folder of skills (`.agents/skills/`, `.claude/skills/`).",
      "As an MCP server instead:",
      block("sh", `openclaw mcp add fivetran -- npx -y ${PACKAGE}`),
    ],
  },
  {
    id: "docker",
    name: "Docker",
    elicitation: false,
    prompts: true,
    resources: true,
    skill: "as resources",
    body: [
      "`packaging/docker` has the Dockerfile and the entry for Docker's catalog.",
      block(
        "sh",
        "docker build -t mcp/fivetran-agent packaging/docker\ndocker run -i --rm -e FIVETRAN_API_KEY -e FIVETRAN_API_SECRET mcp/fivetran-agent",
      ),
      "Plans live in the container: mount a volume at `/home/node/state` to keep them between starts. For several callers over HTTP, see [serve](../serve.md).",
    ],
  },
  {
    id: "other",
    name: "Any other MCP host",
    elicitation: false,
    prompts: false,
    resources: false,
    skill: "as resources",
    body: [
      "Most hosts take this block:",
      standard,
      "On Windows, a host that cannot start `npx` takes `cmd` with the arguments `/c npx -y " +
        `${PACKAGE}\`, or \`node\` with the path of \`dist/bin/main.js\` of an installed package.`,
    ],
  },
];

const mark = (has: boolean) => (has ? "yes" : "no");
const TRY = `To try it without an account, set \`FIVETRAN_SANDBOX\` to \`true\`, or add \`--sandbox\` to the arguments. Problems: [troubleshooting](../troubleshooting.md).`;

const page = (host: Host) => `# ${host.name}

${host.body.join("\n\n")}

| lets the server ask the user | prompts | resources | skill |
|---|---|---|---|
| ${mark(host.elicitation)} | ${mark(host.prompts)} | ${mark(host.resources)} | ${host.skill} |

As of ${MEASURED}. All tools work in every host. ${TRY}
`;

const index = `# Hosts

| host | lets the server ask the user | prompts | resources | skill |
|---|---|---|---|---|
${HOSTS.map((host) => `| [${host.name}](hosts/${host.id}.md) | ${mark(host.elicitation)} | ${mark(host.prompts)} | ${mark(host.resources)} | ${host.skill} |`).join("\n")}

As of ${MEASURED}. All tools work in every host. In a host that does not let the server ask the user, the
plan is returned as a result, and the call is repeated
with its token ([safety](safety.md)).
`;

export const hostPages = (): [string, string][] => [
  ["docs/hosts.md", index],
  ...HOSTS.map((host): [string, string] => [`docs/hosts/${host.id}.md`, page(host)]),
];

import { readFileSync } from "node:fs";

// Generates one page for each host, with the features that it supports. The snippets come from the
// manifests.

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const PACKAGE = `fivetran-agent@${version}`;
const block = (language: string, text: string) => `\`\`\`${language}\n${text.trim()}\n\`\`\``;
const file = (path: string) => block("json", readFileSync(path, "utf8"));

interface Host {
  id: string;
  name: string;
  /** The server features that the host supports, as of the date below. Undefined: it depends on the host. */
  elicitation: boolean | undefined;
  prompts: boolean | undefined;
  resources: boolean | undefined;
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
      "The plugin contains the server and the skill. Claude Code asks for the API key and stores it in the keychain.",
      block(
        "sh",
        "claude plugin marketplace add fivetran-agent/fivetran-agent\nclaude plugin install fivetran@fivetran-agent",
      ),
      "You can also add only the server, with the key from your environment:",
      block(
        "sh",
        `claude mcp add fivetran --env FIVETRAN_API_KEY="$FIVETRAN_API_KEY" --env FIVETRAN_API_SECRET="$FIVETRAN_API_SECRET" -- npx -y ${PACKAGE}`,
      ),
      "Some tools always need confirmation. The server marks them with `anthropic/requiresUserInteraction`. Claude Code then asks the user before each call to these tools, even if all tools are allowed.",
    ],
  },
  {
    id: "claude-desktop",
    name: "Claude Desktop",
    elicitation: false,
    prompts: true,
    resources: true,
    skill: "read as MCP resources",
    body: [
      "Download `fivetran.mcpb` from a release and open it, or drag it into *Settings > Extensions*. Claude Desktop asks for the API key and stores it in the keychain of the system. You do not need to install Node.js. To use the simulated account, turn on *Sandbox* in the settings of the extension.",
      "Without the bundle, add this to `claude_desktop_config.json`:",
      standard,
      "In Claude Desktop, a server cannot ask the user a question. Leave `FIVETRAN_APPROVAL` at `token`.",
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
      "Install the plugin. It passes the key from the environment of Codex to the server:",
      block(
        "sh",
        "codex plugin marketplace add fivetran-agent/fivetran-agent\ncodex plugin add fivetran@fivetran-agent",
      ),
      "You can also add only the server:",
      block("sh", `codex mcp add fivetran -- npx -y ${PACKAGE}`),
      "Codex cancels a call after 60 seconds. A tool that waits for a sync returns before that, with a handle. To continue the wait, call `wait_for_sync` with the handle.",
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
      "Put this configuration into `.cursor/mcp.json` of a project, or into `~/.cursor/mcp.json`. Cursor reads the key from its environment.",
      file("packaging/cursor/mcp.json"),
    ],
  },
  {
    id: "vscode",
    name: "VS Code",
    elicitation: true,
    prompts: true,
    resources: true,
    skill: "read as MCP resources",
    body: [
      "Put this configuration into `.vscode/mcp.json`. VS Code asks for the key once and stores it.",
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
      "Gemini CLI asks for the key when you install the extension. In Gemini CLI, a server cannot ask the user a question. Leave `FIVETRAN_APPROVAL` at `token`.",
    ],
  },
  {
    id: "openclaw",
    name: "OpenClaw, and any agent with a shell",
    elicitation: false,
    prompts: false,
    resources: false,
    skill: "installed as files",
    body: [
      "Install the program and the skill. The agent then calls the program on the command line. The skill costs no tokens until the agent uses it.",
      block(
        "sh",
        `npm install -g ${PACKAGE}\nopenclaw skills install git:fivetran-agent/fivetran-agent`,
      ),
      "OpenClaw offers the skill if the program is on the `PATH`. `openclaw skills info fivetran` shows what is missing. For another agent, copy `skills/fivetran` into its skills folder, for example `.agents/skills/` or `.claude/skills/`.",
      "You can also use the MCP server instead:",
      block("sh", `openclaw mcp add fivetran -- npx -y ${PACKAGE}`),
    ],
  },
  {
    id: "docker",
    name: "Docker",
    elicitation: false,
    prompts: true,
    resources: true,
    skill: "read as MCP resources",
    body: [
      "`packaging/docker` contains the Dockerfile and the entry for Docker's MCP catalog.",
      block(
        "sh",
        "docker build -t mcp/fivetran-agent packaging/docker\ndocker run -i --rm -e FIVETRAN_API_KEY -e FIVETRAN_API_SECRET mcp/fivetran-agent",
      ),
      "The server stores plans in the container. To keep them when the container is replaced, mount a volume at `/home/node/state`. To serve several clients over HTTP, see [serve](../serve.md).",
    ],
  },
  {
    id: "other",
    name: "Any other MCP host",
    elicitation: undefined,
    prompts: undefined,
    resources: undefined,
    skill: "if the host supports resources",
    body: [
      "Most hosts accept this configuration:",
      standard,
      "On Windows, some hosts cannot start `npx`. Use the command `cmd` with the arguments `/c npx -y " +
        `${PACKAGE}\`. If the package is installed, you can also use \`node\` with the path of its \`dist/bin/main.js\`.`,
    ],
  },
];

const mark = (has: boolean | undefined) =>
  has === undefined ? "depends on the host" : has ? "yes" : "no";
const TRY = `To use the simulated account, set \`FIVETRAN_SANDBOX\` to \`true\`, or add \`--sandbox\` to the arguments. If something does not work, see [troubleshooting](../troubleshooting.md).`;

const page = (host: Host) => `# ${host.name}

${host.body.join("\n\n")}

| questions to the user | prompts | resources | skill |
|---|---|---|---|
| ${mark(host.elicitation)} | ${mark(host.prompts)} | ${mark(host.resources)} | ${host.skill} |

The table is as of ${MEASURED}. All tools work in every host.

${TRY}
`;

const index = `# Hosts

The table shows the features of this package that each host supports, as of ${MEASURED}. All tools work in every host.

| host | questions to the user | prompts | resources | skill |
|---|---|---|---|---|
${HOSTS.map((host) => `| [${host.name}](hosts/${host.id}.md) | ${mark(host.elicitation)} | ${mark(host.prompts)} | ${mark(host.resources)} | ${host.skill} |`).join("\n")}

*Questions to the user* means that the server can ask the user to confirm a change in a form of the host (MCP
elicitation). *Skill* shows how an agent gets the skill: as a part of a plugin or extension, as files, or by reading the
resources of the MCP server.

If the server cannot ask the user, a change that needs confirmation returns a plan with a token. The agent shows the plan
to the user and repeats the call with the token. See [safety](safety.md).
`;

export const hostPages = (): [string, string][] => [
  ["docs/hosts.md", index],
  ...HOSTS.map((host): [string, string] => [`docs/hosts/${host.id}.md`, page(host)]),
];

import { readFileSync } from "node:fs";
import { OPTIONS } from "../src/config.js";
import { ICON_SVG } from "../src/server/identity.js";
import { PROMPTS } from "../src/server/prompts.js";
import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";

// Metadata of this package for hosts and catalogs, from one source. `npm run gen:docs` writes the
// files.

const manifest: Record<string, unknown> & { name: string; version: string } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const { name, version } = manifest;
const REPOSITORY = "https://github.com/fivetran-agent/fivetran-agent";
const AUTHOR = { name: "fivetran-agent contributors", url: REPOSITORY };
const LICENSE = "MIT";
/** The server's name in the MCP registry. package.json has the same name as `mcpName`. */
const REGISTRY_NAME = "io.github.fivetran-agent/fivetran-agent";
const TITLE = "Fivetran";
// The registry accepts at most 100 characters.
const SHORT =
  "Run Fivetran: find stale data, trigger syncs, change schemas. Risky changes return a plan first.";
const LONG =
  "Find out which connectors are stale and why, trigger syncs, change schemas, create and delete connectors. Risky changes return a plan first. The package includes a simulated account.";
const KEYWORDS = ["fivetran", "etl", "elt", "data-pipelines", "ingestion", "mcp"];
const ICON = "packaging/icon.png";
const ICON_URL = `https://raw.githubusercontent.com/fivetran-agent/fivetran-agent/v${version}/${ICON}`;
const NPX = { command: "npx", args: ["-y", `${name}@${version}`] };

const help = (env: string): string => {
  const option = OPTIONS.find((each) => each.env === env);
  if (option === undefined) throw new Error(`${env} is not a setting`);
  return `${option.help.charAt(0).toUpperCase()}${option.help.slice(1)}`;
};

/** The settings that a host asks a person for. All others belong in the host's configuration. */
const ASKED = [
  { key: "api_key", env: "FIVETRAN_API_KEY", title: "API key", secret: true },
  { key: "api_secret", env: "FIVETRAN_API_SECRET", title: "API secret", secret: true },
  {
    key: "scope",
    env: "FIVETRAN_SCOPE",
    title: "Scope",
    secret: false,
    standard: "read/write",
  },
] as const;

const questions = () =>
  Object.fromEntries(
    ASKED.map((each) => [
      each.key,
      {
        type: "string",
        title: each.title,
        description: help(each.env),
        sensitive: each.secret,
        required: false,
        ...("standard" in each ? { default: each.standard } : {}),
      },
    ]),
  );

const environment = (reference: (each: (typeof ASKED)[number]) => string) =>
  Object.fromEntries(ASKED.map((each) => [each.env, reference(each)]));

const shared = { name: "fivetran", version, description: LONG };
const origin = { author: AUTHOR, homepage: REPOSITORY, repository: REPOSITORY, license: LICENSE };
const tagged = { ...shared, ...origin, keywords: KEYWORDS };

/** MCP registry: `mcp-publisher publish packaging/server.json`. */
const server = {
  $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  name: REGISTRY_NAME,
  title: TITLE,
  description: SHORT,
  version,
  repository: { url: REPOSITORY, source: "github" },
  websiteUrl: REPOSITORY,
  icons: [{ src: ICON_URL, mimeType: "image/png", sizes: ["512x512"] }],
  packages: [
    {
      registryType: "npm",
      registryBaseUrl: "https://registry.npmjs.org",
      identifier: name,
      version,
      runtimeHint: "npx",
      transport: { type: "stdio" },
      environmentVariables: [
        ...ASKED.map((each) => ({
          name: each.env,
          description: help(each.env),
          isRequired: false,
          isSecret: each.secret,
          ...("standard" in each
            ? { default: each.standard, choices: ["read", "read/write", "read/write/delete"] }
            : {}),
        })),
        {
          name: "FIVETRAN_SANDBOX",
          description: help("FIVETRAN_SANDBOX"),
          isRequired: false,
          format: "boolean",
        },
      ],
    },
  ],
};

/** MCPB bundle for Claude Desktop. `npm run build:mcpb` packs it. */
const mcpb = {
  manifest_version: "0.3",
  name,
  display_name: TITLE,
  version,
  description: SHORT,
  long_description: LONG,
  author: AUTHOR,
  repository: { type: "git", url: `${REPOSITORY}.git` },
  homepage: REPOSITORY,
  documentation: `${REPOSITORY}/blob/main/README.md`,
  support: `${REPOSITORY}/issues`,
  icon: "icon.png",
  server: {
    type: "node",
    entry_point: "dist/bin/main.js",
    mcp_config: {
      command: "node",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the host fills it in
      args: ["${__dirname}/dist/bin/main.js", "mcp"],
      env: {
        ...environment(({ key }) => `\${user_config.${key}}`),
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the host fills it in
        FIVETRAN_SANDBOX: "${user_config.sandbox}",
      },
    },
  },
  tools: tools.map((tool) => ({ name: tool.name, description: tool.description })),
  prompts: PROMPTS.map((prompt) => ({
    name: prompt.name,
    description: prompt.description,
    arguments: prompt.arguments.map((argument) => argument.name),
    text: prompt.text(
      Object.fromEntries(prompt.arguments.map((each) => [each.name, `\${arguments.${each.name}}`])),
    ),
  })),
  keywords: KEYWORDS,
  license: LICENSE,
  privacy_policies: ["https://www.fivetran.com/legal/privacy-policy"],
  compatibility: { platforms: ["darwin", "win32", "linux"], runtimes: { node: ">=20.18.1" } },
  user_config: {
    ...questions(),
    sandbox: {
      type: "boolean",
      title: "Sandbox",
      description:
        "Use a simulated account instead of your own. It needs no credentials and no network.",
      required: false,
      default: false,
    },
  },
};

/**
 * Claude Code: `claude plugin marketplace add fivetran-agent/fivetran-agent`. Its skills are in
 * `skills/`.
 */
const claudePlugin = {
  ...tagged,
  mcpServers: {
    fivetran: { ...NPX, env: environment(({ key }) => `\${user_config.${key}}`) },
  },
  userConfig: questions(),
};

/**
 * The marketplace offers only the folder of the skill, because Claude Code installs all
 * dependencies of a folder that contains a package.json.
 */
const marketplaceOf = (plugin: Record<string, unknown>) => ({
  name: "fivetran-agent",
  owner: { name: AUTHOR.name, url: AUTHOR.url },
  metadata: { description: "The Fivetran plugin of fivetran-agent", version },
  plugins: [
    {
      ...plugin,
      source: "./skills/fivetran",
      strict: false,
      skills: ["./"],
      category: "data",
      tags: KEYWORDS.slice(0, 3),
    },
  ],
});

/**
 * Copilot CLI asks for no settings. A variable that is not set in the environment becomes an empty
 * text.
 */
const copilotPlugin = {
  ...tagged,
  mcpServers: { fivetran: { ...NPX, env: environment(({ env }) => `\${${env}:-}`) } },
};

/** Gemini CLI: `gemini extensions install https://github.com/fivetran-agent/fivetran-agent`. */
const gemini = {
  ...shared,
  mcpServers: { fivetran: NPX },
  contextFileName: "packaging/gemini/GEMINI.md",
  settings: ASKED.map((each) => ({
    name: each.title,
    description: help(each.env),
    envVar: each.env,
    sensitive: each.secret,
  })),
};

const geminiContext = `# Fivetran

Before you work with Fivetran, read \`skills/fivetran/SKILL.md\` of this extension. It describes which tool to
use for each job, and which reference to read.
`;

/** Codex reads the plugin's servers from a separate file. */
const stdio = { mcpServers: { fivetran: { ...NPX, env_vars: ASKED.map(({ env }) => env) } } };

const codexPlugin = {
  ...tagged,
  skills: "./skills/",
  mcpServers: "./packaging/codex/mcp.json",
  interface: {
    displayName: TITLE,
    shortDescription: "Run Fivetran data pipelines",
    longDescription: LONG,
    developerName: AUTHOR.name,
    category: "Data",
    capabilities: ["Read", "Write"],
    websiteURL: REPOSITORY,
    defaultPrompt: ["Which connectors are stale or broken, and why?"],
    logo: `./${ICON}`,
  },
};

const codexMarketplace = {
  name: "fivetran-agent",
  interface: { displayName: "fivetran-agent" },
  plugins: [
    {
      name: shared.name,
      source: { source: "local", path: "./" },
      policy: { installation: "AVAILABLE", authentication: "ON_INSTALL" },
      category: "Data",
    },
  ],
};

/** Cursor passes on values from the environment of the editor. */
const cursorServers = {
  mcpServers: { fivetran: { ...NPX, env: environment(({ env }) => `\${env:${env}}`) } },
};

const cursorPlugin = {
  ...tagged,
  author: { name: AUTHOR.name },
  logo: ICON,
  skills: "./skills/",
  mcpServers: "./packaging/cursor/mcp.json",
};

/** VS Code asks once and stores the values in its secret storage. */
const vscode = {
  inputs: ASKED.map((each) => ({
    id: `fivetran_${each.key}`,
    type: "promptString",
    description: each.title === "Scope" ? help(each.env) : `Fivetran ${each.title}`,
    password: each.secret,
    ...("standard" in each ? { default: each.standard } : {}),
  })),
  servers: {
    fivetran: {
      type: "stdio",
      ...NPX,
      env: environment(({ key }) => `\${input:fivetran_${key}}`),
    },
  },
};

/** The entry in Docker's catalog of MCP servers. */
const dockerServer = `name: ${name}
image: mcp/${name}
type: server
meta:
  category: data
  tags:
    - fivetran
    - etl
about:
  title: ${TITLE}
  description: ${JSON.stringify(LONG)}
  icon: ${ICON_URL}
source:
  project: ${REPOSITORY}
  # The catalog needs the commit of the release: git rev-parse v${version}
  dockerfile: packaging/docker/Dockerfile
config:
  description: API key and secret of Fivetran. A system key with read permissions is enough for reads.
  secrets:
${ASKED.filter(({ secret }) => secret)
  .map(
    (each) =>
      `    - name: ${name}.${each.key}\n      env: ${each.env}\n      example: "<${each.title}>"`,
  )
  .join("\n")}
  env:
    - name: FIVETRAN_SCOPE
      example: read/write
      value: "{{${name}.scope}}"
  parameters:
    type: object
    properties:
      scope:
        type: string
        description: ${JSON.stringify(help("FIVETRAN_SCOPE"))}
        default: read/write
`;

const dockerfile = `# MCP server on stdio: docker run -i --rm -e FIVETRAN_API_KEY -e FIVETRAN_API_SECRET mcp/${name}
FROM node:22-alpine
LABEL io.modelcontextprotocol.server.name="${REGISTRY_NAME}"
LABEL org.opencontainers.image.source="${REPOSITORY}"
LABEL org.opencontainers.image.licenses="${LICENSE}"
RUN npm install --global --ignore-scripts ${name}@${version} && npm cache clean --force
ENV FIVETRAN_STATE_DIR=/home/node/state
RUN mkdir -m 700 /home/node/state && chown node:node /home/node/state
USER node
ENTRYPOINT ["fivetran-agent", "mcp"]
`;

/** The tools for Docker's catalog, which cannot start the server without credentials. */
const dockerTools = tools.map(listing).map((tool) => ({
  name: tool.name,
  description: tool.description,
  arguments: Object.entries(tool.inputSchema.properties).map(([argument, schema]) => {
    const { type = "string", description = "" } = Object(schema);
    return { name: argument, type, desc: description };
  }),
}));

const json = (data: unknown) => `${JSON.stringify(data, undefined, 2)}\n`;

/** Returns every file for a host or catalog, by path. */
export const manifests = (): [string, string][] => [
  ["packaging/icon.svg", ICON_SVG],
  ["packaging/server.json", json(server)],
  ["packaging/mcpb/manifest.json", json(mcpb)],
  [".claude-plugin/plugin.json", json(claudePlugin)],
  [".claude-plugin/marketplace.json", json(marketplaceOf(claudePlugin))],
  [".github/plugin/marketplace.json", json(marketplaceOf(copilotPlugin))],
  ["gemini-extension.json", json(gemini)],
  ["packaging/gemini/GEMINI.md", geminiContext],
  [".codex-plugin/plugin.json", json(codexPlugin)],
  [".agents/plugins/marketplace.json", json(codexMarketplace)],
  ["packaging/codex/mcp.json", json(stdio)],
  [".cursor-plugin/plugin.json", json(cursorPlugin)],
  ["packaging/cursor/mcp.json", json(cursorServers)],
  ["packaging/vscode/mcp.json", json(vscode)],
  ["packaging/docker/server.yaml", dockerServer],
  ["packaging/docker/Dockerfile", dockerfile],
  ["packaging/docker/tools.json", json(dockerTools)],
];

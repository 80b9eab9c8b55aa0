import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { manifests } from "../scripts/manifests.js";
import { stageBundle } from "../scripts/mcpb.js";
import { OPTIONS } from "../src/config.js";
import { tools } from "../tools/index.js";
import { environment, requireBuild } from "./process.js";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const manifest = json("package.json");
const files = new Map(manifests());
const reference = (name: string) => `\${${name}}`;

test("the registry's entry holds to the registry's schema, and npm can prove who owns it", () => {
  const Variable = z.strictObject({
    name: z.enum(OPTIONS.map(({ env }) => env)),
    description: z.string(),
    isRequired: z.boolean(),
    isSecret: z.boolean().optional(),
    format: z.enum(["string", "number", "boolean", "filepath"]).optional(),
    default: z.string().optional(),
    choices: z.array(z.string()).optional(),
  });
  const Server = z.strictObject({
    $schema: z.url(),
    name: z.string().regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
    title: z.string().min(1).max(100),
    description: z.string().min(1).max(100),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    repository: z.strictObject({ url: z.url(), source: z.literal("github") }),
    websiteUrl: z.url(),
    icons: z.array(
      z.strictObject({
        src: z.url({ protocol: /^https$/ }).max(255),
        mimeType: z.enum(["image/png", "image/svg+xml"]),
        sizes: z.array(z.string().regex(/^(\d+x\d+|any)$/)),
      }),
    ),
    packages: z.array(
      z.strictObject({
        registryType: z.literal("npm"),
        registryBaseUrl: z.literal("https://registry.npmjs.org"),
        identifier: z.literal(manifest.name),
        version: z.literal(manifest.version),
        runtimeHint: z.literal("npx"),
        transport: z.strictObject({ type: z.literal("stdio") }),
        environmentVariables: z.array(Variable),
      }),
    ),
  });
  const server = Server.parse(json("packaging/server.json"));
  expect(server.name).toBe(manifest.mcpName);
  expect(files.get("packaging/docker/Dockerfile")).toContain(`server.name="${manifest.mcpName}"`);
});

test("every manifest has the package's version, pins it, and names files that exist", () => {
  for (const [path, text] of files) {
    for (const [, pinned] of text.matchAll(/fivetran-agent@([\w.-]+)/g)) {
      expect(pinned, path).toBe(manifest.version);
    }
    if (!path.endsWith(".json")) continue;
    const { version } = JSON.parse(text);
    if (version !== undefined) expect(version, path).toBe(manifest.version);
    const named = [...text.matchAll(/"(?:\.\/)?((?:packaging|skills)\/[^"]*)"/g)];
    for (const [, file = ""] of named) expect(existsSync(file), `${path}: ${file}`).toBe(true);
  }
});

test("secrets are asked for as secrets, and none has a value", () => {
  const { userConfig } = json(".claude-plugin/plugin.json");
  const { user_config } = json("packaging/mcpb/manifest.json");
  for (const questions of [userConfig, user_config]) {
    expect(questions.api_key).toMatchObject({ sensitive: true });
    expect(questions.api_secret).toMatchObject({ sensitive: true });
    expect(questions.api_secret.default).toBeUndefined();
  }
  const { inputs } = json("packaging/vscode/mcp.json");
  const hidden = inputs.filter(({ password }: { password: boolean }) => password);
  expect(hidden.map(({ id }: { id: string }) => id)).toEqual([
    "fivetran_api_key",
    "fivetran_api_secret",
  ]);
  const { config } = parse(files.get("packaging/docker/server.yaml") ?? "");
  expect(config.secrets.map(({ env }: { env: string }) => env)).toEqual([
    "FIVETRAN_API_KEY",
    "FIVETRAN_API_SECRET",
  ]);
});

test("a marketplace offers a folder without a package.json, and passes on settings as its host does", () => {
  const settings = (path: string) => {
    const { plugins } = json(path);
    expect(plugins).toHaveLength(1);
    const [{ source, strict, skills, mcpServers }] = plugins;
    expect(existsSync(join(source, "SKILL.md"))).toBe(true);
    expect(existsSync(join(source, "package.json"))).toBe(false);
    expect({ strict, skills }).toEqual({ strict: false, skills: ["./"] });
    return Object.values(mcpServers.fivetran.env);
  };
  expect(settings(".claude-plugin/marketplace.json")).toContain(reference("user_config.api_key"));
  expect(settings(".github/plugin/marketplace.json")).toContain(reference("FIVETRAN_API_KEY:-"));
});

test("catalogs that list tools list those of the program", () => {
  const names = tools.map(({ name }) => name);
  for (const path of ["packaging/docker/tools.json", "packaging/mcpb/manifest.json"]) {
    const listed = json(path);
    expect((listed.tools ?? listed).map(({ name }: { name: string }) => name)).toEqual(names);
  }
});

test("the icon is a square PNG of 512 pixels", () => {
  const png = readFileSync("packaging/icon.png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
});

// Starts the bundle like a host does: a value that was not filled in is an empty text, and a switch
// is "true" or "false".
test.each(["true", "false"])(
  "the bundle serves from its own folder: sandbox %s",
  async (sandbox) => {
    requireBuild();
    const folder = await mkdtemp(join(tmpdir(), "fivetran bundle "));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    stageBundle(folder);
    const { server, user_config } = json(join(folder, "manifest.json"));
    const filled = (text: string) =>
      text
        .replaceAll(/\$\{__dirname\}/g, folder)
        .replaceAll(/\$\{user_config\.(\w+)\}/g, (_, key) =>
          key === "sandbox" ? sandbox : (user_config[key].default ?? ""),
        );
    const env = Object.fromEntries(
      Object.entries<string>(server.mcp_config.env).map(([name, value]) => [name, filled(value)]),
    );
    const client = new Client({ name: "host", version: "1" });
    onTestFinished(() => client.close());
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: server.mcp_config.args.map(filled),
        env: environment({ ...env, FIVETRAN_STATE_DIR: join(folder, "state") }),
        stderr: "ignore",
      }),
    );
    expect((await client.listTools()).tools.length).toBeGreaterThan(20);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain("skill://fivetran/SKILL.md");
    const checked = await client.callTool({ name: "check_stale", arguments: {} });
    expect(JSON.stringify(checked.content)).toContain(
      sandbox === "true" ? "connectors checked" : "no Fivetran credentials",
    );
  },
);

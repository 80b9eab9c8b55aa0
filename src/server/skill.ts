import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  memorySkillFiles,
  type SkillSource,
  SkillsExtension,
} from "@modelcontextprotocol/server/ext/skills";

const NAME = "fivetran";
const URI = `skill://${NAME}/`;
const CACHE = { ttlMs: 3_600_000, cacheScope: "public" } as const;

/** The first sentence of a reference: "Read when …". SKILL.md does not have one. */
const whenToRead = (text: string) =>
  /^Read when [\s\S]*?\.(?=\s)/m.exec(text)?.[0].replaceAll("\n", " ");

/**
 * The text of a file without the nested metadata that only OpenClaw reads from an installed skill. The skills
 * extension does not list a skill whose metadata is not text.
 */
const served = (text: string) => text.replace(/^ {2}openclaw:\n(?: {4}.*\n)+/m, "");

/** Serves the package's skill over MCP: through the skills extension, and as resources for clients without it. */
export function skillExtension(folder: string): SkillsExtension {
  let read: Map<string, string> | undefined;
  const files = () => {
    read ??= new Map(
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".md"))
        .map((path) => [
          path.replaceAll("\\", "/"),
          served(readFileSync(join(folder, path), "utf8")),
        ]),
    );
    return read;
  };
  const entries = async () => {
    const paths = [...files()].map(([path, text]) => [`${NAME}/${path}`, text]);
    const catalog = await SkillsExtension.load(memorySkillFiles(Object.fromEntries(paths)));
    return [...catalog.entries];
  };
  const source: SkillSource = {
    list: async () => ({ skills: await entries() }),
    get: async (uri) => (uri === `${URI}SKILL.md` ? (await entries())[0] : undefined),
    read: async (uri) => {
      const text = uri.startsWith(URI) ? files().get(uri.slice(URI.length)) : undefined;
      return text === undefined ? undefined : { text, mimeType: "text/markdown" };
    },
    listResources: async () =>
      [...files()].map(([path, text]) => ({
        uri: `${URI}${path}`,
        name: `${NAME}/${path}`,
        description: whenToRead(text) ?? "How to manage Fivetran with these tools",
        mimeType: "text/markdown",
      })),
  };
  return new SkillsExtension({ source, cacheHint: CACHE });
}

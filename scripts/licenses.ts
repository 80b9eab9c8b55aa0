import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const PACKAGE = /(?:^|\/)(node_modules\/(?:@[^/]+\/)?[^/]+)\//;

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
});

/** A package whose code is in `dist`. */
export interface Bundled extends z.infer<typeof Manifest> {
  folder: string;
}

/** Returns every package that one of these modules is part of, by name. */
export function bundledPackages(modules: readonly string[]): Bundled[] {
  const folders = new Set(modules.flatMap((module) => PACKAGE.exec(module)?.[1] ?? []));
  return [...folders].sort().map((folder) => ({
    folder,
    ...Manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))),
  }));
}

function licenseText({ folder, name, license, author }: Bundled): string {
  const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8").trim();
  // Some packages name the MIT license but do not contain its text. This package has the same text.
  const holder = typeof author === "object" ? author.name : author;
  if (license !== "MIT" || holder === undefined) throw new Error(`${name} has no license text.`);
  return readFileSync("LICENSE", "utf8")
    .trim()
    .replace(/^Copyright.*$/m, `Copyright (c) ${holder}`);
}

/** Writes the license text of every bundled package, as the licenses require. */
export function writeLicenses(bundled: readonly Bundled[], path: string): void {
  const texts = bundled.map(
    (each) => `${each.name} ${each.version} (${each.license})\n\n${licenseText(each)}\n`,
  );
  writeFileSync(path, `Licenses of the packages bundled in dist.\n\n${texts.join("\n---\n\n")}`);
}

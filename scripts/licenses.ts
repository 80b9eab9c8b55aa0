import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";

const PACKAGE = /(?:^|\/)(node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Writes the license text of every package that the bundles contain, as their licenses require. */
export function writeLicenses(metafiles: readonly Metafile[], path: string): void {
  const folders = new Set(
    metafiles.flatMap(({ inputs }) =>
      Object.keys(inputs).flatMap((input) => PACKAGE.exec(input)?.[1] ?? []),
    ),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
    const text = file === undefined ? "" : `\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    return `${name} ${version} (${license})\n${text}`;
  });
  if (texts.length === 0) throw new Error("No licenses were found.");
  writeFileSync(path, `Licenses of the packages bundled in dist.\n\n${texts.join("\n---\n\n")}`);
}

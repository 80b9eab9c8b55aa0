import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as z from "zod";
import type { Bundled } from "./licenses.js";

const Sbom = z.looseObject({
  metadata: z.looseObject({
    component: z.looseObject({ "bom-ref": z.string(), name: z.string() }),
  }),
  components: z.array(z.looseObject({ "bom-ref": z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

/**
 * Writes a software bill of materials (CycloneDX) for the contents of the tarball, from the lock
 * file. For npm most bundled packages are development dependencies, so an audit of an installation
 * does not include them.
 */
export function writeSbom(name: string, bundled: readonly Bundled[], path: string): void {
  const [npm, ...first] =
    process.env["npm_execpath"] === undefined
      ? ["npm"]
      : [process.execPath, process.env["npm_execpath"]];
  const args = [...first, "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
  const all = Sbom.parse(JSON.parse(execFileSync(npm ?? "npm", args, { encoding: "utf8" })));
  const refs = new Set(bundled.map((each) => `${each.name}@${each.version}`));
  const components = all.components
    .filter((component) => refs.has(component["bom-ref"]))
    // Marked as required, although npm calls them development dependencies.
    .map(({ scope: _, properties: __, ...component }) => ({ ...component, scope: "required" }));
  const missing = [...refs].filter(
    (ref) => !components.some((component) => component["bom-ref"] === ref),
  );
  if (missing.length > 0) throw new Error(`Not in the lock file: ${missing.join(", ")}`);
  const root = all.metadata.component["bom-ref"];
  const dependencies = all.dependencies
    .filter(({ ref }) => ref === root || refs.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter((other) => refs.has(other)),
    }));
  // The time and the random number are removed, so that the same source gives the same file.
  const { serialNumber: _, metadata, ...rest } = all;
  const { timestamp: __, component, ...about } = metadata;
  const sbom = {
    ...rest,
    metadata: { ...about, component: { ...component, name } },
    components,
    dependencies,
  };
  writeFileSync(path, `${JSON.stringify(sbom, null, 2)}\n`);
}

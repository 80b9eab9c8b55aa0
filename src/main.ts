#!/usr/bin/env node
// Only this file is loaded before the version of Node is checked. All others may need a newer version.
const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number);
const LOWEST = [20, 18, 1] as const;

if (major * 1e6 + minor * 1e3 + patch < LOWEST[0] * 1e6 + LOWEST[1] * 1e3 + LOWEST[2]) {
  process.stderr.write(
    `fivetran-agent needs Node.js ${LOWEST.join(".")} or later; this is ${process.versions.node}. Install a current version from https://nodejs.org.\n`,
  );
  process.exitCode = 2;
} else {
  // A closed pipe (`| head -1`, or a host that ended) must not interrupt a change.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const { runProgram } = await import("./program.js");
  process.exitCode = await runProgram(process.argv.slice(2), process);
}

export {};

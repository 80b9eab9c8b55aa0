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
  // A closed pipe (`| head -1`, or a host that ended) must not interrupt a change. A full disk must not either, but a
  // script must not take a part of the result for the whole.
  let cut = false;
  process.stdout.on("error", (error: Error & { code?: unknown }) => {
    const code = String(error.code);
    if (cut || !/^E(?!PIPE|OF|IO|CONNRESET|RR_)/.test(code)) return;
    cut = true;
    process.exitCode ||= 1;
    process.stderr.write(`The result could not be written completely (${code}).\n`);
  });
  process.stderr.on("error", () => {});
  const { runProgram } = await import("./program.js");
  const code = await runProgram(process.argv.slice(2), process);
  process.exitCode = cut ? code || 1 : code;
}

export {};

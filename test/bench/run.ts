import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeBare } from "./bare.js";
import { block } from "./block.js";
import { history } from "./history.js";
import { install } from "./install.js";
import { jobTable } from "./job-table.js";
import { jobs } from "./jobs.js";
import { longTail } from "./long-tail.js";
import { overhead } from "./overhead.js";
import { PROGRAM } from "./process.js";
import { printSummary, printTable, type Row } from "./report.js";
import { scale } from "./scale.js";
import { serve } from "./serve.js";
import { soak } from "./soak.js";
import { stale } from "./stale.js";
import { start } from "./start.js";
import { toolList } from "./tool-list.js";

interface Section {
  title: string;
  run(folder: string): Promise<Row[]>;
  /** True if it runs only when it is named. */
  apart?: boolean;
}

const SECTIONS: Record<string, Section> = {
  tools: { title: "What a model reads first", run: toolList },
  stale: { title: "Which connectors are stale or broken, and why", run: stale },
  scale: { title: "50,000 connectors", run: scale },
  jobs: { title: "Other jobs", run: jobs },
  "job-table": { title: "Jobs that people expect first", run: jobTable },
  "long-tail": { title: "Jobs of the long tail", run: longTail },
  start: { title: "Starting", run: start },
  overhead: { title: "Overhead", run: overhead },
  serve: { title: "Over HTTP", run: serve },
  soak: { title: "Over HTTP, for minutes", run: soak, apart: true },
  block: { title: "Time that one call holds the process", run: block },
  history: { title: "The recorded history at 1,000,000 runs", run: history },
  install: { title: "Installing", run: install },
};

const words = process.argv.slice(2);
const wanted = words.filter((word) => /^[a-z]/.test(word));
const unknown = wanted.filter((word) => !(word in SECTIONS));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. There are: ${Object.keys(SECTIONS).join(", ")}.`);
  process.exit(2);
}
if (!words.includes("--no-build")) {
  execFileSync("npm", ["run", "-s", "build"], { stdio: "inherit" });
}

if (!existsSync(PROGRAM)) {
  console.error(`${PROGRAM} is not there: build first.`);
  process.exit(2);
}

const scratch = await mkdtemp(join(tmpdir(), "fivetran-agent-bench-"));
const rows: Row[] = [];
try {
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (wanted.length > 0 ? !wanted.includes(name) : section.apart === true) continue;
    const folder = join(scratch, name);
    await mkdir(folder);
    const measured = await section.run(folder);
    printTable(section.title, measured);
    rows.push(...measured);
  }
} finally {
  await closeBare();
  await rm(scratch, { recursive: true, force: true });
}
process.exitCode = printSummary(rows) ? 0 : 1;

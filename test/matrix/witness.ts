import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Stage } from "./stage.js";

/** Waits for a condition that must become true. The duration decides nothing. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 1500; left > 0; left -= 1) {
    if (await holds()) return;
    await sleep(10);
  }
  throw new Error(`it did not come to ${holds}`);
}

const Line = z.looseObject({ event: z.string(), outcome: z.string().optional() });

export async function auditLines({ auditLog }: Pick<Stage, "auditLog">) {
  const text = await readFile(auditLog, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Line.parse(JSON.parse(line)));
}

/** Returns the highest resident set so far in MB. Undefined without /proc. */
export function peakMemoryMb(pid: number): number | undefined {
  try {
    const kb = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

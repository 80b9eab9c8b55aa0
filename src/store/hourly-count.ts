import { randomBytes } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../base/errors.js";
import { makeFolder } from "../base/files.js";
import { unwritable } from "./state-folder.js";

const MOST_AN_HOUR = 10;

const HOUR_MS = 3_600_000;

/**
 * Counts an execution that cannot be taken back, over all processes of one user.
 * @throws AppError of type `policy_denied` for the eleventh within an hour; nothing has been sent.
 */
export async function countIrreversible(stateDir: string, now: Date): Promise<void> {
  const folder = join(stateDir, "executions");
  const mine = `${now.getTime()}-${randomBytes(6).toString("hex")}`;
  let names: string[];
  try {
    makeFolder(folder);
    await writeFile(join(folder, mine), "", { mode: 0o600 });
    names = await readdir(folder);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  const recent: string[] = [];
  for (const name of names) {
    if (now.getTime() - Number(name.split("-")[0]) < HOUR_MS) recent.push(name);
    else await rm(join(folder, name), { force: true });
  }
  // Marked first and counted after, so that of several at once each sees the others.
  if (recent.sort().indexOf(mine) < MOST_AN_HOUR) return;
  await rm(join(folder, mine), { force: true });
  const first = Number(recent[0]?.split("-")[0] ?? now.getTime());
  const minutes = Math.ceil((first + HOUR_MS - now.getTime()) / 60_000);
  throw new AppError(
    "policy_denied",
    `${MOST_AN_HOUR} deletes, resyncs or new secrets were executed within the last hour, which is the limit.`,
    {
      state: "Nothing was changed.",
      hint: `Try again in ${minutes} min; the confirmation stays valid until it expires.`,
      retryAfterSeconds: minutes * 60,
    },
  );
}

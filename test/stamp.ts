import { execFileSync } from "node:child_process";

const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();

/** Returns the date and the commit of a result. */
export function stamp(): { date: string; commit: string } {
  const changed = git("status", "--porcelain", "src", "tools") !== "";
  const head = git("rev-parse", "--short", "HEAD");
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: changed ? `${head} with changes on top` : head,
  };
}

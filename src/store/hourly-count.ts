import { randomBytes } from "node:crypto";
import { AppError } from "../base/errors.js";
import { digest } from "../base/json.js";
import type { Entries } from "./entries.js";

const HOUR_MS = 3_600_000;

export type HourlyCount = ReturnType<typeof hourlyCount>;

/**
 * Counts executions that cannot be undone, for each account and across all processes of one user. Each execution is
 * an entry whose name contains its time and account.
 */
export function hourlyCount(entries: Entries, limit: number, now: () => Date) {
  const accountMark = (account: string) => digest(account).slice(0, 12).replaceAll("-", "_");

  /** @throws AppError of type `policy_denied` if the limit is reached. */
  async function check(account: string): Promise<void> {
    const recent = await recentOf(account);
    if (recent.length >= limit) throw exceeded(recent);
  }

  /**
   * Counts one execution before it is sent. The returned function removes it again, for a change that had no effect.
   *
   * @throws AppError of type `policy_denied` if the limit is exceeded. Nothing has been sent.
   */
  async function add(account: string): Promise<() => Promise<void>> {
    const mine = `${now().getTime()}-${accountMark(account)}-${randomBytes(6).toString("hex")}`;
    const takeBack = () => entries.remove(mine);
    await entries.create(mine, "");
    const recent = await recentOf(account);
    // Checked after the entry is written, so that concurrent calls see each other's entries.
    if (recent.indexOf(mine) < limit) return takeBack;
    await takeBack();
    throw exceeded(recent);
  }

  /** The entries of the account within the last hour, oldest first. Removes older entries. */
  async function recentOf(account: string): Promise<string[]> {
    const recent: string[] = [];
    for (const name of await entries.names()) {
      const [time, of] = name.split("-");
      if (now().getTime() - Number(time) >= HOUR_MS) await entries.remove(name);
      else if (of === accountMark(account)) recent.push(name);
    }
    return recent.sort();
  }

  function exceeded(recent: readonly string[]): AppError {
    const first = Number(recent[0]?.split("-")[0] ?? now().getTime());
    const minutes = Math.max(1, Math.ceil((first + HOUR_MS - now().getTime()) / 60_000));
    return new AppError(
      "policy_denied",
      `The limit is reached: ${limit} deletes, re-syncs and new secrets in one hour.`,
      {
        state: "Nothing was changed.",
        hint: `Try again in ${minutes} min; the operator sets the limit in FIVETRAN_HOURLY_LIMIT.`,
        retryAfterSeconds: minutes * 60,
        facts: { setting: "FIVETRAN_HOURLY_LIMIT" },
      },
    );
  }

  return { check, add };
}

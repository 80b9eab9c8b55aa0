import { randomBytes } from "node:crypto";
import { AppError } from "../base/errors.js";
import { digest } from "../base/json.js";
import type { Entries } from "./entries.js";

const HOUR_MS = 3_600_000;

export type HourlyCount = ReturnType<typeof hourlyCount>;

/**
 * Counts executions that cannot be taken back, for each account, over all processes of one user: each is an
 * entry named by its time and account.
 */
export function hourlyCount(entries: Entries, limit: number, now: () => Date) {
  const accountMark = (account: string) => digest(account).slice(0, 12).replaceAll("-", "_");

  /** @throws AppError of type `policy_denied` where the limit leaves no room for another one. */
  async function check(account: string): Promise<void> {
    const recent = await recentOf(account);
    if (recent.length >= limit) throw exceeded(recent);
  }

  /**
   * Counts one, before it is sent. The returned function takes it back, for one that had no effect.
   * @throws AppError of type `policy_denied` for one too many; nothing has been sent.
   */
  async function add(account: string): Promise<() => Promise<void>> {
    const mine = `${now().getTime()}-${accountMark(account)}-${randomBytes(6).toString("hex")}`;
    const takeBack = () => entries.remove(mine);
    await entries.create(mine, "");
    const recent = await recentOf(account);
    // Counted after it is written, so that of several at once each sees the others.
    if (recent.indexOf(mine) < limit) return takeBack;
    await takeBack();
    throw exceeded(recent);
  }

  /** The names of this account's within the last hour, oldest first; older ones are removed. */
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
      `${limit} deletes, re-syncs or new secrets were executed within the last hour, which is the limit.`,
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

import { firedByDeadline } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import type { ReadContext } from "../../toolkit/define.js";
import { quoted } from "../../toolkit/render.js";

type Reader = Pick<ReadContext, "fivetran" | "signal" | "secondary">;

/** Reads what only adds to a plan, within the time for such reads. `unread` is the reason why it could not be read. */
export async function complement<T>(
  read: (signal: AbortSignal) => Promise<T>,
  { signal, secondary }: Pick<Reader, "signal" | "secondary">,
): Promise<{ found: T; unread?: undefined } | { found?: undefined; unread: string }> {
  try {
    return { found: await secondary.within(read) };
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    return { unread: error.message.replace(/\.$/, "") };
  }
}

/** Reads the public key of a group. `line` asks to add it to the SSH server. `of` is the group as the plan calls it. */
export async function publicKey(
  of: string,
  id: string,
  ctx: Reader,
): Promise<{ key?: string; line: string }> {
  const { found: key, unread } = await complement(
    (signal) => ctx.fivetran.groups.publicKey(id, { signal }),
    ctx,
  );
  const add = `add the public key of ${of} to the SSH server`;
  return key === undefined
    ? { line: `${add}; read it with group_ssh_public_key, because the plan could not: ${unread}` }
    : { key, line: `${add}: ${quoted(key, 1000)}` };
}

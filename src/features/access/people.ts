import { collect } from "../../base/collect.js";
import type { User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";

const REMEMBERED_MS = 60_000;

/** The users of the account; one read serves the calls of a minute. */
export const readUsers = ({ fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">) =>
  collect(fivetran.users.list({ signal, maxAgeMs: REMEMBERED_MS }));

/** A user as a result shows one: name, else e-mail address, else id. */
export function userName({ id, email, given_name, family_name }: User): string {
  const name = [given_name, family_name].filter(Boolean).join(" ");
  return bare(name || email || id);
}

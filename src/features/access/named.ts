import { inputError } from "../../base/errors.js";
import { nearest } from "../../base/nearest.js";
import type { Unreadable } from "../../client/resources/reply.js";
import type { ReadContext } from "../../toolkit/define.js";
import { quoted } from "../../toolkit/render.js";
import { UnreadableRecords } from "../health/index.js";

type OnUnreadable = (unreadable: Unreadable) => void;

/**
 * Finds the one item with this id or name.
 * @throws AppError of type `input` with similar names if there is not exactly one.
 */
export async function oneNamed<Item extends { id: string }>(
  kind: string,
  value: string,
  list: (onUnreadable: OnUnreadable) => AsyncIterable<Item>,
  namesOf: (item: Item) => (string | null | undefined)[],
): Promise<Item> {
  const unreadable = new UnreadableRecords(kind);
  const wanted = value.trim().toLowerCase();
  const names = new Set<string>();
  const found = new Map<string, Item>();
  for await (const item of list(unreadable.add)) {
    const own = namesOf(item).filter((name) => name != null && name !== "");
    if (item.id === value) return item;
    if (own.some((name) => name?.toLowerCase() === wanted)) {
      found.set(item.id, item);
    }
    for (const name of own) names.add(name ?? "");
  }
  const [item] = found.values();
  if (item !== undefined && found.size === 1) return item;
  const near = nearest(value, [...names], (name) => name).slice(0, 5);
  const next =
    found.size > 1
      ? "Ask the user which one is meant."
      : near.length > 0
        ? `Nearest: ${near.map((name) => quoted(name, 80)).join(", ")}.`
        : `List them with list_all_${kind}s.`;
  throw inputError(
    found.size > 1
      ? `${found.size} ${kind}s are called ${quoted(value, 80)}: ${[...found.keys()].join(", ")}.`
      : [`No ${kind} is called ${quoted(value, 80)}`, ...unreadable.notes(), ""].join(". ").trim(),
    `Nothing was sent. ${next}`,
    { candidates: near },
  );
}

/** Finds a user by id, e-mail address or full name. */
export const userNamed = (
  value: string,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
  report: OnUnreadable = () => {},
) =>
  oneNamed(
    "user",
    value,
    (note) =>
      fivetran.users.list({
        signal,
        onUnreadable(field) {
          note(field);
          report(field);
        },
      }),
    ({ id, email, given_name, family_name }) => [
      id,
      email,
      [given_name, family_name].filter(Boolean).join(" "),
    ],
  );

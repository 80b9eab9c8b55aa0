import type { Harness, Result } from "./harness.js";

/**
 * Returns a result for a full snapshot, with text and data. Ids of the simulated account are
 * replaced by `id:<its name>`, and random tokens by a word, so that no snapshot depends on them.
 */
export function shown(on: Pick<Harness, "sandbox">, { text, data, isError }: Result): string {
  const whole = `${isError ? "[isError]\n" : ""}${text}\n---\n${JSON.stringify(data, undefined, 2)}`;
  return withoutIds(on, whole);
}

export function withoutIds({ sandbox }: Pick<Harness, "sandbox">, text: string): string {
  const names = new Map<string, string>();
  sandbox.edit((world) => {
    names.set(world.account.account_id, "account");
    for (const { id, email } of world.users.values()) names.set(id, email ?? "service account");
    for (const id of world.transformations.keys()) names.set(id, "transformation");
    for (const id of world.webhooks.keys()) names.set(id, "webhook");
    for (const [kind, records] of world.records) {
      // The second record of a kind has a number.
      [...records.keys()].forEach((id, index) => {
        names.set(id, index === 0 ? kind : `${kind} ${index + 1}`);
      });
    }
    for (const { id, group_id } of world.destinations.values()) {
      names.set(id, world.groups.get(group_id)?.name ?? "destination");
    }
    for (const { id, name } of world.groups.values()) names.set(id, name);
    for (const { id, schema } of world.connections.values()) names.set(id, schema);
  });
  return text
    .replace(/("(?:expires|sent)_at": )"[^"]*"/g, '$1"TIME"')
    .replace(/\bop_[\w-]{12}(?![\w-])/g, "OPERATION")
    .replace(/\bfv[cp]1_[\w-]{43}/g, "TOKEN")
    .replace(/[A-Za-z0-9_-]+/g, (word) => (names.has(word) ? `id:${names.get(word)}` : word));
}

import { collect } from "../../base/collect.js";
import type { AccountReader } from "../../toolkit/define.js";
import type { ExpectationsFile } from "./file.js";
import { matcherOf } from "./rules.js";

export interface Coverage {
  connectors: number;
  /**
   * For each rule: the number of connectors that it applies to, and the number that it matches but
   * an earlier rule already took.
   */
  rules: { rule: string; connectors: number; taken: number }[];
  /** The names of connectors that no rule matches. */
  without: string[];
}

/** Returns the connectors of the account to which each rule of a file applies. */
export async function coverageOf(
  { rules }: ExpectationsFile,
  { fivetran, signal }: AccountReader,
): Promise<Coverage> {
  const [groups, connections] = await Promise.all([
    collect(fivetran.groups.list({ signal })),
    collect(fivetran.connections.list({ signal })),
  ]);
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  const counted = rules.map((rule) => ({
    rule: rule.name,
    matches: matcherOf(rule),
    connectors: 0,
    taken: 0,
  }));
  const without: string[] = [];
  for (const { id, schema: name, service, group_id } of connections) {
    const of = { id, name, service, group: { id: group_id, name: names.get(group_id) } };
    const [first, ...later] = counted.filter(({ matches }) => matches(of));
    if (first === undefined) without.push(name || id);
    else first.connectors += 1;
    for (const rule of later) rule.taken += 1;
  }
  return {
    connectors: connections.length,
    rules: counted.map(({ rule, connectors, taken }) => ({ rule, connectors, taken })),
    without: without.sort(),
  };
}

import { stringify } from "yaml";
import { collect } from "../../base/collect.js";
import { exactGlob } from "../../base/glob.js";
import { redact } from "../../base/secret.js";
import { ageMinutes } from "../../base/time.js";
import { limitBySchedule } from "../../client/health/state.js";
import type { Connection, Group } from "../../client/resources/models.js";
import type { AccountReader } from "../../toolkit/define.js";
import type { ExpectationRule, ExpectationsFile } from "./file.js";

export interface FirstFile {
  text: string;
  rules: number;
  connectors: number;
}

/**
 * Creates a first file of expectations from the present state of the account. For each group it has
 * a rule with the most common limit that follows from the schedules. Rules for connectors with
 * other limits come before it. Connectors without a schedule get twice the present age of their
 * data.
 */
export async function firstFile({ fivetran, now, signal }: AccountReader): Promise<FirstFile> {
  const [groups, connections] = await Promise.all([
    collect(fivetran.groups.list({ signal })),
    collect(fivetran.connections.list({ signal })),
  ]);
  const names = new Set<string>();
  const rules = [...groups]
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
    .flatMap((group) => {
      const members = connections.filter(({ group_id }) => group_id === group.id);
      const same = groups.filter(({ name }) => name === group.name).length > 1;
      return rulesOf(group, members, { now: now(), byId: same || !isShown(group.name), names });
    });
  const file: ExpectationsFile = { version: 1, timezone: "UTC", rules };
  return {
    text: `${HEAD}${stringify(file, { lineWidth: 100 })}`,
    rules: rules.length,
    connectors: connections.length,
  };
}

const HEAD = `# How old the data of each connector may be. The first rule that matches a connector applies to it.
# The limits come from the current schedules; connectors without a schedule have a limit of twice the current age of their data.
# Add to each rule what you know: owner: team-name, severity: critical | normal | low, and quiet hours such as
#   quiet_hours: { days: [sat, sun], timezone: Europe/Berlin }
#   quiet_hours: { from: "20:00", to: "07:00" }
# Use it with FIVETRAN_EXPECTATIONS=<this file>; check it with: fivetran-agent expectations check
`;

const MANUAL_HOURS = 24;

function rulesOf(
  group: Group,
  members: readonly Connection[],
  { now, byId, names }: { now: Date; byId: boolean; names: Set<string> },
): ExpectationRule[] {
  if (members.length === 0) return [];
  const byHours = new Map<number, string[]>();
  const manual = new Map<number, string[]>();
  const add = (to: Map<number, string[]>, hours: number, { schema, id }: Connection) =>
    to.set(hours, [...(to.get(hours) ?? []), exactGlob(isShown(schema) ? schema : id)]);
  for (const member of members) {
    const limit = limitBySchedule(member);
    const age = ageMinutes(member.succeeded_at, now);
    if (limit !== undefined) add(byHours, Math.ceil(limit / 60), member);
    else if (age !== undefined) {
      add(manual, Math.min(8760, Math.max(MANUAL_HOURS, Math.ceil(age / 30))), member);
    }
  }
  const [usual, ...others] = [...byHours].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const selector = exactGlob(byId ? group.id : group.name);
  const title = isShown(group.name) ? group.name : group.id;
  const rule = (
    name: string,
    hours: number,
    connector: readonly string[] | undefined,
  ): ExpectationRule => ({
    name: unique(name, names),
    ...(connector === undefined ? {} : { connector: [...connector].sort(compare) }),
    group: selector,
    max_age_hours: hours,
  });
  return [
    ...[...manual]
      .sort((a, b) => a[0] - b[0])
      .map(([hours, of]) => rule(`${title}_manual`, hours, of)),
    ...others.map(([hours, of]) => rule(`${title}_${hours}h`, hours, of)),
    ...(usual === undefined ? [] : [rule(title, usual[0], undefined)]),
  ];
}

/** Returns false if a name is empty or contains a secret. The file then contains the id instead. */
const isShown = (name: string) => name !== "" && redact(name) === name;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Returns a name that no other rule has. */
function unique(wanted: string, taken: Set<string>): string {
  const base = wanted.replace(/[^A-Za-z0-9_.-]+/g, "_").slice(0, 56) || "rule";
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  taken.add(name);
  return name;
}

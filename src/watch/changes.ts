import * as z from "zod";
import type { Connection } from "../client/resources/models.js";
import {
  type AccountHealth,
  type ConnectorHealth,
  type Diagnosis,
  groupCauses,
  standing,
} from "../features/health/index.js";
import { bare } from "../toolkit/render.js";
import { CHANGE_KINDS, type Change, type ChangeKind } from "./alerts.js";
import { SchemaLook } from "./schemas.js";

/** What an alert says apart of a connector's health. */
type Level = "ok" | "late" | "broken";

/** A connector when it was last looked at. */
export const State = z.object({
  level: z.enum(["ok", "late", "broken"]),
  succeeded_at: z.string().optional(),
  failed_at: z.string().optional(),
  schema: SchemaLook.optional(),
});
export type State = z.output<typeof State>;

const Details = z.object({ cause: z.string(), name: z.string(), group: z.string() });

/** A change as it was stored. */
export function changeIn(stored: {
  kind: string;
  at: number;
  id: string;
  details: string;
}): Change[] {
  const kind = CHANGE_KINDS.find((known) => known === stored.kind);
  const details = Details.safeParse(JSON.parse(stored.details));
  if (kind === undefined || !details.success) return [];
  return [{ kind, at: stored.at, id: stored.id, ...details.data }];
}

/** What is paused, loading, being set up or to be watched stays what it was: nothing was repaired, and nothing broke. */
export function levelOf(
  diagnosis: Pick<Diagnosis, "verdict" | "severity">,
  { succeeded_at }: Pick<Connection, "succeeded_at">,
  before: Level | undefined,
): Level {
  const stands = standing(diagnosis);
  if (stands === "ok") return "ok";
  const isNew = diagnosis.verdict === "needs_setup" && !succeeded_at;
  if (stands === "attention" || isNew) return before ?? "ok";
  return diagnosis.verdict === "late" || diagnosis.verdict === "stale" ? "late" : "broken";
}

/** What became of a connector; undefined where it is not to be reported. A first look reports nothing. */
export function kindOf(before: Level | undefined, after: Level): ChangeKind | undefined {
  if (before === undefined || before === after) return undefined;
  if (after === "broken") return "newly_broken";
  if (after === "ok") return "recovered";
  return before === "ok" ? "late" : undefined;
}

/** The changes of connectors with what they have in common: a destination, a task, a warning or a rule. */
export function changesOf(
  changed: readonly { kind: ChangeKind; health: ConnectorHealth }[],
  account: Pick<AccountHealth, "groupName">,
  at: number,
): Change[] {
  const known = new Map<ConnectorHealth, string>();
  const causes = groupCauses(changed.map(({ health }) => health));
  for (const { members, reason, destination, task, warning } of causes) {
    const code = task ?? warning;
    const where = destination === undefined ? "" : ` (${account.groupName(destination)})`;
    const text = `${reason}${code === undefined ? "" : `, ${bare(code)}`}${where}`;
    // Of two causes the first one explains more.
    for (const member of members) if (!known.has(member)) known.set(member, text);
  }
  return changed.map(({ kind, health }) => ({
    kind,
    at,
    cause:
      kind === "recovered" ? "syncs succeed again" : (known.get(health) ?? health.diagnosis.title),
    name: health.connection.schema,
    id: health.connection.id,
    group: account.groupName(health.connection.group_id),
  }));
}

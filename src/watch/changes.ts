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

/** The health levels that an alert distinguishes. */
type Level = "ok" | "late" | "broken";

/** The state of a connector at its last check. */
export const State = z.object({
  level: z.enum(["ok", "late", "broken"]),
  succeeded_at: z.string().optional(),
  failed_at: z.string().optional(),
  schema: SchemaLook.optional(),
});
export type State = z.output<typeof State>;

const Details = z.object({ cause: z.string(), name: z.string(), group: z.string() });

/** Reads a stored change. */
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

/**
 * Returns the level of a connector. A connector that is paused, loading, in setup or only to be
 * watched keeps its former level, because nothing was repaired and nothing broke.
 */
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

const LEVELS: readonly Level[] = ["ok", "late", "broken"];

/** Returns the worse of two levels. The second one may be missing. */
export const worseOf = (level: Level, other: Level | undefined): Level =>
  other !== undefined && LEVELS.indexOf(other) > LEVELS.indexOf(level) ? other : level;

/**
 * Returns the kind of change to report. Undefined if the level did not change, or if this is the
 * first check of the connector.
 */
export function kindOf(before: Level | undefined, after: Level): ChangeKind | undefined {
  if (before === undefined || before === after) return undefined;
  if (after === "broken") return "newly_broken";
  if (after === "ok") return "recovered";
  return before === "ok" ? "late" : undefined;
}

/** Adds to each change its shared cause: a destination, a task, a warning or a rule. */
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
    // A connector can have two causes. The first one explains more.
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

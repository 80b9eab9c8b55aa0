/** How a sync ended, or that it has not ended. `incomplete` is a status of Fivetran. `unknown`: the result is not known. */
export const RUN_OUTCOMES = [
  "succeeded",
  "failed",
  "rescheduled",
  "cancelled",
  "paused",
  "incomplete",
  "unknown",
  "running",
  "queued",
] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** One sync of a connector. Times are in milliseconds since 1970. */
export interface Run {
  id: string;
  connectionId: string;
  startedAt: number | undefined;
  endedAt: number | undefined;
  outcome: RunOutcome;
  /** Fivetran's message for a failed sync. It is third-party text. */
  reason: string | undefined;
  /** The volume of each stage in megabytes. */
  extractMb: number | undefined;
  processMb: number | undefined;
  loadMb: number | undefined;
}

/** The id for a sync of which only the end was observed, in the record of its connection. */
export const seenEndId = (outcome: RunOutcome, at: string): string => `${outcome} ${at}`;
export const isSeenEnd = ({ id, outcome }: Pick<Run, "id" | "outcome">): boolean =>
  id.startsWith(seenEndId(outcome, ""));

/** The history of the current account, as recorded on this machine. */
export interface RecordedHistory {
  /** When the recording began. */
  since: number;
  /** The syncs of a connector that ended or started in the span, newest first. */
  runs(connectionId: string, span: RecordedSpan): Run[];
  /** The number of syncs by connector and outcome. Counts those that ended in the span. */
  counts(span: { since: number; until: number }): Map<string, Partial<Record<RunOutcome, number>>>;
}

export interface RecordedSpan {
  since: number;
  until: number;
  limit: number;
}

/** How a sync ended, or that it has not. `incomplete` and `unknown` are Fivetran's to explain. */
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

/** One sync of a connector. Times in milliseconds since 1970. */
export interface Run {
  id: string;
  connectionId: string;
  startedAt: number | undefined;
  endedAt: number | undefined;
  outcome: RunOutcome;
  /** Fivetran's words, for a sync that had an error: third-party text. */
  reason: string | undefined;
  /** Megabytes by stage. */
  extractMb: number | undefined;
  processMb: number | undefined;
  loadMb: number | undefined;
}

/** The id of a sync of which only the end was seen, in the record of its connection. */
export const seenEndId = (outcome: RunOutcome, at: string): string => `${outcome} ${at}`;
export const isSeenEnd = ({ id, outcome }: Pick<Run, "id" | "outcome">): boolean =>
  id.startsWith(seenEndId(outcome, ""));

/** What this machine recorded of the account at hand, in its own database. */
export interface RecordedHistory {
  /** When recording began. */
  since: number;
  /** Runs of one connector that ended or started within a span, newest first. */
  runs(connectionId: string, span: RecordedSpan): Run[];
  /** Numbers of runs by connector and outcome, of those that ended within a span. */
  counts(span: { since: number; until: number }): Map<string, Partial<Record<RunOutcome, number>>>;
}

export interface RecordedSpan {
  since: number;
  until: number;
  limit: number;
}

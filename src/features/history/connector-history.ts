import * as z from "zod";
import { duration, isoTime } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import { extra } from "../../toolkit/params.js";
import type { Run } from "../../toolkit/recorded.js";
import { compact, count, lines, named, quoted } from "../../toolkit/render.js";
import type { HistoryRead, Span } from "./read.js";
import { isOpenRun, tookMs, within } from "./runs.js";
import {
  type LongRun,
  type Summary,
  summarize,
  type Trouble,
  type UsualDuration,
} from "./summary.js";

export const RunOutput = z.looseObject({
  started_at: z.string().optional(),
  ended_at: extra(z.string()),
  outcome: z.string(),
  seconds: z.number().optional(),
  reason: extra(z.string()),
  extract_mb: extra(z.number()),
  process_mb: extra(z.number()),
  load_mb: extra(z.number()),
});
export type RunOutput = z.output<typeof RunOutput>;

export const ConnectorHistory = z.looseObject({
  name: z.string(),
  id: z.string(),
  syncs: z.number().optional(),
  outcomes: extra(z.record(z.string(), z.number())),
  failure_rate: z.number().optional(),
  usual_seconds: z.number().describe("median").optional(),
  p90_seconds: extra(z.number()),
  failing_since: z.string().optional(),
  failures_in_a_row: extra(z.number()),
  no_earlier_success: extra(z.boolean()),
  reason: extra(z.string()),
  recovered: extra(
    z.looseObject({ times: z.number(), median_seconds: z.number(), longest_seconds: z.number() }),
  ),
  running_seconds: extra(z.number()),
  long_runs: extra(z.array(RunOutput)),
  load_mb: extra(z.number()),
});
export type ConnectorHistory = z.output<typeof ConnectorHistory>;

const MAX_LONG_RUNS = 5;

/**
 * Summarizes the history of one connector within a span. Returns the runs of the span, the newest
 * first.
 */
export function connectorHistory(
  { id, schema }: Pick<Connection, "id" | "schema">,
  { runs: known, readAny }: Pick<HistoryRead, "runs" | "readAny">,
  span: Span,
  now: number,
): { history: ConnectorHistory; runs: Run[]; summary: Summary } {
  const runs = known.filter((run) => within(run, span.since, span.until));
  const summary = summarize(runs, known, now);
  const { counts, failureRate, usual, trouble, recovery, running, longRuns } = summary;
  const loaded = runs.flatMap(({ loadMb }) => loadMb ?? []);
  const history = compact({
    name: schema,
    id,
    syncs: readAny ? runs.length : undefined,
    outcomes: counts,
    failure_rate: failureRate === undefined ? undefined : rounded(failureRate, 3),
    usual_seconds: usual && seconds(usual.median),
    p90_seconds: usual && seconds(usual.p90),
    failing_since: trouble && isoTime(trouble.since),
    failures_in_a_row: trouble?.failures,
    no_earlier_success: trouble?.atLeast === true ? true : undefined,
    reason: trouble?.reason,
    recovered: recovery && {
      times: recovery.times,
      median_seconds: seconds(recovery.median),
      longest_seconds: seconds(recovery.longest),
    },
    running_seconds: running && seconds(running.tookMs),
    long_runs: longRuns
      .filter(({ run }) => !isOpenRun(run))
      .slice(0, MAX_LONG_RUNS)
      .map(({ run }) => runOutput(run, now)),
    load_mb: loaded.length === 0 ? undefined : rounded(sum(loaded), 2),
  });
  return { history, runs, summary };
}

export function runOutput(run: Run, now: number): RunOutput {
  const took = tookMs(run, now);
  return compact({
    started_at: run.startedAt === undefined ? undefined : isoTime(run.startedAt),
    ended_at: run.endedAt === undefined ? undefined : isoTime(run.endedAt),
    outcome: run.outcome,
    seconds: took === undefined ? undefined : seconds(took),
    reason: run.reason,
    extract_mb: run.extractMb,
    process_mb: run.processMb,
    load_mb: run.loadMb,
  });
}

const MAX_REASON = 200;

/** Returns one line for a run: start, duration, outcome, volume by stage, reason. */
export function runLine(run: RunOutput): string {
  const { started_at, seconds: took, outcome, reason, extract_mb, process_mb, load_mb } = run;
  const stages = [extract_mb, process_mb, load_mb];
  const volume = stages.map((mb) => (mb === undefined ? "-" : String(rounded(mb, 2)))).join("/");
  return [
    started_at ?? (outcome === "queued" ? "not started" : "start unknown"),
    outcome,
    took === undefined ? "" : `${outcome === "running" ? "for " : ""}${tookText(took)}`,
    stages.some((mb) => mb !== undefined) ? `${volume} MB` : "",
    reason === undefined ? "" : quoted(reason, MAX_REASON),
  ]
    .filter((part) => part !== "")
    .join("  ");
}

/** Returns the text for one connector. `brief` shortens it for a list. */
export function historyText(
  history: ConnectorHistory,
  { now, brief }: { now: number; brief: boolean },
): string {
  const { name, id, syncs, outcomes = {}, failure_rate } = history;
  const counted = Object.entries(outcomes).map(([outcome, n]) => `${n} ${outcome}`);
  const rate =
    failure_rate === undefined || failure_rate === 0
      ? ""
      : `, failure rate ${percent(failure_rate)}`;
  const head =
    syncs === undefined || syncs === 0
      ? `${named(name, id)}: ${syncs === 0 ? "no syncs" : "not read"}`
      : `${named(name, id)}: ${count(syncs, "sync", "syncs")} (${counted.join(", ")})${rate}`;
  const facts = [
    troubleIn(history, now),
    usualText(history),
    recoveredText(history),
    runningIn(history),
    longText(history),
    brief || history.load_mb === undefined ? "" : `${rounded(history.load_mb, 1)} MB loaded`,
  ].filter((fact) => fact !== "");
  return brief
    ? [head, ...facts].join("; ")
    : lines(
        head,
        facts.map((fact) => `  ${fact}`),
      );
}

/** Returns a clause such as "failing since … (2 d 4 h, 6 failures): why". */
export function troubleText({ since, failures, reason, atLeast }: Trouble, now: number): string {
  const why = reason === undefined ? "" : `: ${quoted(reason, MAX_REASON)}`;
  return `failing since ${isoTime(since)}${atLeast ? " or earlier" : ""} (${duration((now - since) / 60_000)}, ${count(failures, "failure")})${why}`;
}

const usualText = ({ usual_seconds, p90_seconds }: ConnectorHistory) =>
  usual_seconds === undefined
    ? ""
    : `usually ${tookText(usual_seconds)}; 90% of the syncs take at most ${tookText(p90_seconds ?? usual_seconds)}`;

const recoveredText = ({ recovered }: ConnectorHistory) =>
  recovered === undefined
    ? ""
    : `recovered ${count(recovered.times, "time")}, after ${tookText(recovered.median_seconds)}${recovered.times === 1 ? "" : ` (median), at most ${tookText(recovered.longest_seconds)}`}`;

function troubleIn(history: ConnectorHistory, now: number): string {
  const { failing_since, failures_in_a_row = 0, no_earlier_success, reason } = history;
  if (failing_since === undefined) return "";
  const since = Date.parse(failing_since);
  const atLeast = no_earlier_success === true;
  return troubleText({ since, failures: failures_in_a_row, reason, atLeast }, now);
}

function runningIn({ running_seconds, usual_seconds }: ConnectorHistory): string {
  if (running_seconds === undefined) return "";
  const usual = usual_seconds === undefined ? undefined : { median: usual_seconds * 1000 };
  return runningText({ tookMs: running_seconds * 1000 }, usual);
}

/** Returns a clause such as "running for 3 h 10 min, usually 25 min". */
export const runningText = (
  { tookMs: took }: Pick<LongRun, "tookMs">,
  usual: Pick<UsualDuration, "median"> | undefined,
): string =>
  `running for ${tookText(took / 1000)}${usual === undefined ? "" : `, usually ${tookText(usual.median / 1000)}`}`;

function longText({ long_runs = [], usual_seconds = 0 }: ConnectorHistory): string {
  if (long_runs.length === 0) return "";
  const each = long_runs.map(
    ({ started_at = "", seconds: took = 0 }) => `${started_at} ${tookText(took)}`,
  );
  return `unusually long: ${each.join(", ")} (usually ${tookText(usual_seconds)})`;
}

/** Formats seconds as `45 s`, `25 min` or `3 h 10 min`. */
const tookText = (took: number): string =>
  took < 60 ? `${Math.round(took)} s` : duration(took / 60);

const seconds = (ms: number) => Math.round(ms / 1000);
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const percent = (share: number) => `${rounded(share * 100, share < 0.01 ? 1 : 0)}%`;

function rounded(number: number, digits: number): number {
  return Number(number.toFixed(digits));
}

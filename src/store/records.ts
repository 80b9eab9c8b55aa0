import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import * as z from "zod";
import { errorCode } from "../base/files.js";
import { redactedJson } from "../base/secret.js";
import type { Entries } from "./entries.js";
import type { ActsOn } from "./plans.js";

const LIFE_MS = 24 * 3_600_000;

const Result = z.object({
  text: z.string(),
  data: z.record(z.string(), z.json()),
  isError: z.boolean(),
});
type Result = z.output<typeof Result>;

const Record = z.object({
  id: z.string(),
  tool: z.string(),
  summary: z.string(),
  account: z.string(),
  targets: z.array(z.string()),
  /** Distinguishes the key that made the change. */
  key: z.string().optional(),
  /** What the change named, and the limits on groups and connectors under which it was made. */
  named: z.array(z.object({ kind: z.string(), id: z.string() })).optional(),
  limits: z.string().optional(),
  started_at: z.string(),
  ended_at: z.string().optional(),
  result: Result.optional(),
  process: z.object({ pid: z.number(), host: z.string() }),
});

/** One executed change, kept for 24 hours: without `result` it is under way, or was cut off. */
export interface OperationRecord extends z.output<typeof Record> {
  /** Its process ended before it recorded a result. */
  cut_off: boolean;
}

export const newOperationId = () => `op_${randomBytes(9).toString("base64url")}`;

/** Those of this process that have not ended. */
const running = new Set<string>();

export type Operations = ReturnType<typeof operationStore>;

/** What became of every change, which all processes of one user share: `.open` until it ended, `.json` then. */
export function operationStore(entries: Entries, now: () => Date) {
  /** Those that ended and could not be written. */
  const unwritten = new Map<string, OperationRecord>();

  /** @throws AppError when it cannot be recorded: then nothing may be sent. */
  async function begin(
    about: Omit<OperationRecord, "started_at" | "ended_at" | "result" | "process" | "cut_off">,
  ): Promise<OperationRecord> {
    const record = {
      ...about,
      started_at: now().toISOString(),
      process: { pid: process.pid, host: hostname() },
    };
    running.add(record.id);
    try {
      await entries.sweep(() => LIFE_MS);
      await entries.create(`${record.id}.open`, redactedJson(record));
    } catch (error) {
      running.delete(record.id);
      throw error;
    }
    return { ...record, cut_off: false };
  }

  /** @throws when the result cannot be written; this process still finds it. */
  async function end(
    { cut_off, ...begun }: OperationRecord,
    { text, data, isError }: Result,
  ): Promise<void> {
    const { id } = begun;
    const ended = { ...begun, ended_at: now().toISOString(), result: { text, data, isError } };
    unwritten.set(id, { ...ended, cut_off });
    try {
      await entries.replace(`${id}.json`, redactedJson(ended));
      unwritten.delete(id);
      await entries.remove(`${id}.open`);
    } finally {
      running.delete(id);
    }
  }

  /** The record; undefined for an id that is unknown, older than a day, or whose file cannot be read. */
  async function find(id: string): Promise<OperationRecord | undefined> {
    if (!/^op_[\w-]{12}$/.test(id)) return undefined;
    const kept = unwritten.get(id);
    if (kept !== undefined) return kept;
    return (await read(`${id}.json`)) ?? read(`${id}.open`);
  }

  /** Changes that have not ended and act on one of these targets. */
  async function open({ account, targets }: ActsOn): Promise<OperationRecord[]> {
    const names = (await entries.names()).filter((name) => name.endsWith(".open"));
    const records = await Promise.all(names.map((name) => find(name.replace(/\.open$/, ""))));
    return records.flatMap((record) => {
      if (record === undefined || record.result !== undefined) return [];
      const shared =
        record.account === account && record.targets.some((id) => targets.includes(id));
      return shared ? [record] : [];
    });
  }

  async function read(name: string): Promise<OperationRecord | undefined> {
    try {
      const text = await entries.read(name);
      if (text === undefined) return undefined;
      const record = Record.parse(JSON.parse(text));
      return { ...record, cut_off: record.result === undefined && !isRunning(record) };
    } catch {
      return undefined;
    }
  }

  /** Of a process on another machine that is not known. */
  function isRunning({ id, process: { pid, host } }: z.output<typeof Record>): boolean {
    if (host !== hostname()) return true;
    if (pid === process.pid) return running.has(id);
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return errorCode(error) !== "ESRCH";
    }
  }

  return { begin, end, find, open };
}

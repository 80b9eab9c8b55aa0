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
  /** Identifies the key that made the change. */
  key: z.string().optional(),
  /** The objects that the change referred to, and the limits on groups and connectors that applied. */
  named: z.array(z.object({ kind: z.string(), id: z.string() })).optional(),
  limits: z.string().optional(),
  started_at: z.string(),
  ended_at: z.string().optional(),
  result: Result.optional(),
  process: z.object({ pid: z.number(), host: z.string() }),
});

/** A change that was executed, kept for 24 hours. Without `result` it is still running or was cut off. */
export interface OperationRecord extends z.output<typeof Record> {
  /** Whether its process ended before it recorded a result. */
  cut_off: boolean;
}

export const newOperationId = () => `op_${randomBytes(9).toString("base64url")}`;

/** The ids of changes of this process that have not ended. */
const running = new Set<string>();

export type Operations = ReturnType<typeof operationStore>;

/**
 * Records all changes. The processes of one user share the records. An entry is `.open` until the change ends, then
 * `.json`.
 */
export function operationStore(entries: Entries, now: () => Date) {
  /** Records of changes that ended but could not be written. */
  const unwritten = new Map<string, OperationRecord>();

  /** @throws AppError if the change cannot be recorded. Nothing may be sent then. */
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

  /** @throws if the result cannot be written. This process can still find it. */
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

  /** The record. Undefined if the id is unknown or older than a day, or if its file cannot be read. */
  async function find(id: string): Promise<OperationRecord | undefined> {
    if (!/^op_[\w-]{12}$/.test(id)) return undefined;
    const kept = unwritten.get(id);
    if (kept !== undefined) return kept;
    return (await read(`${id}.json`)) ?? read(`${id}.open`);
  }

  /** Changes of one of these targets that have not ended. */
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

  /** A process on another machine is assumed to be running. */
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

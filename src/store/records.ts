import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { isMissing, makeFolder, sweepFolder } from "../base/files.js";
import { unwritable } from "./state-folder.js";

const LIFE_MS = 24 * 3_600_000;

const Result = z.object({
  text: z.string(),
  data: z.record(z.string(), z.json()),
  isError: z.boolean(),
});

const Record = z.object({
  id: z.string(),
  tool: z.string(),
  summary: z.string(),
  account: z.string(),
  targets: z.array(z.string()),
  started_at: z.string(),
  ended_at: z.string().optional(),
  result: Result.optional(),
});

/** One executed change, kept for 24 hours: without `result` it is under way, or was cut off. */
export type OperationRecord = z.output<typeof Record>;

/** What became of every change, as files that all processes of one user share. */
export class Operations {
  readonly #folder: string;
  readonly #now: () => Date;

  constructor(stateDir: string, now: () => Date) {
    this.#folder = join(stateDir, "operations");
    this.#now = now;
  }

  /** @throws AppError when it cannot be recorded: then nothing may be sent. */
  async begin(about: Pick<OperationRecord, "tool" | "summary" | "account" | "targets">) {
    const id = `op_${randomBytes(9).toString("base64url")}`;
    const record = { id, ...about, started_at: this.#now().toISOString() };
    try {
      makeFolder(this.#folder);
      await this.#sweep();
      await this.#write(record);
    } catch (cause) {
      throw unwritable(this.#folder, cause);
    }
    return record;
  }

  async end(
    begun: OperationRecord,
    { text, data, isError }: z.input<typeof Result>,
  ): Promise<void> {
    const ended_at = this.#now().toISOString();
    await this.#write({ ...begun, ended_at, result: { text, data, isError } });
  }

  /** The record, or undefined for an id that is unknown or older than a day. */
  async find(id: string): Promise<OperationRecord | undefined> {
    if (!/^op_[\w-]{12}$/.test(id)) return undefined;
    try {
      return Record.parse(JSON.parse(await readFile(join(this.#folder, `${id}.json`), "utf8")));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async #write(record: OperationRecord): Promise<void> {
    const path = join(this.#folder, `${record.id}.json`);
    await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async #sweep(): Promise<void> {
    await sweepFolder(this.#folder, () => LIFE_MS);
  }
}

import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { AppError } from "../base/errors.js";
import { handleName, isHandle, type Kind, newHandle, seal, unseal } from "./seal.js";

export const PLAN_LIFE_MS = 15 * 60_000;
const OUTCOME_LIFE_MS = 24 * 3_600_000;

const Json: z.ZodType<JsonValue> = z.json();
type JsonValue = z.infer<ReturnType<typeof z.json>>;

const StoredCall = z.object({
  operation: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  body: Json.optional(),
});

/** What a confirmation is bound to. */
export const StoredPlan = z.object({
  tool: z.string(),
  arguments_digest: z.string(),
  account: z.string(),
  observed: Json,
  steps: z.array(StoredCall),
});
export type StoredPlan = z.output<typeof StoredPlan>;

const Outcome = z.object({
  tool: z.string(),
  arguments_digest: z.string(),
  text: z.string(),
  data: z.record(z.string(), Json),
  isError: z.boolean(),
});
export type StoredOutcome = z.output<typeof Outcome>;

const Envelope = z.object({
  kind: z.enum(["token", "ask"]),
  expires_at: z.number(),
  sealed: z.string(),
});

export type Lookup =
  | { state: "open"; plan: StoredPlan; expiresAt: Date }
  | { state: "executing" }
  | { state: "done"; outcome: StoredOutcome }
  | { state: "absent" };

/**
 * Plans as files that every process of one user shares: `<hash>.plan` is open, `<hash>.claimed` was taken by
 * exactly one process (a rename), `<hash>.outcome` is what became of it. A plan that is not there is refused.
 */
export class PlanStore {
  readonly #folder: string;
  readonly #now: () => Date;

  constructor(stateDir: string, now: () => Date) {
    this.#folder = join(stateDir, "plans");
    this.#now = now;
  }

  /** Stores a plan and answers the handle that redeems it. */
  async put(kind: Kind, plan: StoredPlan): Promise<{ handle: string; expiresAt: Date }> {
    const handle = newHandle(kind);
    const expiresAt = new Date(this.#now().getTime() + PLAN_LIFE_MS);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#sweep();
      await this.#write(this.#path(handle, "plan"), {
        kind,
        expires_at: expiresAt.getTime(),
        sealed: seal(handle, JSON.stringify(plan)),
      });
    } catch (cause) {
      throw new AppError(
        "confirmation",
        "The plan could not be stored, so it cannot be confirmed.",
        {
          state: "Nothing was changed.",
          hint: `Make the folder ${this.#folder} writable, or set FIVETRAN_STATE_DIR to one that is.`,
          cause,
        },
      );
    }
    return { handle, expiresAt };
  }

  async find(kind: Kind, handle: string): Promise<Lookup> {
    if (!isHandle(kind, handle)) return { state: "absent" };
    const outcome = await this.#read(this.#path(handle, "outcome"), handle);
    if (outcome !== undefined) return { state: "done", outcome: Outcome.parse(outcome.content) };
    const open = await this.#read(this.#path(handle, "plan"), handle);
    if (open === undefined) {
      const claimed = await this.#read(this.#path(handle, "claimed"), handle);
      return { state: claimed === undefined ? "absent" : "executing" };
    }
    if (open.kind !== kind || open.expiresAt <= this.#now()) return { state: "absent" };
    return { state: "open", plan: StoredPlan.parse(open.content), expiresAt: open.expiresAt };
  }

  /** True for exactly one caller, in whatever process. */
  async claim(handle: string): Promise<boolean> {
    try {
      await rename(this.#path(handle, "plan"), this.#path(handle, "claimed"));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Gives a claimed plan back, with its old expiry, when nothing was sent. */
  async release(handle: string): Promise<void> {
    await rename(this.#path(handle, "claimed"), this.#path(handle, "plan"));
  }

  async finish(handle: string, outcome: StoredOutcome): Promise<void> {
    await this.#write(this.#path(handle, "outcome"), {
      kind: handle.startsWith("fvp") ? "ask" : "token",
      expires_at: this.#now().getTime() + OUTCOME_LIFE_MS,
      sealed: seal(handle, JSON.stringify(outcome)),
    });
    await rm(this.#path(handle, "claimed"), { force: true });
  }

  /** Makes a plan unusable. */
  async burn(handle: string): Promise<void> {
    await rm(this.#path(handle, "plan"), { force: true });
  }

  #path(handle: string, state: "plan" | "claimed" | "outcome"): string {
    return join(this.#folder, `${handleName(handle)}.${state}`);
  }

  async #write(path: string, envelope: z.input<typeof Envelope>): Promise<void> {
    const draft = `${path}.${process.pid}.${newHandle("token").slice(-8)}`;
    const file = await open(draft, "wx", 0o600);
    try {
      await writeFile(file, JSON.stringify(envelope));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  }

  async #read(path: string, handle: string) {
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    const { kind, expires_at, sealed } = Envelope.parse(JSON.parse(text));
    const content: unknown = JSON.parse(unseal(handle, sealed));
    return { kind, expiresAt: new Date(expires_at), content };
  }

  /** Removes what has outlived its time. A file that vanishes meanwhile was removed by another process. */
  async #sweep(): Promise<void> {
    const now = this.#now().getTime();
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      try {
        const age = now - (await stat(path)).mtimeMs;
        if (age > (name.endsWith(".plan") ? PLAN_LIFE_MS : OUTCOME_LIFE_MS))
          await rm(path, { force: true });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }
}

const isMissing = (error: unknown) =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ENOENT" || error.code === "ENOTDIR");

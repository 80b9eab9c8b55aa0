import { open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { isMissing, makeFolder, sweepFolder } from "../base/files.js";
import { unwritable } from "./state-folder.js";
import { decrypt, encrypt, handleName, isHandle, type Kind, newHandle } from "./tokens.js";

const PLAN_LIFE_MS = 15 * 60_000;
const CLAIMED_LIFE_MS = 24 * 3_600_000;

const Json: z.ZodType<JsonValue> = z.json();
type JsonValue = z.infer<ReturnType<typeof z.json>>;

const StoredCall = z.object({
  operation: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  body: Json.optional(),
  idOf: z.object({ step: z.number(), param: z.string() }).optional(),
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

/** What a claimed plan is executed as. */
const Execution = z.object({
  tool: z.string(),
  arguments_digest: z.string(),
  operation_id: z.string(),
});
export type Execution = z.output<typeof Execution>;

const Envelope = z.object({
  kind: z.enum(["token", "approval"]),
  expires_at: z.number(),
  encrypted: z.string(),
});

export type Lookup =
  | { state: "open"; plan: StoredPlan; expiresAt: Date }
  | { state: "claimed"; execution?: Execution }
  | { state: "absent" };

/**
 * Plans as files shared by every process of one user: `<hash>.plan` is open, `<hash>.claimed` was taken by exactly
 * one process (a rename), `<hash>.execution` names the operation that executed it.
 */
export class PlanStore {
  readonly #folder: string;
  readonly #now: () => Date;

  constructor(stateDir: string, now: () => Date) {
    this.#folder = join(stateDir, "plans");
    this.#now = now;
  }

  /** Stores a plan and returns the handle that redeems it. */
  async put(kind: Kind, plan: StoredPlan): Promise<{ handle: string; expiresAt: Date }> {
    const handle = newHandle(kind);
    const expiresAt = new Date(this.#now().getTime() + PLAN_LIFE_MS);
    try {
      makeFolder(this.#folder);
      await sweepFolder(this.#folder, (name) =>
        name.endsWith(".plan") ? PLAN_LIFE_MS : CLAIMED_LIFE_MS,
      );
      await this.#write(this.#path(handle, "plan"), {
        kind,
        expires_at: expiresAt.getTime(),
        encrypted: encrypt(handle, JSON.stringify(plan)),
      });
    } catch (cause) {
      throw unwritable(this.#folder, cause);
    }
    return { handle, expiresAt };
  }

  async find(kind: Kind, handle: string): Promise<Lookup> {
    if (!isHandle(kind, handle)) return { state: "absent" };
    const open = await this.#read(this.#path(handle, "plan"), handle);
    if (open === undefined) {
      const execution = await this.#read(this.#path(handle, "execution"), handle);
      if (execution !== undefined) {
        return { state: "claimed", execution: Execution.parse(execution.content) };
      }
      const claimed = await this.#read(this.#path(handle, "claimed"), handle);
      return { state: claimed === undefined ? "absent" : "claimed" };
    }
    if (open.kind !== kind || open.expiresAt <= this.#now()) return { state: "absent" };
    return { state: "open", plan: StoredPlan.parse(open.content), expiresAt: open.expiresAt };
  }

  /** True for exactly one caller of all processes. */
  async claim(handle: string): Promise<boolean> {
    try {
      await rename(this.#path(handle, "plan"), this.#path(handle, "claimed"));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw unwritable(this.#folder, error);
    }
  }

  /** Gives a claimed plan back, with its old expiry, when nothing was sent. */
  async release(handle: string): Promise<void> {
    await rename(this.#path(handle, "claimed"), this.#path(handle, "plan"));
    await rm(this.#path(handle, "execution"), { force: true });
  }

  /** Records which operation a claimed plan has become. */
  async recordExecution(handle: string, execution: Execution): Promise<void> {
    await this.#write(this.#path(handle, "execution"), {
      kind: handle.startsWith("fvp") ? "approval" : "token",
      expires_at: this.#now().getTime() + CLAIMED_LIFE_MS,
      encrypted: encrypt(handle, JSON.stringify(execution)),
    });
  }

  /** Makes an open plan unusable; false when another process has taken it. */
  async burn(handle: string): Promise<boolean> {
    try {
      await rm(this.#path(handle, "plan"));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  #path(handle: string, state: "plan" | "claimed" | "execution"): string {
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
    const { kind, expires_at, encrypted } = Envelope.parse(JSON.parse(text));
    const content: unknown = JSON.parse(decrypt(handle, encrypted));
    return { kind, expiresAt: new Date(expires_at), content };
  }
}

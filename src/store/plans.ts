import * as z from "zod";
import { inputError } from "../base/errors.js";
import { digest } from "../base/json.js";
import { type Entries, LARGEST_ENTRY } from "./entries.js";
import { decrypt, encrypt, handleName, isHandle, type Kind, newHandle } from "./tokens.js";

const PLAN_LIFE_MS = 15 * 60_000;
const TAKEN_LIFE_MS = 24 * 3_600_000;
// A corrected clock moves back by less than this.
const CORRECTION_MS = 60_000;

const Json: z.ZodType<JsonValue> = z.json();
type JsonValue = z.infer<ReturnType<typeof z.json>>;

const StoredCall = z.object({
  operation: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  unlisted: z.array(z.string()).optional(),
  body: Json.optional(),
  idOf: z.object({ step: z.number(), param: z.string() }).optional(),
});

/** The properties that a confirmation is bound to. */
const StoredPlan = z.object({
  tool: z.string(),
  arguments_digest: z.string(),
  account: z.string(),
  observed: Json,
  steps: z.array(StoredCall),
  /** The number of earlier plans that a person accepted after their state had changed. */
  outdated: z.number(),
});
export type StoredPlan = z.output<typeof StoredPlan>;

/** The execution of a plan that was taken. */
const Execution = z.object({
  tool: z.string(),
  arguments_digest: z.string(),
  operation_id: z.string(),
});
export type Execution = z.output<typeof Execution>;

const EncryptedPlan = z.object({
  made_at: z.number(),
  expires_at: z.number(),
  /** Milliseconds of the system's monotonic clock, which cannot be set. */
  made_steady: z.number(),
  plan: StoredPlan,
});

const Encrypted = z.looseObject({ encrypted: z.string() });
const EncryptedExecution = z.object({ execution: Execution.nullable() });

/** The unencrypted part of a plan, for plans of other calls with the same targets. It does not decide anything. */
const Waiting = z.object({
  tool: z.string(),
  arguments_digest: z.string(),
  targets: z.array(z.string()),
  made_at: z.number(),
  expires_at: z.number(),
});
const PlanFile = z.object({ waiting: Waiting, encrypted: z.string() });

export type Lookup =
  | { state: "open"; plan: StoredPlan }
  /** `execution` is absent while it is being written, and if it is damaged. */
  | { state: "taken"; execution?: Execution }
  | { state: "absent" }
  | { state: "damaged" };

/** The account and the ids of a plan's targets. */
export interface ActsOn {
  account: string;
  targets: readonly string[];
}

export interface WaitingPlan {
  tool: string;
  targets: string[];
}

export type PlanStore = ReturnType<typeof planStore>;

/**
 * Stores plans that all processes of one user share. `<hash>.plan` is a plan, encrypted with a key that only the
 * holder of its handle has. `<hash>.taken` beside it is created by exactly one process and identifies the operation
 * that executes the plan. If the plan was declined, it identifies none. Another owner cannot find the plan, even with
 * its handle.
 */
export function planStore(entries: Entries, now: () => Date, owner: string) {
  const nameOf = (handle: string, state: "plan" | "taken") =>
    `${handleName(handle, owner)}.${state}`;
  const steadyNow = () => Number(process.hrtime.bigint() / 1_000_000n);

  /** Stores a plan. Returns the handle with which the plan can be confirmed. */
  async function put(kind: Kind, plan: StoredPlan, about: ActsOn) {
    const handle = newHandle(kind);
    const made_at = now().getTime();
    const expires_at = made_at + PLAN_LIFE_MS;
    const encrypted = encrypt(
      handle,
      JSON.stringify({ made_at, expires_at, made_steady: steadyNow(), plan }),
    );
    const targets = about.targets.map((id) => markOf(about.account, id));
    const { tool, arguments_digest } = plan;
    const waiting = { tool, arguments_digest, targets, made_at, expires_at };
    await entries.sweep((name) => (name.endsWith(".plan") ? PLAN_LIFE_MS : TAKEN_LIFE_MS));
    const text = JSON.stringify({ waiting, encrypted });
    if (Buffer.byteLength(text) > LARGEST_ENTRY) throw tooLarge();
    await entries.create(nameOf(handle, "plan"), text);
    return { handle, expiresAt: new Date(expires_at) };
  }

  async function find(kind: Kind, handle: string): Promise<Lookup> {
    if (!isHandle(kind, handle)) return { state: "absent" };
    const taken = await opened(nameOf(handle, "taken"), handle, EncryptedExecution);
    if (taken === "damaged") return { state: "taken" };
    if (taken !== undefined) {
      const { execution } = taken;
      return execution === null ? { state: "absent" } : { state: "taken", execution };
    }
    const name = nameOf(handle, "plan");
    const found = await opened(name, handle, EncryptedPlan);
    if (found === undefined) return { state: "absent" };
    if (found === "damaged") return { state: "damaged" };
    if (!isExpired(found)) return { state: "open", plan: found.plan };
    // Removed permanently, so that it does not become valid again if the clock is set back.
    await entries.remove(name).catch(() => {});
    return { state: "absent" };
  }

  function isExpired({
    made_at,
    expires_at,
    made_steady,
  }: z.output<typeof EncryptedPlan>): boolean {
    const time = now().getTime();
    return (
      time >= expires_at ||
      time < made_at - CORRECTION_MS ||
      steadyNow() - made_steady >= PLAN_LIFE_MS
    );
  }

  /**
   * Takes a plan. Returns true for exactly one caller of all processes. Without an execution the plan only becomes
   * unusable.
   */
  async function take(handle: string, execution: Execution | null): Promise<boolean> {
    const encrypted = encrypt(handle, JSON.stringify({ execution }));
    return entries.create(nameOf(handle, "taken"), JSON.stringify({ encrypted }));
  }

  /** Makes a taken plan available again, with its original expiry, if nothing was sent. */
  async function release(handle: string): Promise<void> {
    await entries.remove(nameOf(handle, "taken"));
  }

  /** Plans of other calls that wait for a confirmation and have one of these targets. */
  async function waiting(
    { account, targets }: ActsOn,
    own: Pick<StoredPlan, "tool" | "arguments_digest">,
  ): Promise<WaitingPlan[]> {
    const marks = new Map(targets.map((id) => [markOf(account, id), id]));
    const names = new Set(await entries.names());
    const found: WaitingPlan[] = [];
    for (const name of names) {
      if (!name.endsWith(".plan") || names.has(name.replace(/plan$/, "taken"))) continue;
      const file = await entries.read(name).catch(() => undefined);
      const { success, data } = PlanFile.safeParse(parsed(file ?? ""));
      if (!success || isPast(data.waiting)) continue;
      const { tool, arguments_digest } = data.waiting;
      if (tool === own.tool && arguments_digest === own.arguments_digest) continue;
      const shared = data.waiting.targets.flatMap((mark) => marks.get(mark) ?? []);
      if (shared.length > 0) found.push({ tool, targets: shared });
    }
    return found;
  }

  const isPast = ({ made_at, expires_at }: z.output<typeof Waiting>) => {
    const time = now().getTime();
    return time >= expires_at || time < made_at - CORRECTION_MS;
  };

  /** Reads and decrypts an entry. Undefined if there is no such entry. */
  async function opened<T extends z.ZodType>(
    name: string,
    handle: string,
    schema: T,
  ): Promise<z.output<T> | "damaged" | undefined> {
    try {
      const text = await entries.read(name);
      if (text === undefined) return undefined;
      const { encrypted } = Encrypted.parse(parsed(text));
      return schema.parse(parsed(decrypt(handle, encrypted)));
    } catch {
      return "damaged";
    }
  }

  return { put, find, take, release, waiting };
}

const tooLarge = () =>
  inputError(
    "The plan is too large to be stored until somebody confirms it.",
    "Nothing was changed. Split it into several calls with fewer changes each.",
  );

/** A digest by which other plans recognize a target without knowing its id. */
const markOf = (account: string, id: string) => digest([account, id]).slice(0, 16);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

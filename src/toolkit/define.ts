import type * as z from "zod";
import type { AppError } from "../base/errors.js";
import type { Json } from "../base/json.js";
import type { Fivetran } from "../client/fivetran.js";
import type { Clock } from "../client/http/clock.js";
import type { Reply } from "../client/http/send.js";
import type { Call, OperationId } from "../client/operations/call.js";
import type { Consequence } from "./consequence.js";
import type { Expectations } from "./expectations.js";
import type { Notation } from "./notation.js";
import type { RecordedHistory } from "./recorded.js";

export { call, withoutTests } from "../client/operations/call.js";
export type { Call, Json, OperationId, Reply };
export type Client = Fivetran;
export type Effect = "read" | "write" | "delete";

/** What a tool is given. Its client can only read: the engine alone sends changes. */
export interface ReadContext {
  fivetran: Client;
  /** Fivetran's clock, from its last response. */
  now(): Date;
  signal: AbortSignal;
  /** The same call came within the last minute: its caller wants to know what changed since. */
  repeated: boolean;
  /** `part` where it is known how much there is to do. */
  progress(message: string, part?: { done: number; total: number }): void;
  /** The most seconds that a tool that `waits` may keep this caller waiting. */
  maxWaitSeconds: number;
  /** For waiting only; its `now` never jumps. */
  clock: Pick<Clock, "now" | "sleep">;
  /** The `observed` state of the plan that is being confirmed; absent for a new plan. */
  confirming?: Json | undefined;
  /** Writes calls of tools as the reader of the result makes them. */
  notation: Notation;
  /** What the operator set for tools. */
  settings: ToolSettings;
  /** What the operator's policy leaves. */
  scope: {
    /** Whether a tool is listed. */
    offers(tool: string): boolean;
    /** The setting that forbids an operation. */
    forbids(id: OperationId): string | undefined;
  };
  /** The recorded history of this account; undefined where none is kept. */
  recorded(): Promise<RecordedHistory | undefined>;
  /** The record of an earlier change by this key, within this scope; undefined for an id that is unknown or older than a day. */
  operation(id: string): Promise<PastOperation | undefined>;
}

/** What the reads of a feature need, for a tool or a command. */
export type AccountReader = Pick<
  ReadContext,
  "fivetran" | "now" | "signal" | "progress" | "settings"
>;

export interface ToolSettings {
  /** Where a person is sent after a connect card, when a call names no address. */
  connectCardRedirect?: string | undefined;
  /** How old the data of connectors may be, and whose they are. */
  expectations?: Expectations | undefined;
  /** Groups or connectors are limited, so what exists may be hidden. */
  confined?: boolean | undefined;
}

export interface PastOperation {
  id: string;
  tool: string;
  summary: string;
  account: string;
  targets: string[];
  started_at: string;
  ended_at?: string | undefined;
  /** Since it began. */
  minutes: number;
  /** Its process ended before it recorded a result. */
  cut_off: boolean;
  /** Absent while it is under way, or where it was cut off. */
  result?: { text: string; data: Record<string, unknown>; isError: boolean } | undefined;
}

/** Something that a change acts upon, as a plan names it. */
export interface Target {
  kind: "connector" | "destination" | "user" | "other";
  id: string;
  name: string;
  detail?: string;
}

/** A request of a plan. One about an object that an earlier step creates has a parameter to fill with its id. */
export interface Step extends Call {
  idOf?: { step: number; param: string } | undefined;
}

/** A change that is planned and not sent. `details` is what the tool keeps for `finish`. */
export interface Plan<D> {
  /** One line: verb and object. */
  summary: string;
  /** Its effects, its possible cost and what stays behind; one line each. */
  consequences: Consequence[];
  /** Whether it needs a confirmation, however few its targets are. */
  asks: boolean;
  /** The state of a target forbids it: there are no steps, and `finish` returns the refusal. */
  refused?: boolean;
  targets: Target[];
  /** The state that the plan depends on: if it differs at confirmation, the plan is refused. No volatile fields. */
  observed: Json;
  /** Every request that the change will send, in order. */
  steps: Step[];
  details: D;
}

/** Where the secrets of a response are: the file, and the start of a digest of each field's value. */
export interface KeptSecrets {
  path: string;
  sha256: Record<string, string>;
}

/** The outcome of one step of a plan. */
export type StepOutcome =
  | { call: Call; state: "done"; reply: Reply; kept?: KeptSecrets | undefined }
  | { call: Call; state: "failed" | "unknown"; error: AppError }
  | { call: Call; state: "not_tried" };

interface Common<I extends z.ZodType, O extends z.ZodType> {
  name: string;
  title: string;
  /** 60 to 200 characters for a model: what it does, what comes back, the neighbour to use instead. */
  description: string;
  /** Operations that it cannot do without; it is not listed where one of them is denied. */
  uses: readonly OperationId[];
  /** It may take as long as its caller lets it wait, beyond the time of other tools. */
  waits?: boolean;
  input: I;
  output: O;
  render(data: z.output<O>, notation: Notation): string;
}

export interface ReadTool<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType>
  extends Common<I, O> {
  effect: "read";
  run(args: z.output<I>, ctx: ReadContext): Promise<z.output<O>>;
}

export interface ChangeTool<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  D = unknown,
> extends Common<I, O> {
  effect: "write" | "delete";
  /** What a host shows as `destructiveHint` and `idempotentHint`. */
  destructive: boolean;
  idempotent: boolean;
  /** True where no call changes anything without a confirmation. */
  alwaysAsks: boolean;
  /** Keys of the output, at any depth, that the caller alone sees, once: the record keeps a mask in their place. */
  shownOnce?: readonly string[];
  plan(args: z.output<I>, ctx: ReadContext): Promise<Plan<D>>;
  /** Turns the outcomes into the result; it may read back, it cannot send. */
  finish(outcomes: StepOutcome[], plan: Plan<D>, ctx: ReadContext): Promise<z.output<O>>;
  /** The error of a plan's only step in the tool's own words; it may read, it cannot send. */
  explain?(error: AppError, plan: Plan<D>, ctx: ReadContext): Promise<AppError>;
}

export type Tool = ReadTool | ChangeTool;

export function defineTool<I extends z.ZodType, O extends z.ZodType>(
  tool: ReadTool<I, O>,
): ReadTool<I, O>;
export function defineTool<I extends z.ZodType, O extends z.ZodType, D>(
  tool: ChangeTool<I, O, D>,
): ChangeTool<I, O, D>;
export function defineTool(tool: unknown): unknown {
  return tool;
}

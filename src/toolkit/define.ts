import type * as z from "zod";
import type { Allowance } from "../base/deadline.js";
import type { AppError } from "../base/errors.js";
import type { Json } from "../base/json.js";
import type { Fivetran } from "../client/fivetran.js";
import type { Clock } from "../client/http/clock.js";
import type { Reply } from "../client/http/send.js";
import type { Call, OperationId } from "../client/operations/call.js";
import type { Connection, Group } from "../client/resources/models.js";
import type { Consequence } from "./consequence.js";
import type { Expectations } from "./expectations.js";
import type { Notation } from "./notation.js";
import type { RecordedHistory } from "./recorded.js";

export { call, changesSetup, withoutTests } from "../client/operations/call.js";
export type { Call, Json, OperationId, Reply };
export type Client = Fivetran;
export type Effect = "read" | "write" | "delete";

/** The context of a tool. Its client can only read; only the engine sends changes. */
export interface ReadContext {
  fivetran: Client;
  /** The current local time. With a sandbox: the time that the sandbox simulates. */
  now(): Date;
  signal: AbortSignal;
  /**
   * The time for reads that only complement the result, such as the names of groups. All of them
   * together get a part of the call's time, and what is not read by then becomes a note. Reads that
   * depend on nothing start at the same time.
   */
  secondary: Allowance;
  /** Whether the same call was made within the last minute. The caller then wants to know what has changed. */
  repeated: boolean;
  /** What the same values named in earlier calls with this key. */
  foundBefore: FoundBefore;
  /** Reports progress. `part` is set if the total amount of work is known. */
  progress(message: string, part?: { done: number; total: number }): void;
  /** The maximum time in seconds that a tool with `waits` may keep this caller waiting. */
  maxWaitSeconds: number;
  /** The clock for waiting. Its `now` is monotonic. */
  clock: Pick<Clock, "now" | "sleep">;
  /** The `observed` state of the plan that is being confirmed. Undefined for a new plan. */
  confirming?: Json | undefined;
  /** Writes tool calls for the reader of the result. */
  notation: Notation;
  /** The operator's settings for tools. */
  settings: ToolSettings;
  /** The limits of the operator's policy. */
  scope: {
    /** Whether the policy allows a tool to be listed. */
    offers(tool: string): boolean;
    /** The setting that forbids an operation. Undefined if it is allowed. */
    forbids(id: OperationId): string | undefined;
  };
  /** The recorded history of this account. Undefined if none is recorded. */
  recorded(): Promise<RecordedHistory | undefined>;
  /**
   * The record of an earlier change by this key within this scope. Undefined if the id is unknown or older than a
   * day.
   */
  operation(id: string): Promise<PastOperation | undefined>;
}

/**
 * Records by the values that named them. They show what can be read early, and nothing else: each may have changed
 * since.
 */
export interface FoundBefore {
  connections: Memory<readonly Connection[]>;
  group: Memory<Group>;
}

interface Memory<T> {
  get(values: readonly string[]): T | undefined;
  set(values: readonly string[], found: T): void;
}

/** The parts of the context that the reads of a feature need, for a tool or a command. */
export type AccountReader = Pick<
  ReadContext,
  "fivetran" | "now" | "signal" | "secondary" | "progress" | "settings"
> &
  Partial<Pick<ReadContext, "foundBefore">>;

export interface ToolSettings {
  /** The address to which a connect card redirects a person, if a call does not specify one. */
  connectCardRedirect?: string | undefined;
  /** The maximum age of the data of connectors, and who is responsible for them. */
  expectations?: Expectations | undefined;
  /** Whether access is limited to some groups or connectors, so that others may be hidden. */
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
  /** The minutes since it began. */
  minutes: number;
  /** Whether its process ended before it recorded a result. */
  cut_off: boolean;
  /** Undefined while the change is running, or if it was cut off. */
  result?: { text: string; data: Record<string, unknown>; isError: boolean } | undefined;
}

/** An object that a plan changes. */
export interface Target {
  kind: "connector" | "destination" | "user" | "other";
  id: string;
  name: string;
  detail?: string;
}

/**
 * A request of a plan. If it concerns an object that an earlier step creates, `idOf` states which parameter receives
 * the id.
 */
export interface Step extends Call {
  idOf?: { step: number; param: string } | undefined;
}

/** A planned change. `details` is the tool's own data for `finish`. */
export interface Plan<D> {
  /** One line with a verb and an object. */
  summary: string;
  /** The effects, possible costs, and what remains afterwards, one line each. */
  consequences: Consequence[];
  /** Whether the plan needs a confirmation, regardless of the number of its targets. */
  asks: boolean;
  /** Whether the state of a target forbids the change. The plan then has no steps, and `finish` returns the reason. */
  refused?: boolean;
  targets: Target[];
  /**
   * The state that the plan depends on, without volatile fields. If it differs at confirmation, the plan is refused.
   */
  observed: Json;
  /** All requests that the change will send, in order. */
  steps: Step[];
  details: D;
}

/** Where the secrets of a response were saved: the file, and the start of a digest of each field's value. */
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
  /** For a model, 60 to 200 characters: what the tool does, what it returns, and which tool to use instead. */
  description: string;
  /** The operations that the tool requires. If one of them is denied, the tool is not listed. */
  uses: readonly OperationId[];
  /** Whether the tool may take as long as its caller allows, beyond the time limit of other tools. */
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
  /** The values of `destructiveHint` and `idempotentHint`. */
  destructive: boolean;
  idempotent: boolean;
  /** Whether every call that changes something needs a confirmation. */
  alwaysAsks: boolean;
  /**
   * Keys of the output, at any depth, that only the caller may see, and only once. The record contains a mask
   * instead.
   */
  shownOnce?: readonly string[];
  plan(args: z.output<I>, ctx: ReadContext): Promise<Plan<D>>;
  /** The plan for the targets that this one left out because a plan has a limit. From what was already read. */
  rest?(args: z.output<I>, plan: Plan<D>, ctx: Pick<ReadContext, "now">): Plan<D> | undefined;
  /** Creates the result from the outcomes. It may read but cannot send changes. */
  finish(outcomes: StepOutcome[], plan: Plan<D>, ctx: ReadContext): Promise<z.output<O>>;
  /** Whether the outcome of a step forbids the later steps for the same target. */
  stops?(outcome: StepOutcome): boolean;
  /** Rephrases the error of a plan's only step. It may read but cannot send changes. */
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

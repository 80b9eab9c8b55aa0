import type { Log } from "../base/log.js";
import type { PlanStore } from "../store/plans.js";
import type { Operations } from "../store/records.js";
import type { Client, ReadContext, Tool, ToolSettings } from "../toolkit/define.js";
import type { Audit } from "./audit.js";
import type { Policy } from "./policy.js";
import type { ToolResult } from "./results.js";
import type { SecretPlaces } from "./secrets.js";

export interface EngineOptions {
  tools: readonly Tool[];
  /** Opens the account; throws an AppError of type `config` when there are no credentials. */
  connect(): Promise<Connected>;
  policy: Policy;
  plans: PlanStore;
  operations: Operations;
  stateDir: string;
  audit: Audit;
  secrets: SecretPlaces;
  /** Takes the secrets of this process out of a text: no answer may repeat them, whoever wrote it. */
  mask: (text: string) => string;
  log: Log;
  /** `token`: a model passes the token back. `person`: the client asks a person. */
  approval: "token" | "person";
  /** `all` makes every change ask. */
  confirm: "default" | "all";
  clock: ReadContext["clock"];
  settings?: ToolSettings | undefined;
}

export interface Connected {
  client: Client;
  /** Names the account in plans, without secrets. */
  account(): Promise<string>;
  /** Tells credentials apart without giving them away. */
  fingerprint: string;
}

export interface ToolRequest {
  tool: string;
  args: Record<string, unknown>;
  /** A person's answer to an earlier question, in `person` mode. */
  answer?: { handle: string; action: "accept" | "decline" | "cancel" | "unanswered" };
}

export interface Caller {
  signal: AbortSignal;
  progress(message: string): void;
  /** Whether a person can be asked through this caller. */
  canAsk: boolean;
  /** Milliseconds that a change may keep this caller waiting; it goes on detached after them. */
  patienceMs?: number;
  /** Seconds that a tool that waits may keep this caller waiting; 50 when absent. */
  maxWaitSeconds?: number;
  /** Plan only, without a token. */
  dryRun?: boolean;
}

export type Answer = ToolResult | { ask: { handle: string; message: string } };

export interface Engine {
  run(request: ToolRequest, caller: Caller): Promise<Answer>;
}

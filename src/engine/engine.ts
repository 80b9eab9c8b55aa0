import type { Log } from "../base/log.js";
import type { Redact } from "../base/secret.js";
import type { Audit } from "../store/audit.js";
import type { OpenEntries } from "../store/entries.js";
import type { HourlyCount } from "../store/hourly-count.js";
import type { PlanStore } from "../store/plans.js";
import type { Operations } from "../store/records.js";
import type { Client, ReadContext, Tool } from "../toolkit/define.js";
import type { Expectations } from "../toolkit/expectations.js";
import type { ToolListing } from "../toolkit/listing.js";
import type { Notation } from "../toolkit/notation.js";
import type { RecordedHistory } from "../toolkit/recorded.js";
import type { ConfinedClient } from "./group-guard.js";
import type { Policy } from "./policy.js";
import type { ToolResult } from "./results.js";
import type { SecretPlaces } from "./secrets.js";

/** What the operator sets for every call. */
export interface EngineSettings {
  policy: Policy;
  secrets: SecretPlaces;
  /** `token`: a model passes the token back. `person`: the client asks a person. */
  approval: "token" | "person";
  /** `all`: every change needs a confirmation. */
  confirm: "default" | "all";
  /** Deletes, re-syncs and new secrets that one account may execute within an hour. */
  hourlyLimit: number;
  auditLog: string | undefined;
  /** Where a person is sent after a connect card, when a call names no address. */
  connectCardRedirect: string | undefined;
  /** How old the data of connectors may be, and whose they are. */
  expectations: Expectations | undefined;
}

export interface EngineOptions {
  /** What is known of every tool before it is loaded. */
  tools: readonly Pick<ToolListing, "name" | "effect" | "uses">[];
  /** Loads the code of a tool; rejects for a name that is not in `tools`. */
  loadTool(name: string): Promise<Tool>;
  settings: EngineSettings;
  /** Where plans, records and counts are kept. */
  entries: OpenEntries;
  /** Who the calls are made for: nobody else can confirm a plan of theirs. */
  owner: string;
  /** Opens the account; throws an AppError of type `config` when there are no credentials. */
  connect(): Promise<Connected>;
  /** What was recorded of an account, where anything is. */
  recorded?(connected: Connected): Promise<RecordedHistory | undefined>;
  /** Takes the secrets of this process out of a text: no result may repeat them. */
  redact: Redact;
  log: Log;
  /** The time of day, for what expires. */
  now: () => Date;
  /** For waiting. */
  clock: ReadContext["clock"];
}

/** What the stages of a call work with. */
export interface Dependencies
  extends Omit<EngineOptions, "tools" | "loadTool" | "entries" | "owner"> {
  plans: PlanStore;
  operations: Operations;
  hourly: HourlyCount;
  audit: Audit;
  notation: Notation;
}

export interface Connected {
  client: Client;
  /** The same client within the operator's policy. */
  confined: ConfinedClient;
  /** Whether that hides connectors of the account. */
  isConfined: boolean;
  /** Names the account in plans, without secrets. */
  account(): Promise<string>;
  /** Distinguishes credentials without revealing them. */
  fingerprint: string;
}

export interface ToolRequest {
  tool: string;
  args: Record<string, unknown>;
  /** A person's answer to an earlier question, in `person` mode. */
  answer?: { handle: string; action: "accept" | "decline" | "cancel" | "unanswered" } | undefined;
}

export interface Caller {
  signal: AbortSignal;
  /** The process ends with the signal: then reading back a change and waiting for its effect end too. */
  endsProcess?: boolean;
  progress(message: string, part?: { done: number; total: number }): void;
  /** Whether a person can be asked through this caller. */
  canAsk: boolean;
  /** Why not, where it is not that the client cannot: a clause. */
  whyNotAsk?: string | undefined;
  /** A person sits at the caller's terminal: they are asked there instead of a model getting a token. */
  terminal?: boolean;
  /** Milliseconds that a change may keep this caller waiting; after them it continues detached. */
  patienceMs?: number;
  /** Seconds that a call may keep this caller waiting; 50 when absent. */
  maxWaitSeconds?: number;
  /** How it writes calls of tools; as tool calls when absent. */
  notation?: Notation;
  /** Plan only, without a token. */
  dryRun?: boolean;
}

/** A call that waits for a rate limit says so. */
export const reportWait =
  ({ progress }: Caller) =>
  (ms: number): void =>
    progress(`waiting ${Math.ceil(ms / 1000)} s for Fivetran's rate limit`);

export type RunResult = ToolResult | { ask: { handle: string; message: string } };

export interface Engine {
  run(request: ToolRequest, caller: Caller): Promise<RunResult>;
}

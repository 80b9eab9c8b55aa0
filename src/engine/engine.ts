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

/** The operator's settings for all calls. */
export interface EngineSettings {
  policy: Policy;
  secrets: SecretPlaces;
  /** `token`: the model confirms with a token. `person`: the client asks a person. */
  approval: "token" | "person";
  /** `all`: every change needs a confirmation. */
  confirm: "default" | "all";
  /** The number of deletions, re-syncs and new secrets that one account may execute within an hour. */
  hourlyLimit: number;
  auditLog: string | undefined;
  /** The address to which a connect card redirects a person, if a call does not specify one. */
  connectCardRedirect: string | undefined;
  /** The maximum age of the data of connectors, and who is responsible for them. */
  expectations: Expectations | undefined;
}

export interface EngineOptions {
  /** The properties of tools that are known before their code is loaded. */
  tools: readonly Pick<ToolListing, "name" | "effect" | "uses">[];
  /** Loads the code of a tool. Rejects for a name that is not in `tools`. */
  loadTool(name: string): Promise<Tool>;
  settings: EngineSettings;
  /** Where plans, records and counts are stored. */
  entries: OpenEntries;
  /** The user or client that the calls are made for. Only this owner can confirm its plans. */
  owner: string;
  /** Opens the account. Throws `config` if credentials are missing. */
  connect(): Promise<Connected>;
  /** The recorded history of an account, if there is one. */
  recorded?(connected: Connected): Promise<RecordedHistory | undefined>;
  /** Removes the secrets of this process from a text. No result may contain them. */
  redact: Redact;
  log: Log;
  /** The current time, for expiry. */
  now: () => Date;
  /** The clock for waiting. */
  clock: ReadContext["clock"];
}

/** The services that the stages of a call use. */
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
  /** The same client, limited by the operator's policy. */
  confined: ConfinedClient;
  /** Whether the policy hides some connectors of the account. */
  isConfined: boolean;
  /** The account's name for plans, without secrets. */
  account(signal?: AbortSignal): Promise<string>;
  /** Stands for the account's name if that cannot be read. */
  unnamed: string;
  /** Identifies the credentials without revealing them. */
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
  /** Whether the process ends with the signal. Reading back a change and waiting for its effect then end too. */
  endsProcess?: boolean;
  progress(message: string, part?: { done: number; total: number }): void;
  /** Whether this caller can ask a person. */
  canAsk: boolean;
  /**
   * Why the caller cannot ask a person, as a clause. Undefined if the reason is that the client does not support it.
   */
  whyNotAsk?: string | undefined;
  /** Whether a person uses the caller's terminal. That person is then asked, and the model does not get a token. */
  terminal?: boolean;
  /**
   * How long a call of a change may keep this caller waiting, in milliseconds. After that the change continues without
   * the caller.
   */
  patienceMs?: number;
  /** How long a call may keep this caller waiting, in seconds. Default: 50. */
  maxWaitSeconds?: number;
  /** How texts for this caller write tool calls. Default: as MCP tool calls. */
  notation?: Notation;
  /** Only plan the change, without a token. */
  dryRun?: boolean;
}

/** Reports to the caller that a call waits for a rate limit. */
export const reportWait =
  ({ progress }: Caller) =>
  (ms: number): void =>
    progress(`waiting ${Math.ceil(ms / 1000)} s because of Fivetran's rate limit`);

/** How long a call may report nothing. */
const SILENCE_MS = 6_000;

/**
 * Runs work for a caller, and reports to the caller that it still runs whenever the work itself has not reported
 * anything for a while. A single request can take minutes, and clients abandon a call that shows no progress.
 */
export async function withSteadyProgress<T>(
  caller: Caller,
  work: (caller: Caller) => Promise<T>,
): Promise<T> {
  const since = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const listen = () => {
    clearTimeout(timer);
    // A change may continue after its call has returned.
    if (ended) return;
    timer = setTimeout(() => {
      const seconds = Math.round((performance.now() - since) / 1000);
      caller.progress(`waiting for Fivetran, ${seconds} s so far`);
      listen();
    }, SILENCE_MS);
    timer.unref();
  };
  listen();
  try {
    return await work({
      ...caller,
      progress(message, part) {
        listen();
        caller.progress(message, part);
      },
    });
  } finally {
    ended = true;
    clearTimeout(timer);
  }
}

export type RunResult = ToolResult | { ask: { handle: string; message: string } };

export interface Engine {
  run(request: ToolRequest, caller: Caller): Promise<RunResult>;
}

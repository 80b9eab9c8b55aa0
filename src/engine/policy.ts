import { AppError } from "../base/errors.js";
import { compileGlob } from "../base/glob.js";
import { operation } from "../client/operations/catalog.js";
import type { Effect, OperationId } from "../toolkit/define.js";

/** What the operator lets this process do; fixed at start. */
export interface Policy {
  scope: Scope;
  readOnly: boolean;
  denied: readonly Denial[];
  /** Ids of the groups that may be touched; empty means all. */
  groups: ReadonlySet<string>;
  /** The connectors that may be touched; undefined means all. */
  connectors?: ConnectorRule | undefined;
}

/** The connectors of `FIVETRAN_CONNECTORS`. One whose name is unknown is allowed by its id alone, and not beside denials. */
export interface ConnectorRule {
  entries: readonly string[];
  allows(connector: { id?: string | undefined; name?: string | undefined }): boolean;
}

export const SCOPES = ["read", "read/write", "read/write/delete"] as const;
export type Scope = (typeof SCOPES)[number];

/** One entry of `DISALLOWED_ACTIONS`, lower-cased. */
export interface Denial {
  resource: string;
  action: Effect;
  operation?: string;
}

export type Decision = { allowed: true } | { allowed: false; reason: string; setting: string };

const RANK: Record<Effect, number> = { read: 0, write: 1, delete: 2 };
const SCOPE_RANK: Record<Scope, number> = { read: 0, "read/write": 1, "read/write/delete": 2 };

/** Whether an effect is within scope, before any operation is known. */
export function decideEffect(effect: Effect, policy: Policy): Decision {
  if (effect !== "read" && policy.readOnly) {
    return refuse("this server is read-only", "--read-only (FIVETRAN_READ_ONLY)");
  }
  if (RANK[effect] > SCOPE_RANK[policy.scope]) {
    const needed = SCOPES[RANK[effect]] ?? "read/write/delete";
    return refuse(
      `it needs the scope ${needed}; this server has ${policy.scope}`,
      "FIVETRAN_SCOPE",
    );
  }
  return { allowed: true };
}

/** Whether one operation may be sent at all. Pure; the group confinement looks at its arguments. */
export function decide(id: OperationId, policy: Policy): Decision {
  const { effect, resource } = operation(id);
  const scope = decideEffect(effect, policy);
  if (!scope.allowed) return scope;
  const denial = policy.denied.find(
    (entry) =>
      entry.resource === resource.toLowerCase() &&
      (entry.operation === undefined
        ? RANK[entry.action] <= RANK[effect]
        : entry.operation === id.toLowerCase()),
  );
  if (denial === undefined) return { allowed: true };
  const words = [denial.resource, denial.action, denial.operation].filter(
    (word) => word !== undefined,
  );
  return refuse(`${words.join(":")} is disallowed`, "DISALLOWED_ACTIONS");
}

/** Whether groups or connectors are limited. */
export const isConfined = ({ groups, connectors }: Policy) =>
  groups.size > 0 || connectors !== undefined;

/** Each entry is an id or a glob on names; with `!` it denies. A denial wins; where all entries deny, the rest is allowed. */
export function connectorRule(entries: readonly string[]): ConnectorRule {
  const allowed = entries.filter((entry) => !entry.startsWith("!"));
  const ids = new Set(allowed);
  const names = allowed.map(compileGlob);
  // Case is ignored, so that no other spelling of a name evades a denial.
  const denials = entries
    .filter((entry) => entry.startsWith("!"))
    .map((entry) => compileGlob(entry.slice(1).toLowerCase()));
  return {
    entries,
    allows({ id, name }) {
      const words = [id, name].flatMap((word) => (word === undefined ? [] : word.toLowerCase()));
      if (denials.some((denies) => name === undefined || words.some(denies))) return false;
      if (allowed.length === 0 || (id !== undefined && ids.has(id))) return true;
      return name !== undefined && names.some((fits) => fits(name));
    },
  };
}

/** Whether a tool can ever run here; one that cannot is not listed. */
export const isVisible = (tool: { effect: Effect; uses: readonly OperationId[] }, policy: Policy) =>
  decideEffect(tool.effect, policy).allowed && tool.uses.every((id) => decide(id, policy).allowed);

/** Throws unless every operation may be sent. */
export function requireAllowed(what: string, ids: readonly OperationId[], policy: Policy): void {
  for (const id of ids) {
    const decision = decide(id, policy);
    if (!decision.allowed) throw denied(what, decision.reason, decision.setting);
  }
}

export const denied = (what: string, reason: string, setting: string) =>
  new AppError("policy_denied", `${what} is not allowed here: ${reason}.`, {
    state: "Nothing was sent.",
    hint: `Only the operator can change this, in the setting ${setting}. Tell the user; do not look for a workaround.`,
    facts: { setting },
  });

const refuse = (reason: string, setting: string): Decision => ({ allowed: false, reason, setting });

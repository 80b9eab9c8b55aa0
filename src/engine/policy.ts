import * as z from "zod";
import { AppError } from "../base/errors.js";
import { compileGlob } from "../base/glob.js";
import { placeholderProblem } from "../base/text.js";
import { operation } from "../client/operations/catalog.js";
import type { Effect, OperationId } from "../toolkit/define.js";

/** The operator's limits for this process. They do not change after the start. */
export interface Policy {
  scope: Scope;
  /** The holders of limits that do not come from this server's settings. */
  holders?: Partial<Record<"scope" | "groups" | "connectors", Holder>>;
  readOnly: boolean;
  denied: readonly Denial[];
  /** The ids of the groups that may be accessed. Empty means all. */
  groups: ReadonlySet<string>;
  /** The connectors that may be accessed. Undefined means all. */
  connectors?: ConnectorRule | undefined;
}

/** The source of a limit other than the settings, such as the caller's key. */
export interface Holder {
  /** For example `the key "bot"`. */
  name: string;
  /** How the operator can change the limit, as an instruction. */
  remedy: string;
}

/**
 * The rule of `FIVETRAN_CONNECTORS`. If a connector's name is unknown, only an entry with its id can allow it, and
 * only if the rule has no denials.
 */
export interface ConnectorRule {
  entries: readonly string[];
  allows(connector: { id?: string | undefined; name?: string | undefined }): boolean;
}

export const SCOPES = ["read", "read/write", "read/write/delete"] as const;
export type Scope = (typeof SCOPES)[number];

/** An entry of `DISALLOWED_ACTIONS` in lower case. */
export interface Denial {
  resource: string;
  action: Effect;
  operation?: string;
}

export interface Refusal {
  allowed: false;
  reason: string;
  /** The name of the setting that forbids it. */
  setting: string;
  holder?: Holder | undefined;
}
export type Decision = { allowed: true } | Refusal;

const RANK: Record<Effect, number> = { read: 0, write: 1, delete: 2 };
const SCOPE_RANK: Record<Scope, number> = { read: 0, "read/write": 1, "read/write/delete": 2 };

/** Whether the policy allows an effect. This can be decided before the operation is known. */
export function decideEffect(effect: Effect, policy: Policy): Decision {
  if (effect !== "read" && policy.readOnly) {
    return refuse("this server is read-only", "--read-only (FIVETRAN_READ_ONLY)");
  }
  if (RANK[effect] > SCOPE_RANK[policy.scope]) {
    const needed = SCOPES[RANK[effect]] ?? "read/write/delete";
    const holder = policy.holders?.scope;
    const reason = `it needs the scope ${needed}, but the scope of ${holder?.name ?? "this server"} is ${policy.scope}`;
    return refuse(reason, settingOf("scope", holder), holder);
  }
  return { allowed: true };
}

/** Whether an operation may be sent at all. Does not look at its arguments; the group guard does. */
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

/** Whether access is limited to some groups or connectors. */
export const isConfined = ({ groups, connectors }: Policy) =>
  groups.size > 0 || connectors !== undefined;

/**
 * Creates a rule. Each entry is an id, or a glob for names. An entry that starts with `!` denies, and denials take
 * precedence. If all entries deny, every other connector is allowed.
 */
export function connectorRule(entries: readonly string[]): ConnectorRule {
  const allowed = entries.filter((entry) => !entry.startsWith("!"));
  const ids = new Set(allowed);
  const names = allowed.map(compileGlob);
  // Case is ignored, so that a different spelling of a name cannot evade a denial.
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

/** Whether the policy can ever allow the tool to run. Other tools are not listed. */
export const isVisible = (tool: { effect: Effect; uses: readonly OperationId[] }, policy: Policy) =>
  decideEffect(tool.effect, policy).allowed && tool.uses.every((id) => decide(id, policy).allowed);

/** Throws `policy_denied` unless all operations may be sent. */
export function requireAllowed(what: string, ids: readonly OperationId[], policy: Policy): void {
  for (const id of ids) {
    const decision = decide(id, policy);
    if (!decision.allowed) throw denied(what, decision);
  }
}

export const denied = (what: string, { reason, setting, holder }: Omit<Refusal, "allowed">) =>
  new AppError("policy_denied", `${what} is not allowed here: ${reason}.`, {
    state: "Nothing was sent.",
    hint: `${whoCan(setting, holder)} Tell the user; do not look for a workaround.`,
    facts: { setting },
  });

const whoCan = (setting: string, holder: Holder | undefined) =>
  holder === undefined
    ? `Only the operator can change this, in the setting ${setting}.`
    : `This is a limit of ${holder.name}, which only the operator can change: ${holder.remedy}.`;

/** The error for a target outside the allowed groups or connectors. */
export function outOfScope(
  policy: Policy,
  limit: "groups" | "connectors",
  what: string,
  reason: string,
) {
  const holder = policy.holders?.[limit];
  return denied(what, { reason, setting: settingOf(limit, holder), holder });
}

const SETTINGS = {
  scope: "FIVETRAN_SCOPE",
  groups: "FIVETRAN_GROUPS",
  connectors: "FIVETRAN_CONNECTORS",
} as const;

const settingOf = (limit: keyof typeof SETTINGS, holder: Holder | undefined) =>
  holder === undefined ? SETTINGS[limit] : `${limit} of ${holder.name}`;

const refuse = (reason: string, setting: string, holder?: Holder): Refusal => ({
  allowed: false,
  reason,
  setting,
  ...(holder === undefined ? {} : { holder }),
});

const GROUP_ID = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/;
const CONNECTOR = /^!?[^!/\s]{1,200}$/u;

/** The fields of a grant in a configuration file. An empty list is refused, because it would not limit anything. */
export const GrantFields = {
  scope: z.enum(SCOPES).optional(),
  groups: z.array(z.string().regex(GROUP_ID, "not a group id")).min(1, "is empty").optional(),
  connectors: z
    .array(
      z
        .string()
        .regex(CONNECTOR, "not an id or a name of a connector")
        .refine((entry) => placeholderProblem("", entry.replace(/^!/, "")) === undefined, {
          message: "is in quotes or is a placeholder that was not replaced",
        }),
    )
    .min(1, "is empty")
    .optional(),
};

/** The limits of one caller among several. An absent field means the operator's policy. */
export interface Grant {
  scope?: Scope | undefined;
  groups?: readonly string[] | undefined;
  connectors?: readonly string[] | undefined;
}

/**
 * Returns a policy that allows only what both the operator's policy and the grant allow.
 *
 * @throws AppError of type `policy_denied` if they have no group in common
 */
export function narrowed(policy: Policy, { scope, groups, connectors }: Grant, holder: Holder) {
  const narrower = scope !== undefined && SCOPES.indexOf(scope) < SCOPES.indexOf(policy.scope);
  const own = connectors === undefined ? undefined : connectorRule(connectors);
  const result: Policy = {
    ...policy,
    ...(narrower ? { scope } : {}),
    holders: {
      ...policy.holders,
      ...(narrower ? { scope: holder } : {}),
      ...(groups === undefined ? {} : { groups: holder }),
      ...(connectors === undefined ? {} : { connectors: holder }),
    },
    groups: groups === undefined ? policy.groups : common(policy.groups, groups, holder),
    connectors: both(policy.connectors, own),
  };
  return result;
}

function common(allowed: ReadonlySet<string>, groups: readonly string[], holder: Holder) {
  if (allowed.size === 0) return new Set(groups);
  const shared = new Set(groups.filter((id) => allowed.has(id)));
  if (shared.size > 0) return shared;
  // An empty set would allow all groups.
  throw new AppError(
    "policy_denied",
    `${capitalized(holder.name)} is limited to groups that this server does not allow.`,
    {
      state: "Nothing was sent.",
      hint: `Only the operator can change this: ${holder.remedy}. Tell the user.`,
    },
  );
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function both(
  a: ConnectorRule | undefined,
  b: ConnectorRule | undefined,
): ConnectorRule | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    entries: [...a.entries, ...b.entries],
    allows: (connector) => a.allows(connector) && b.allows(connector),
  };
}

import { collect } from "../../../base/collect.js";
import { AppError, isClosed } from "../../../base/errors.js";
import type { Json } from "../../../base/json.js";
import { nearest } from "../../../base/nearest.js";
import { isEmpty } from "../../../base/read-as.js";
import { quoted } from "../../../base/text.js";
import { WEBHOOK_EVENTS } from "../../../client/events/webhook-events.js";
import type { Operation } from "../../../client/operations/catalog.js";
import type { Role } from "../../../client/resources/people.js";
import type { ReadContext } from "../../../toolkit/define.js";
import { replacementText, roleText } from "../../access/index.js";
import { scheduleProblems } from "../../connector/index.js";
import { NETWORK_FIELDS, networkIdProblems } from "../../services/index.js";
import type { ApiTarget } from "../target.js";

type Body = Readonly<Record<string, Json>>;
type Reader = Pick<ReadContext, "fivetran" | "signal">;

/** Findings about body values that the schema does not restrict. */
export interface ValueFindings {
  /** Reasons why Fivetran would reject the values. */
  problems: string[];
  /** Facts that a person should know about accepted values. */
  notes: string[];
  /** Facts that still matter after the change. */
  lasting: string[];
  /** Replacements for given values, in Fivetran's own spelling. */
  spelled: Record<string, Json>;
}

/**
 * Checks body values that the schema does not restrict: roles, events, addresses, times, ids of
 * links and agents.
 */
export async function checkValues(
  operation: Operation,
  body: Body,
  { present, creates, shown }: Pick<ApiTarget, "present" | "creates" | "shown">,
  ctx: Reader,
): Promise<ValueFindings> {
  const { id, resource, effect } = operation;
  const found: ValueFindings = { problems: [], notes: [], lasting: [], spelled: {} };
  if (effect === "read") return found;
  if (creates && present !== undefined) {
    found.problems.push("It already exists. Change it with its update operation.");
  }
  if (typeof body["role"] === "string") await checkRole(id, body["role"], found, ctx);
  else if (WITHOUT_ROLE[id] !== undefined) found.lasting.push(WITHOUT_ROLE[id] ?? "");
  if (isOfWebhook(operation)) checkWebhook(body, found);
  if (id === "create_user" && body["user_type"] !== "SERVICE_ACCOUNT" && !body["email"]) {
    found.problems.push("email is required, except with user_type SERVICE_ACCOUNT.");
  }
  if (id === "connection_moved") checkMove(body, shown, found);
  checkSelection(id, body, found);
  if (id === "create_connection" || id === "modify_connection") {
    found.problems.push(...scheduleProblems(body, present ?? {}));
  }
  if (resource === "connections" || resource === "destinations") {
    const ids = NETWORK_FIELDS.flatMap((field) =>
      typeof body[field] === "string" ? [[field, body[field]] as const] : [],
    );
    found.problems.push(...(await networkIdProblems(Object.fromEntries(ids), present ?? {}, ctx)));
  }
  return found;
}

/**
 * Requires that the connection is paused and a behavior is given. Fivetran moves only paused
 * connections, and does not document what happens without a behavior.
 */
function checkMove(
  body: Body,
  shown: ApiTarget["shown"],
  { problems }: Pick<ValueFindings, "problems">,
): void {
  if (shown !== undefined && shown["paused"] !== true) {
    problems.push("The connector must be paused before it is moved. Call pause_connectors first.");
  }
  if (body["sync_behavior"] === undefined) {
    problems.push(
      "sync_behavior is required. CONTINUE loads only new data, and BACKFILL also loads the history.",
    );
  }
  if (shown !== undefined && body["destination_group_id"] === shown["group_id"]) {
    problems.push("The connector is already in that group.");
  }
}

/** What each operation affects without a selection. */
const WITHOUT_SELECTION: Readonly<Record<string, "all" | "nothing">> = {
  resync_connection: "all",
  resync_tables: "nothing",
  dismiss_connection_warnings: "all",
  delete_multiple_columns_connection_config: "nothing",
};

/** Rejects an empty selection, because it would silently select everything or nothing. */
function checkSelection(id: string, body: Body, { problems, notes }: ValueFindings): void {
  const without = WITHOUT_SELECTION[id];
  if (without === undefined) return;
  const empty = without === "all" && isEmpty(body) ? undefined : emptyPart(body);
  if (empty !== undefined) {
    const [field = ""] = empty;
    problems.push(
      `${empty.length === 0 ? "The body" : empty.join(".")} is empty. Give at least one item${without === "all" ? `, or leave out ${field} to select all` : ""}.`,
    );
  }
  if (id === "resync_connection" && body["scope"] === undefined) {
    notes.push("The body has no scope, so the history of every table is loaded again.");
  }
  if (id === "dismiss_connection_warnings" && body["warning_types"] === undefined) {
    notes.push("The body has no warning_types, so every warning is dismissed.");
  }
}

/** Returns the path of the first empty object, list or text. */
function emptyPart(value: Json, path: readonly string[] = []): readonly string[] | undefined {
  if (isEmpty(value)) return path;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = key === "" ? [...path, '""'] : emptyPart(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

const TEAM_ROLES = ["Team Member", "Team Manager"];

/** The scope in which a role must be grantable, by the end of the operation's id. */
const SCOPES: readonly [RegExp, string][] = [
  [/_membership_in_connections?$/, "CONNECTOR"],
  [/_membership_in_group$|^add_user_to_group$/, "DESTINATION"],
  [/^(create|modify)_(user|team)$/, "ACCOUNT"],
];

async function checkRole(
  id: string,
  role: string,
  found: ValueFindings,
  { fivetran, signal }: Reader,
): Promise<void> {
  const unknown = (names: readonly string[], where: string) => {
    const near = nearest(role, names, (name) => name)[0];
    const listed = names.map((name) => quoted(name, 60)).join(", ");
    found.problems.push(
      `role ${quoted(role, 80)} is not a role ${where}.${near === undefined ? "" : ` Did you mean ${quoted(near, 60)}?`} Roles: ${listed}.`,
    );
  };
  const spell = (names: readonly string[]) => {
    const same = names.find((name) => name.toLowerCase() === role.trim().toLowerCase());
    if (same !== undefined && same !== role) found.spelled["role"] = same;
    return same !== undefined;
  };
  if (id === "add_user_to_team" || id === "update_user_membership") {
    if (!spell(TEAM_ROLES)) unknown(TEAM_ROLES, "in a team");
    return;
  }
  const scope = SCOPES.find(([pattern]) => pattern.test(id))?.[1];
  if (scope === undefined) return;
  let roles: Role[];
  try {
    roles = await collect(fivetran.roles.list({ signal }));
  } catch (error) {
    if (!(error instanceof AppError) || !(isClosed(error) || error.type === "not_found"))
      throw error;
    found.notes.push(
      `It was not checked whether the role ${quoted(role, 80)} exists and what it grants, because this program's API key or settings do not allow reading roles.`,
    );
    return;
  }
  const there = roles.filter(({ scope: of }) => of == null || of.includes(scope));
  const names = there.map(({ name }) => name);
  if (!spell(names)) {
    unknown(names, `that can be granted in ${PLACES[scope]}`);
    return;
  }
  const chosen = there.find(({ name }) => name === (found.spelled["role"] ?? role));
  if (chosen === undefined) return;
  found.notes.push(`Description of the role ${roleText(chosen)}.`);
  if (chosen.is_deprecated === true) found.lasting.push(replacementText(chosen, roles, scope));
}

/** What a user or team without a role in the account can do. */
const WITHOUT_ROLE: Readonly<Record<string, string>> = {
  create_user:
    "A user without a role in the account has no access. To give access, grant a role in a group (add_user_to_group) or a connector (add_user_membership_in_connection), or add the user to a team (add_user_to_team).",
  create_team:
    "A team without a role in the account grants nothing. To give access, grant it a role in a group (add_team_membership_in_group) or a connector (add_team_membership_in_connection).",
};

const PLACES: Readonly<Record<string, string>> = {
  ACCOUNT: "the account",
  DESTINATION: "a group",
  CONNECTOR: "a connector",
};

/** Fivetran sends the test event to every webhook, so a webhook cannot subscribe to it. */
const EVENTS = WEBHOOK_EVENTS.filter((event) => event !== "test_event");

const isOfWebhook = ({ id, resource }: Operation) =>
  resource === "webhooks" || id === "create_group_webhook";

/** Reads events that are given as one text. The definition has no choices for them, but no event contains a comma. */
export function withEventList(operation: Operation, body: Body): Body {
  const { events } = body;
  if (!isOfWebhook(operation) || typeof events !== "string" || !/[,;\n]/.test(events)) return body;
  if (/^\s*["[]/.test(events)) return body;
  return { ...body, events: events.split(/[,;\n]/).flatMap((one) => one.trim() || []) };
}

function checkWebhook({ url, events, event }: Body, { problems, spelled }: ValueFindings): void {
  if (typeof url === "string" && !isReachable(url)) {
    problems.push(
      `url must be an https address such as https://example.com/hook, not ${quoted(url, 120)}.`,
    );
  }
  const known = (given: Json): Json => {
    const name = String(given);
    const same = EVENTS.find((one) => one === name.trim().toLowerCase());
    if (same === undefined) {
      const near = nearest(name, EVENTS, (one) => one)[0];
      problems.push(
        `${quoted(name, 60)} is not an event.${near === undefined ? "" : ` Did you mean ${near}?`} Events: ${EVENTS.join(", ")}.`,
      );
    }
    return same ?? given;
  };
  if (Array.isArray(events)) {
    if (events.length === 0) problems.push("events must contain at least one event.");
    spelled["events"] = [...new Set(events.map(known))];
  }
  if (typeof event === "string") spelled["event"] = known(event);
}

/**
 * Returns true for an HTTPS address. On this machine HTTP is accepted too, because a sandbox sends
 * its events there.
 */
function isReachable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === "https:" || (protocol === "http:" && /^(localhost|127\.|\[::1\])/.test(hostname))
  );
}

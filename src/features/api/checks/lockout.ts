import { collect } from "../../../base/collect.js";
import { AppError, inputError, isClosed } from "../../../base/errors.js";
import { operation, verification } from "../../../client/operations/catalog.js";
import { type Call, call, type OperationId, type ReadContext } from "../../../toolkit/define.js";
import { bare } from "../../../toolkit/render.js";
import { ADMINISTRATOR, administrators } from "../../access/index.js";
import { type ApiTarget, fieldsOf } from "../target.js";

/** Changes that can remove a user's or a team's role as an account administrator. */
const OF_ACCOUNT = new Set<OperationId>([
  "delete_user",
  "modify_user",
  "delete_user_membership_in_account",
  "delete_team",
  "modify_team",
  "delete_team_membership_in_account",
  "delete_user_from_team",
]);

type Reader = Pick<ReadContext, "fivetran" | "signal">;

/**
 * Rejects changes that would lock out this program's own credentials, or leave the account without
 * an administrator. Afterwards nothing could be corrected through the API.
 */
export async function refuseLockout(
  request: Call,
  { present, name, id }: ApiTarget,
  ctx: Reader,
): Promise<void> {
  const { path, resource, method } = operation(request.operation);
  const ofPeople = /^(users|teams)$/.test(resource) || /^\/v1\/groups\/\{\w+\}\/users/.test(path);
  const ofKey = resource === "system-keys" && request.params["keyId"] !== undefined;
  if (method === "GET" || !(ofPeople || ofKey)) return;
  const { user_id, system_key_id } = await ctx.fivetran.account.info({ signal: ctx.signal });
  const body = fieldsOf(request.body);
  const sent = request.operation;
  if (ofKey) {
    const harmless = sent === "update_system_key" && body["permissions"] === undefined;
    const own = textOf(system_key_id);
    if (request.params["keyId"] === own && !harmless) throw ofSelf("key", own);
    return;
  }
  if (path.includes("/api-keys") && sent !== "create_user_api_key" && user_id !== undefined) {
    if (request.params["userId"] === user_id) throw ofOwnKey(textOf(user_id));
    return;
  }
  const loses = method === "DELETE" || (method === "PATCH" && changesRole(body, present));
  const user = textOf(request.params["userId"] ?? (sent === "delete_user" ? id : undefined));
  const team = textOf(request.params["teamId"]);
  if (typeof user_id === "string") {
    if (loses && user === user_id) throw ofSelf("user", user_id);
    if (loses && user === "" && team !== "" && (await found(memberOf(team, user_id), ctx))) {
      throw inputError(
        `This program signs in as a member of team ${bare(name)}, so it cannot change or remove the role of that team.`,
        IN_DASHBOARD,
      );
    }
    const replaced = await replacedMembership(request, user_id, ctx);
    if (replaced !== undefined && changesRole(body, replaced)) throw ofSelf("user", user_id);
  }
  if (loses && OF_ACCOUNT.has(sent) && body["role"] !== ADMINISTRATOR) {
    await refuseLastAdministrator({ user, team, deleted: sent === "delete_user" }, name, ctx);
  }
}

const IN_DASHBOARD =
  "Nothing was sent. Sign in to the Fivetran dashboard as another user, and make the change there.";

const ofSelf = (what: "user" | "key", id: string) =>
  inputError(
    what === "user"
      ? `This program signs in as the user ${bare(id)}, so it cannot delete that user or remove one of the user's roles.`
      : `This program signs in with the key ${bare(id)}, so it cannot delete, replace or limit that key.`,
    IN_DASHBOARD,
  );

const ofOwnKey = (user: string) =>
  inputError(
    `This program signs in as the user ${bare(user)}, so it cannot delete or rotate the API key of that user.`,
    IN_DASHBOARD,
  );

const changesRole = (body: Readonly<Record<string, unknown>>, present: ApiTarget["present"]) =>
  "role" in body && body["role"] !== present?.["role"];

const memberOf = (teamId: string, userId: string) => call("get_user_in_team", { teamId, userId });

/** Returns the present membership of this program's own user if an addition would replace it. */
async function replacedMembership(
  { operation: id, params, body }: Call,
  self: string,
  ctx: Reader,
) {
  const fields = fieldsOf(body);
  if (id === "add_user_to_group") {
    const { fivetran, signal } = ctx;
    const users = await collect(fivetran.groups.users.list(textOf(params["groupId"]), { signal }));
    return users.find((user) => user.id === self && user.email === fields["email"]);
  }
  const check = verification(id);
  if (check?.how !== "member") return undefined;
  const named = operation(check.read).pathParams.map((name) => {
    return [name, textOf(params[name] ?? fields[check.from?.[name] ?? ""])] as const;
  });
  const read = call(check.read, Object.fromEntries(named));
  return read.params["userId"] === self ? found(read, ctx) : undefined;
}

async function found(read: Call, { fivetran, signal }: Reader) {
  try {
    const { data } = await fivetran.send(read, { signal });
    return fieldsOf(data);
  } catch (error) {
    if (isClosed(error) || (error instanceof AppError && error.type === "not_found")) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Rejects the change if no administrator would remain without this user or team. A user can be an
 * administrator directly or through a team.
 */
async function refuseLastAdministrator(
  { user, team, deleted }: { user: string; team: string; deleted: boolean },
  name: string,
  ctx: Reader,
): Promise<void> {
  try {
    const { now, after } = await administrators({ user, team, deleted }, ctx);
    if (after.size > 0 || now.size === 0) return;
  } catch (error) {
    if (!isClosed(error)) throw error;
    throw inputError(
      "It was not checked whether another Account Administrator remains, because this program's API key or settings do not allow listing users and teams.",
      IN_DASHBOARD,
    );
  }
  throw inputError(
    `Without ${bare(name)}, the account would have no ${ADMINISTRATOR}.`,
    `Nothing was sent. Give another user the role ${ADMINISTRATOR} first.`,
  );
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

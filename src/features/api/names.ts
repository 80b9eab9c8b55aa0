import { AppError, isClosed } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { groupScope, operation as operationOf } from "../../client/operations/catalog.js";
import { idFromLink } from "../../client/resources/dashboard-link.js";
import type { OperationId, ReadContext } from "../../toolkit/define.js";
import { oneNamed, userNamed } from "../access/index.js";

type Kind = "connector" | "group" | "destination" | "user" | "team";

/**
 * The kind of object that a field or parameter names. The destination of a group has the group's
 * id.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  connectionId: "connector",
  connection_id: "connector",
  connection_ids: "connector",
  groupId: "group",
  group_id: "group",
  group_ids: "group",
  destinationId: "destination",
  destination_id: "destination",
  destination_group_id: "destination",
  userId: "user",
  user_id: "user",
  teamId: "team",
  team_id: "team",
};

/**
 * Settings of a source. Their names refer to objects of the source, such as the group of an
 * advertising account.
 */
const OF_SOURCE = new Set(["config", "auth", "external_secrets_keys_config", "schemas", "state"]);

const ID = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/;

/**
 * Returns false for text that would change the path of a request. It is then rejected with the
 * parameter's name.
 */
const canBeName = (value: string) => value !== "." && !/[/\\]|\.\.|%2e|\p{Cc}/iu.test(value);

type Fields = Record<string, Json>;
type Replace = (kind: Kind, value: string) => string;

/**
 * Returns the fields that name an object in this operation only, such as the `id` of a membership
 * or the `logId` of a group.
 */
function ownKinds(operation: OperationId): ReadonlyMap<string, Kind> {
  if (operation === "delete_user") return new Map([["id", "user"]]);
  const scope = groupScope(operation);
  if (!Array.isArray(scope)) return new Map();
  return new Map(
    scope.flatMap((source): [string, Kind][] => {
      const [kind, place = ""] = source.split(":");
      return kind === "group" || kind === "connection"
        ? [[place.replace(/^body\./, ""), kind === "group" ? "group" : "connector"]]
        : [];
    }),
  );
}

function replaced(operation: OperationId, fields: Fields, replace: Replace): Fields {
  const own = ownKinds(operation);
  const all = (given: Fields, top: boolean): Fields =>
    Object.fromEntries(
      Object.entries(given).map(([field, value]) => {
        const kind = KINDS[field] ?? (top ? own.get(field) : undefined);
        const inField = (part: Json): Json => {
          if (typeof part === "string") return kind === undefined ? part : replace(kind, part);
          if (Array.isArray(part)) return part.map(inField);
          if (typeof part !== "object" || part === null || OF_SOURCE.has(field)) return part;
          return all(part, false);
        };
        return [field, inField(value)];
      }),
    );
  return all(fields, true);
}

type Reader = Pick<ReadContext, "fivetran" | "signal">;

const withoutLinks = (operation: OperationId, fields: Fields): Fields =>
  replaced(operation, fields, (kind, value) =>
    kind === "user" || kind === "team"
      ? value
      : idFromLink(value, kind === "connector" ? kind : "group"),
  );

async function lookUp(
  operation: OperationId,
  from: Fields,
  isName: (value: string) => boolean,
  ctx: Reader,
): Promise<Fields> {
  const names = new Map<string, [kind: Kind, name: string]>();
  replaced(operation, from, (kind, value) => {
    if (isName(value)) names.set(`${kind} ${value}`, [kind, value]);
    return value;
  });
  const ids = new Map<string, string>();
  for (const [key, [kind, name]] of names) {
    const id = await idOf(kind, name, ctx);
    if (id !== undefined) ids.set(key, id);
  }
  return replaced(operation, from, (kind, value) => ids.get(`${kind} ${value}`) ?? value);
}

/**
 * Runs a call whose connections, groups, destinations, users (by e-mail) and teams may be given as
 * an id, an exact name or a dashboard link. In the path, a value in the form of an id is sent as an id first. If
 * nothing is found, it is looked up as a name. A filter is looked up before it is sent, because Fivetran returns an
 * empty list for an unknown one.
 */
export async function withIds<T>(
  operation: OperationId,
  params: Fields,
  ctx: Reader,
  run: (params: Fields) => Promise<T>,
): Promise<T> {
  const isName = (value: string) => !ID.test(value) && canBeName(value);
  const { pathParams } = operationOf(operation);
  const given = Object.entries(withoutLinks(operation, params));
  const part = (inPath: boolean) =>
    Object.fromEntries(given.filter(([name]) => pathParams.includes(name) === inPath));
  const filters = part(false);
  const formed = {
    ...(await lookUp(operation, part(true), isName, ctx)),
    ...(await lookUp(operation, filters, canBeName, ctx).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.type === "input") throw error;
      // An id can be sent without the list that could not be read.
      return lookUp(operation, filters, isName, ctx);
    })),
  };
  try {
    return await run(formed);
  } catch (error) {
    if (!(error instanceof AppError) || error.type !== "not_found") throw error;
    const named = await lookUp(operation, formed, () => true, ctx).catch((unknown: unknown) => {
      throw withNearest(error, unknown);
    });
    if (JSON.stringify(named) === JSON.stringify(formed)) throw error;
    return run(named);
  }
}

/**
 * Returns a body with ids instead of names. Every value is looked up, because otherwise a missing
 * object would show only when the change is sent.
 */
export const bodyWithIds = (operation: OperationId, body: Fields, ctx: Reader): Promise<Fields> =>
  lookUp(operation, withoutLinks(operation, body), () => true, ctx);

/** Returns the id of the named object. Undefined if this key or scope may not look it up. */
async function idOf(
  kind: Kind,
  value: string,
  { fivetran, signal }: Reader,
): Promise<string | undefined> {
  try {
    switch (kind) {
      case "connector":
        return (await fivetran.connections.resolve([value], { signal }))[0]?.id;
      case "group":
      case "destination":
        return (await fivetran.groups.resolve(value, { signal, called: kind })).id;
      case "user":
        return (await userNamed(value, { fivetran, signal })).id;
      case "team":
        return (
          await oneNamed(
            kind,
            value,
            (onUnreadable) => fivetran.teams.list({ signal, onUnreadable }),
            ({ id, name }) => [id, name],
          )
        ).id;
    }
  } catch (error) {
    if (isClosed(error)) return undefined;
    throw error;
  }
}

/** Adds similar names to an error that nothing was found. */
function withNearest(error: AppError, unknown: unknown): AppError {
  const { candidates } = unknown instanceof AppError ? unknown.facts : {};
  if (!(unknown instanceof AppError) || !Array.isArray(candidates) || candidates.length === 0) {
    return error;
  }
  const { status, code, sent, operation } = error;
  return new AppError("not_found", unknown.message, {
    state: error.state,
    hint: unknown.hint,
    status,
    code,
    sent,
    operation,
    facts: unknown.facts,
    cause: error,
  });
}

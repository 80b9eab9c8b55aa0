import { AppError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { idFromLink } from "../../client/resources/dashboard-link.js";
import type { ReadContext } from "../../toolkit/define.js";

type Kind = "connector" | "group" | "destination";

/** What a field or parameter names; the destination of a group has its id. */
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
};

/** Settings of a source: what they name is the source's own, such as the group of an advertising account. */
const OF_SOURCE = new Set(["config", "auth", "external_secrets_keys_config", "schemas", "state"]);

const ID = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/;

/** What would climb out of a path is refused with the parameter's name instead. */
const canBeName = (value: string) => value !== "." && !/[/\\]|\.\.|%2e|\p{Cc}/iu.test(value);

type Fields = Record<string, Json>;
type Replace = (kind: Kind, value: string) => string;

function replaced(fields: Fields, replace: Replace): Fields {
  const inField = (field: string, value: Json): Json => {
    const kind = KINDS[field];
    if (typeof value === "string") return kind === undefined ? value : replace(kind, value);
    if (Array.isArray(value)) return value.map((each) => inField(field, each));
    if (typeof value !== "object" || value === null || OF_SOURCE.has(field)) return value;
    return replaced(value, replace);
  };
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, inField(field, value)]),
  );
}

/**
 * Runs a call whose connections, groups and destinations may be given by id, exact name or dashboard link. What has
 * the form of an id is sent as one: only where nothing is found by it, it is looked up as a name.
 */
export async function withIds<T>(
  fields: Fields,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
  run: (fields: Fields) => Promise<T>,
): Promise<T> {
  const lookUp = async (given: Fields, isName: (value: string) => boolean) => {
    const names = new Map<string, [kind: Kind, name: string]>();
    replaced(given, (kind, value) => {
      if (isName(value)) names.set(`${kind} ${value}`, [kind, value]);
      return value;
    });
    const ids = new Map<string, string>();
    for (const [key, [kind, name]] of names) {
      const found =
        kind === "connector"
          ? (await fivetran.connections.resolve([name], { signal }))[0]
          : await fivetran.groups.resolve(name, { signal, called: kind });
      if (found !== undefined) ids.set(key, found.id);
    }
    return replaced(given, (kind, value) => ids.get(`${kind} ${value}`) ?? value);
  };
  const linked = replaced(fields, (kind, value) =>
    idFromLink(value, kind === "connector" ? kind : "group"),
  );
  const formed = await lookUp(linked, (value) => !ID.test(value) && canBeName(value));
  try {
    return await run(formed);
  } catch (error) {
    if (!(error instanceof AppError) || error.type !== "not_found") throw error;
    const named = await lookUp(formed, () => true).catch((unknown: unknown) => {
      throw withNearest(error, unknown);
    });
    if (JSON.stringify(named) === JSON.stringify(formed)) throw error;
    return run(named);
  }
}

/** The response that nothing was found, with the names that are close to the given one. */
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

import { AppError, isClosed } from "../../base/errors.js";
import { allOperationIds, operation } from "../../client/operations/catalog.js";
import { type Call, call, type OperationId, type ReadContext } from "../../toolkit/define.js";
import { bare, named, quoted } from "../../toolkit/render.js";

/** The object that a call acts on, as a read shows it. */
export interface ApiTarget {
  /** The id of the target itself, if the path contains one. */
  id: string;
  name: string;
  kind: "connector" | "destination" | "user" | "other";
  /**
   * The response of the nearest read along the path, which shows the name. Undefined if there is
   * none.
   */
  shown: Readonly<Record<string, unknown>> | undefined;
  /** Like `shown`, but only set if that read has exactly the path of the call. */
  present: Readonly<Record<string, unknown>> | undefined;
  /** True if the call creates the only object that can exist at its path. */
  creates: boolean;
  /** Other objects in the path, such as the team of a membership. */
  within: string[];
}

/** Paths whose read returns a single object although they do not end with an id. */
const SINGLE = new Set(["/v1/external-logging/account", "/v1/connections/{}/state"]);

const template = (path: string) => path.replace(/\{\w+\}/g, "{}");

/** Returns the reads of a single object, by path template. */
function singleReads(): ReadonlyMap<string, OperationId> {
  return new Map(
    allOperationIds()
      .map((id) => operation(id))
      .filter(
        ({ effect, path }) =>
          effect === "read" && (path.endsWith("}") || SINGLE.has(template(path))),
      )
      .map(({ id, path }) => [template(path), id]),
  );
}

/**
 * Returns every read along the path of a call, from its end: the target first, then its parents.
 */
function readsAlong({ operation: id, params }: Call): Call[] {
  const { path, pathParams } = operation(id);
  const segments = template(path).split("/");
  const known = singleReads();
  return segments.flatMap((_, index) => {
    const read = known.get(segments.slice(0, segments.length - index).join("/"));
    if (read === undefined) return [];
    const values = operation(read).pathParams.map((name, place) => [
      name,
      params[pathParams[place] ?? ""] ?? "",
    ]);
    return [call(read, Object.fromEntries(values))];
  });
}

/** Returns the fields of a JSON object. Empty for any other value. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Returns reads of objects that the call names outside of its path. */
function readsBeside(request: Call): Call[] {
  const { params } = request;
  const fields = fieldsOf(request.body);
  const group = params["groupId"] ?? fields["group_id"];
  const connection = params["connectionId"] ?? fields["connection_id"];
  return [
    ...(typeof group === "string" ? [call("group_details", { groupId: group })] : []),
    ...(typeof connection === "string"
      ? [call("connection_details", { connectionId: connection })]
      : []),
  ];
}

/**
 * Reads the objects that a call acts on, so that a plan can name them. An object that this key or
 * scope may not read stays unnamed. If an object does not exist, throws before anything is changed.
 */
export async function apiTarget(
  request: Call,
  { fivetran, signal }: ReadContext,
): Promise<ApiTarget> {
  const wanted = [...readsAlong(request), ...readsBeside(request)];
  const reads = wanted.filter(
    (read, index) => wanted.findIndex((other) => key(other) === key(read)) === index,
  );
  const { path, resource, method } = operation(request.operation);
  // If the scope forbids reading the same path, it also forbids the change, so the error is thrown.
  // If a POST creates the object at its own path, the object does not exist yet, so `not_found` is
  // not an error.
  const creates = method === "POST" && SINGLE.has(template(path));
  const isOwn = (read: Call) => template(operation(read.operation).path) === template(path);
  const look = async (read: Call): Promise<Record<string, unknown> | undefined> => {
    try {
      const { data } = await fivetran.send(read, { signal });
      return typeof data === "object" && data !== null ? { ...data } : {};
    } catch (error) {
      if (creates && isOwn(read) && error instanceof AppError && error.type === "not_found") {
        return undefined;
      }
      if (!isClosed(error) || (isConfined(error) && isOwn(read))) throw error;
      return undefined;
    }
  };
  const shown = await Promise.all(reads.map(async (read) => ({ read, data: await look(read) })));
  const [first, ...rest] = shown;
  // For a new object, only its future name is known.
  const newName = nameOf(fieldsOf(request.body)) ?? resource;
  const id = first === undefined ? newName : idOf(first.read);
  return {
    id,
    name: first === undefined ? newName : (nameOf(first.data) ?? id),
    kind: kindOf(first?.read.operation),
    creates,
    shown: first?.data,
    present: first !== undefined && isOwn(first.read) ? first.data : undefined,
    within: rest.map(({ read, data }) => {
      const place = idOf(read);
      return named(nameOf(data) ?? place, place);
    }),
  };
}

/** Returns true if the operator's groups or connectors exclude the object. */
const isConfined = (error: unknown) =>
  error instanceof AppError &&
  /^FIVETRAN_(GROUPS|CONNECTORS)$/.test(String(error.facts["setting"] ?? ""));

const key = (read: Call) => JSON.stringify([read.operation, Object.values(read.params)]);
const idOf = (read: Call) =>
  String(Object.values(read.params).at(-1) ?? operation(read.operation).resource);

function kindOf(read: OperationId | undefined): ApiTarget["kind"] {
  if (read === "connection_details") return "connector";
  if (read === "destination_details") return "destination";
  return read === "user_details" ? "user" : "other";
}

const NAMES = ["schema", "name", "display_name", "email", "url"];

/** Returns the name of an object: the first of the fields by which people recognize it. */
export function nameOf(data: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const config = data?.["transformation_config"];
  const inner = typeof config === "object" && config !== null ? Object.entries(config) : [];
  for (const [field, value] of [...Object.entries(data ?? {}), ...inner]) {
    if (
      (NAMES.includes(field) || field === "package_name") &&
      typeof value === "string" &&
      value !== ""
    ) {
      return value;
    }
  }
  return undefined;
}

/** Returns the target as text: its name and id, and its parents. */
export function targetText({ id, name, within }: ApiTarget): string {
  const what =
    name.includes("://") && name !== id ? `${quoted(name, 200)} (${bare(id)})` : named(name, id);
  return within.length === 0 ? what : `${what} of ${within.join(", ")}`;
}

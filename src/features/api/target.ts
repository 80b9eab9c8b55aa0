import { AppError, isClosed } from "../../base/errors.js";
import { operation, operationIds } from "../../client/operations/catalog.js";
import { type Call, call, type OperationId, type ReadContext } from "../../toolkit/define.js";
import { bare, named, quoted } from "../../toolkit/render.js";

/** What a call acts upon, as a read shows it. */
export interface ApiTarget {
  /** Of the thing itself, where the path has one. */
  id: string;
  name: string;
  kind: "connector" | "destination" | "user" | "other";
  /** What the read that has the very same path shows; undefined where there is none. */
  present: Readonly<Record<string, unknown>> | undefined;
  /** Things that the path names beside it, such as the team of a membership. */
  within: string[];
}

/** Reads without an id of their own that show one thing all the same. */
const SINGLE = new Set(["/v1/external-logging/account", "/v1/connections/{}/state"]);

const template = (path: string) => path.replace(/\{\w+\}/g, "{}");

let reads: ReadonlyMap<string, OperationId> | undefined;

/** Reads of one thing by the form of their path. */
function singleReads(): ReadonlyMap<string, OperationId> {
  reads ??= new Map(
    operationIds
      .map((id) => operation(id))
      .filter(
        ({ effect, path }) =>
          effect === "read" && (path.endsWith("}") || SINGLE.has(template(path))),
      )
      .map(({ id, path }) => [template(path), id]),
  );
  return reads;
}

/** Every read along the path of a call, from its end: the thing itself first, then what it is in. */
function readsAlong({ operation: id, params }: Call): Call[] {
  const { path, pathParams } = operation(id);
  const segments = template(path).split("/");
  return segments.flatMap((_, index) => {
    const read = singleReads().get(segments.slice(0, segments.length - index).join("/"));
    if (read === undefined) return [];
    const values = operation(read).pathParams.map((name, place) => [
      name,
      params[pathParams[place] ?? ""] ?? "",
    ]);
    return [call(read, Object.fromEntries(values))];
  });
}

const fieldsOf = ({ body }: Call): Readonly<Record<string, unknown>> =>
  typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};

/** Things that the call names elsewhere than along its path. */
function readsBeside(request: Call): Call[] {
  const { params } = request;
  const fields = fieldsOf(request);
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
 * Reads what a call acts upon, so that a plan can name it. What this key or policy may not read goes unnamed;
 * what does not exist is refused here, before anything is changed.
 */
export async function apiTarget(
  request: Call,
  { fivetran, signal }: ReadContext,
): Promise<ApiTarget> {
  const wanted = [...readsAlong(request), ...readsBeside(request)];
  const reads = wanted.filter(
    (read, index) => wanted.findIndex((other) => key(other) === key(read)) === index,
  );
  const { path, resource } = operation(request.operation);
  // The read of the very path is as far out of reach as the change is.
  const isOwn = (read: Call) => template(operation(read.operation).path) === template(path);
  const look = async (read: Call): Promise<Record<string, unknown> | undefined> => {
    try {
      const { data } = await fivetran.send(read, { signal });
      return typeof data === "object" && data !== null ? { ...data } : {};
    } catch (error) {
      if (!isClosed(error) || (isOfGroups(error) && isOwn(read))) throw error;
      return undefined;
    }
  };
  const shown = await Promise.all(reads.map(async (read) => ({ read, data: await look(read) })));
  const [first, ...rest] = shown;
  // Of something new only what it will be called is known.
  const made = nameOf(fieldsOf(request)) ?? resource;
  const id = first === undefined ? made : idOf(first.read);
  return {
    id,
    name: first === undefined ? made : (nameOf(first.data) ?? id),
    kind: kindOf(first?.read.operation),
    present: first !== undefined && isOwn(first.read) ? first.data : undefined,
    within: rest.map(({ read, data }) => {
      const place = idOf(read);
      return named(nameOf(data) ?? place, place);
    }),
  };
}

const isOfGroups = (error: unknown) =>
  error instanceof AppError && error.facts["setting"] === "FIVETRAN_GROUPS";

const key = (read: Call) => JSON.stringify([read.operation, Object.values(read.params)]);
const idOf = (read: Call) =>
  String(Object.values(read.params).at(-1) ?? operation(read.operation).resource);

function kindOf(read: OperationId | undefined): ApiTarget["kind"] {
  if (read === "connection_details") return "connector";
  if (read === "destination_details") return "destination";
  return read === "user_details" ? "user" : "other";
}

const NAMES = ["schema", "name", "display_name", "email", "url"];

/** What people call a thing, by the first of its fields that says so. */
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

/** The target in words: its name and id, and what it is in. */
export function targetText({ id, name, within }: ApiTarget): string {
  const what = name.includes("://") ? `${quoted(name, 200)} (${bare(id)})` : named(name, id);
  return within.length === 0 ? what : `${what} of ${within.join(", ")}`;
}

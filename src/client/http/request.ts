import { randomUUID } from "node:crypto";
import { inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import type { Secret } from "../../base/secret.js";
import { quoted } from "../../base/text.js";
import { isAdded } from "../operations/added.js";
import type { Call } from "../operations/call.js";
import { operation, quota, repeatOf, timeLimits, usualTimeLimits } from "../operations/catalog.js";
import { effectOf, pathParamsOf } from "../operations/facts.js";
import type { Quota, Repeat } from "../operations/row.js";
import type { Expected } from "./response.js";
import type { FilePart, SendOptions } from "./send.js";
import type { BodyKind } from "./transport.js";
import { buildUrl, isText, type Route } from "./url.js";

/** A request that is ready to be sent. It is the same for every attempt. */
export interface Outgoing {
  route: Route;
  url: URL;
  content: { type: string; body: string | Uint8Array } | undefined;
  repeat: Repeat;
  quota: Quota;
  /** `responseMs` limits the time until the response begins, `totalMs` the whole call. Both are in milliseconds. */
  responseMs: number;
  totalMs: number;
  /** Schema configurations and packages are files. */
  kind: BodyKind;
  /** What a response from Fivetran contains. Undefined for a path outside the catalog. */
  expected: Expected | undefined;
}

/** A request to a path outside the catalog. */
export interface RawRequest {
  /** The HTTP method. */
  method: Route["method"];
  /**
   * A template such as `/v1/connections/{connectionId}/errors`, without a query. Each `{name}` is replaced by its
   * value in `params`.
   */
  path: string;
  /** Values for the `{names}` in `path`. */
  params?: Readonly<Record<string, string | number>> | undefined;
  /** Values for the query string. */
  query?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** The JSON body. Default for methods other than GET and DELETE: `{}`. */
  body?: Json | undefined;
  /**
   * The version in the Accept header. Some paths under `/v1/connections` and `/v1/destinations` have a version 2.
   * Default: 1.
   */
  accept?: 1 | 2 | undefined;
}

export function outgoingCall(origin: string, call: Call, { file }: SendOptions): Outgoing {
  const route = operation(call.operation);
  const id = recordId(route, call.params);
  return {
    route,
    url: buildUrl(origin, route, call.params, call.unlisted),
    content: contentOf(route, call.body, file),
    repeat: repeatOf(call),
    quota: quota(call),
    ...timeLimits(call),
    kind: /\/schemas|\/download$/.test(route.path)
      ? "file"
      : id !== undefined || call.params["limit"] === 1
        ? "record"
        : "page",
    expected: {
      id,
      data: route.effect === "read" && !isAdded(route.id),
      config: SCHEMA_CONFIG.test(route.path),
    },
  };
}

/** The paths whose responses are a whole schema configuration. */
const SCHEMA_CONFIG = /^\/v1\/connections\/\{\w+\}\/schemas(\/reload)?$/;

const RECORD = /\/\{(\w+)\}$/;
const RESOURCE = /^\/v\d+\/[a-z-]+\/\{(\w+)\}$/;

/** The paths of actions on one record, whose responses are about that record if they contain one. */
const ACTION = /^\/v1\/[a-z-]+\/\{(\w+)\}\/(?:sync|resync|test|run|cancel|upgrade)$/;

/**
 * Only for the path of one record, and for actions on one. The responses for parts of a record, and for creations below
 * it, have other ids. Of operations that this version does not know, only for the path of a resource itself.
 */
function recordId({ id: of, method, path }: Route, params: Call["params"]): string | undefined {
  const form = isAdded(of) ? RESOURCE : method === "POST" ? ACTION : RECORD;
  const [, name = ""] = form.exec(path) ?? [];
  const id = isAdded(of) && method === "POST" ? undefined : params[name];
  return id === undefined ? undefined : String(id);
}

const SEGMENT = /^(?:[A-Za-z0-9_.~-]+|\{\w+\})$/;

/** Throws `input` if the path is not a template of plain segments. The values are checked as for a catalog path. */
export function outgoingRequest(origin: string, request: RawRequest): Outgoing {
  const { method, path, params = {}, query = {}, body, accept = 1 } = request;
  const [first, root = "", ...segments] = path.split("/");
  const plain = [root, ...segments].every(
    (segment) => SEGMENT.test(segment) && segment !== "." && segment !== "..",
  );
  if (first !== "" || !/^(?:v\d+|public)$/.test(root) || !plain) {
    throw inputError(
      "The path must start with /v1/ or /public/ and contain only plain segments.",
      "Write ids and names as {placeholders} with their values in params, and the query in query; nothing was sent.",
    );
  }
  const twice = Object.keys(query).find((name) => Object.hasOwn(params, name));
  if (twice !== undefined) throw inputError(`${quoted(twice, 80)} is in both params and query.`);
  const route: Route = {
    id: `${method} ${path}`,
    method,
    path,
    pathParams: pathParamsOf(path),
    queryParams: Object.fromEntries(Object.keys(query).map((name) => [name, { type: "string" }])),
    body: "json",
    effect: effectOf({ method, path }),
    accept,
    bare: false,
    file: false,
    list: false,
  };
  return {
    route,
    url: buildUrl(origin, route, { ...params, ...query }),
    content: contentOf(route, body, undefined),
    // The effect of sending an unlisted operation twice is unknown.
    repeat: method === "GET" ? "read" : "creates",
    quota: "all",
    ...usualTimeLimits(method),
    kind: "file",
    expected: undefined,
  };
}

function contentOf(
  { id, method, body: kind }: Route,
  body: Json | undefined,
  file: FilePart | undefined,
): Outgoing["content"] {
  if (kind === "multipart") {
    if (file === undefined)
      throw inputError(`${id} requires a file.`, "Pass file: { content, name }.");
    return multipart(file);
  }
  if (file !== undefined) throw inputError(`${id} does not accept a file.`, "Remove file.");
  if (method === "GET" || method === "DELETE") {
    if (body !== undefined) throw inputError(`${id} does not accept a body.`, "Remove the body.");
    return undefined;
  }
  // Fivetran rejects a POST without a body.
  return { type: "application/json", body: JSON.stringify(body ?? {}) };
}

function multipart({ content, name = "package.zip" }: FilePart): Outgoing["content"] {
  if (!isText(name, 255))
    throw inputError("The file name has control characters or is longer than 255 characters.");
  const boundary = `part-${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name.replaceAll('"', "%22")}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

export interface Identity {
  /** Called for every request. Throws `config` if no credentials were given. */
  credentials: () => { key: Secret; secret: Secret };
  userAgent: string;
}

export function headersOf(
  { route, content }: Outgoing,
  { credentials, userAgent }: Identity,
): Record<string, string> {
  const { key, secret } = credentials();
  const pair = Buffer.from(`${key.reveal()}:${secret.reveal()}`).toString("base64");
  const json = route.accept === 2 ? "application/json;version=2" : "application/json";
  return {
    accept: route.file ? "application/zip, application/json" : json,
    "accept-encoding": "gzip",
    authorization: `Basic ${pair}`,
    "user-agent": userAgent,
    ...(content === undefined ? {} : { "content-type": content.type }),
  };
}

import * as z from "zod";
import { parseJson } from "../../base/json.js";
import type { WireResponse } from "./transport.js";
import { type Route, urlSafeHash } from "./url.js";

/** The JSON object that wraps every response from Fivetran. */
const Envelope = z.looseObject({
  code: z.string(),
  // The message is only displayed, so a value that is not a string is ignored.
  message: z.string().nullish().catch(undefined),
  data: z.unknown().optional(),
});

/** A response without an envelope around its data. */
const Bare = z.looseObject({ id: z.string() });

const Page = z.looseObject({
  items: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
  // One page of Fivetran's documentation uses this spelling.
  nextCursor: z.string().nullish(),
});

export interface Success {
  message: string | undefined;
  data: unknown;
}

/** Fivetran's reason for not accepting a request. */
export interface Refusal {
  code: string | undefined;
  upstreamMessage: string | undefined;
}

/**
 * What was read from a response. A response comes from Fivetran if it has an envelope. Any other response shows
 * nothing about the request.
 */
export type ReadResponse =
  | { success: Success }
  | { refusal: Refusal }
  /** The response did not come from Fivetran. The text describes it. */
  | { foreign: string }
  /** The response came from Fivetran, but its content does not fit the operation. The text describes the difference. */
  | { misfit: string };

/** The first value of a header. */
export const header = ({ headers }: WireResponse, name: string): string | undefined =>
  [headers[name] ?? []].flat()[0];

/** What the response to an operation of the catalog contains. */
export interface Expected {
  /** The id of the record in the request path, if the path refers to one. */
  id: string | undefined;
  /** Whether it contains data. The response to a change may be only a message. */
  data: boolean;
  /** Whether the data is a schema configuration. */
  config: boolean;
}

/** The fields of a schema configuration. Another object has none of them. */
const CONFIG_FIELDS = new Set([
  "schema_change_handling",
  "enable_new_by_default",
  "row_filtering_supported",
  "schemas",
]);

/** Whether a record is a schema configuration, as far as its fields show, or empty. */
export function mayBeSchemaConfig(record: object): boolean {
  const given = Object.keys(record);
  return given.length === 0 || given.some((field) => CONFIG_FIELDS.has(field));
}

/** Classifies a response. */
export async function readResponse(
  route: Route,
  expected: Expected | undefined,
  response: WireResponse,
): Promise<ReadResponse> {
  const { status, body } = response;
  const type = header(response, "content-type") ?? "";
  if (status >= 300 && status < 400) return { foreign: "a redirect, which is not followed" };
  if (body.length === 0) return { foreign: "empty" };
  if (/^text\/html\b/i.test(type)) return { foreign: "HTML" };
  const ok = status < 300;
  // Fivetran describes errors in its envelope. Gateways use the standard type for problems.
  const isJson = /^application\/(?!problem)(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type);
  if (ok && route.file && !isJson) {
    return { success: { message: undefined, data: new Uint8Array(body) } };
  }
  if (!isJson) return { foreign: "not JSON" };
  const json = await parse(body);
  if (json === undefined) return { foreign: "broken JSON" };
  const envelope = Envelope.safeParse(json).data;
  const bare = ok && route.bare ? Bare.safeParse(json).data : undefined;
  if (envelope === undefined && bare === undefined)
    return { foreign: "JSON in an unexpected form" };
  const { code, message } = envelope ?? { code: "Success" };
  if (ok !== SUCCESS.test(code)) {
    return ok
      ? { misfit: "has the code of an error" }
      : { foreign: "JSON with an unexpected code" };
  }
  if (status === 404 && !ABSENT.test(code)) return { foreign: "JSON with an unexpected code" };
  if (status === 407) return { foreign: "a request for the credentials of a proxy" };
  if (!ok) return { refusal: { code, upstreamMessage: message ?? undefined } };
  const data = envelope?.data ?? bare;
  const misfit = misfitOf(route, expected, data);
  return misfit === undefined ? { success: { message: message ?? undefined, data } } : { misfit };
}

/** Gateways send codes such as `NotFoundException` if they lack the route. */
const ABSENT = /^NotFound(?:_\w+)?$/;

const SUCCESS = /^(?:success|created|accepted|ok)/i;

const BYTE_ORDER_MARK = Buffer.from("\ufeff");

async function parse(body: Buffer): Promise<unknown> {
  try {
    // Some gateways add a byte-order mark at the start.
    const marked = body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    return await parseJson(marked ? body.subarray(BYTE_ORDER_MARK.length) : body);
  } catch {
    // The parser's message would quote the response, so it is not kept.
    return undefined;
  }
}

/** Describes what is wrong with the data of a response. Only checks that apply to all operations of a kind. */
function misfitOf(
  { effect, list }: Route,
  { id, data: required, config }: Expected = { id: undefined, data: false, config: false },
  data: unknown,
): string | undefined {
  const reads = effect === "read";
  if (reads && list) {
    const problem = Page.safeParse(data).error?.issues[0]?.path.join(".");
    return problem === undefined
      ? undefined
      : `has no page of items at ${problem === "" ? "data" : `data.${problem}`}`;
  }
  if (data === undefined || data === null) return required ? "has no data" : undefined;
  if (typeof data !== "object" || Array.isArray(data)) return "has an unexpected value at data";
  if (config && !mayBeSchemaConfig(data)) return "is not a schema configuration";
  if (id === undefined) return undefined;
  const shown = ID_FIELDS.map((field): unknown => Reflect.get(data, field));
  if (shown.some((value) => typeof value === "string" && isSame(value, id))) return undefined;
  const [first = shown[0]] = shown.filter((value) => value !== undefined);
  if (first === undefined && !reads) return undefined;
  return typeof first === "string"
    ? "contains a different id"
    : "has an unexpected value at data.id";
}

/** The fields that identify a record: `user_id` a member of a team, `hash` a certificate or fingerprint. */
const ID_FIELDS = ["id", "user_id", "hash"];

/** A hash may be written in standard or URL-safe Base64. */
const isSame = (shown: string, id: string) => shown === id || base64Url(shown) === base64Url(id);

const base64Url = (hash: string) => urlSafeHash(hash).replace(/=+$/, "");

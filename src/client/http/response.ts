import * as z from "zod";
import { parseJson } from "../../base/json.js";
import type { WireResponse } from "./transport.js";
import type { Route } from "./url.js";

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

/** Classifies a response. `id` is the id of the record in the request path, if the path refers to one. */
export async function readResponse(
  route: Route,
  id: string | undefined,
  response: WireResponse,
): Promise<ReadResponse> {
  const { status, body } = response;
  const type = header(response, "content-type") ?? "";
  if (status >= 300 && status < 400) return { foreign: "a redirect, which is not followed" };
  if (body.length === 0) return { foreign: "empty" };
  if (/^text\/html\b/i.test(type)) return { foreign: "HTML" };
  const ok = status < 300;
  const isJson = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type);
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
  if (ok !== SUCCESS.test(code) || (status === 404 && !/^notfound/i.test(code))) {
    return ok
      ? { misfit: "has the code of an error" }
      : { foreign: "JSON with an unexpected code" };
  }
  if (!ok) return { refusal: { code, upstreamMessage: message ?? undefined } };
  const data = envelope?.data ?? bare;
  const misfit = misfitOf(route, id, data);
  return misfit === undefined ? { success: { message: message ?? undefined, data } } : { misfit };
}

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
function misfitOf(route: Route, id: string | undefined, data: unknown): string | undefined {
  const reads = route.effect === "read";
  if (reads && Object.hasOwn(route.queryParams, "cursor")) {
    const problem = Page.safeParse(data).error?.issues[0]?.path.join(".");
    return problem === undefined
      ? undefined
      : `has no page of items at ${problem === "" ? "data" : `data.${problem}`}`;
  }
  if (data === undefined) return reads && id !== undefined ? "has no data" : undefined;
  if (typeof data !== "object" || Array.isArray(data)) return "has an unexpected value at data";
  if (id === undefined) return undefined;
  const shown: unknown = data === null ? undefined : Reflect.get(data, "id");
  if (shown === id || (shown === undefined && !reads)) return undefined;
  return typeof shown === "string"
    ? "contains a different id"
    : "has an unexpected value at data.id";
}

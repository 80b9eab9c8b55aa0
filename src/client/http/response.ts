import * as z from "zod";
import type { WireResponse } from "./transport.js";
import type { Route } from "./url.js";

const Envelope = z.looseObject({
  code: z.string().nullish(),
  message: z.string().nullish(),
  data: z.unknown().optional(),
});

export interface Success {
  message: string | undefined;
  data: unknown;
}

/** What Fivetran says about a request that it did not accept. */
export interface Refusal {
  code: string | undefined;
  upstreamMessage: string | undefined;
}

/** The first value of a header. */
export const header = ({ headers }: WireResponse, name: string): string | undefined =>
  [headers[name] ?? []].flat()[0];

/** The content of a 2xx response, or a description of what it was instead. The status decides, not the code. */
export function readSuccess(operation: Route, response: WireResponse): Success | string {
  if (response.body.length === 0) {
    return operation.effect === "read" ? "empty" : { message: undefined, data: undefined };
  }
  if (operation.file) {
    return isJson(response) ? "JSON" : { message: undefined, data: new Uint8Array(response.body) };
  }
  const json = parse(response);
  if (json === undefined) return isJson(response) ? "broken JSON" : "of another content type";
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return "JSON of another shape";
  const { message, data } = envelope.data;
  const bare = data === undefined && operation.bare;
  return { message: message ?? undefined, data: bare ? envelope.data : data };
}

/** The code and message of an error response; proxies send HTML or nothing. */
export function readRefusal(response: WireResponse): Refusal {
  const envelope = Envelope.safeParse(parse(response)).data;
  return { code: envelope?.code ?? undefined, upstreamMessage: envelope?.message ?? undefined };
}

const isJson = (response: WireResponse) =>
  /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(header(response, "content-type") ?? "");

function parse(response: WireResponse): unknown {
  if (!isJson(response)) return undefined;
  try {
    return JSON.parse(response.body.toString("utf8"));
  } catch {
    // The parser's message quotes the response, so it is dropped.
    return undefined;
  }
}

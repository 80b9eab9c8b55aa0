import * as z from "zod";
import type { WireAnswer } from "./transport.js";
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

export interface Complaint {
  code: string | undefined;
  message: string | undefined;
}

/** The first value of a header. */
export const header = ({ headers }: WireAnswer, name: string): string | undefined =>
  [headers[name] ?? []].flat()[0];

/** The content of a 2xx answer, or in words what it was instead. The status decides, never the code. */
export function readSuccess(operation: Route, answer: WireAnswer): Success | string {
  if (answer.body.length === 0) {
    return operation.effect === "read" ? "empty" : { message: undefined, data: undefined };
  }
  if (operation.file) {
    return isJson(answer) ? "JSON" : { message: undefined, data: new Uint8Array(answer.body) };
  }
  const json = parse(answer);
  if (json === undefined) return isJson(answer) ? "broken JSON" : "of another content type";
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return "JSON of another shape";
  const { message, data } = envelope.data;
  const bare = data === undefined && operation.bare;
  return { message: message ?? undefined, data: bare ? envelope.data : data };
}

/** What an error answer says; proxies answer HTML or nothing. */
export function readComplaint(answer: WireAnswer): Complaint {
  const envelope = Envelope.safeParse(parse(answer));
  return envelope.success
    ? { code: envelope.data.code ?? undefined, message: envelope.data.message ?? undefined }
    : { code: undefined, message: undefined };
}

const isJson = (answer: WireAnswer) =>
  /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(header(answer, "content-type") ?? "");

function parse(answer: WireAnswer): unknown {
  if (!isJson(answer)) return undefined;
  try {
    return JSON.parse(answer.body.toString("utf8"));
  } catch {
    // The parser's message quotes the answer, so it goes no further.
    return undefined;
  }
}

import { Transform } from "node:stream";
import * as z from "zod";

const Params = z.record(z.string(), z.unknown());
const RequestLike = z.looseObject({
  method: z.string().optional(),
  id: z.union([z.string(), z.number()]).optional(),
  params: z.unknown(),
});

/**
 * Reads a message as clients send it. In `params`, null means absent, as it does in the arguments of tools, and the
 * arguments can be JSON text. Arguments of prompts are text. A `_meta` or a progress token of another type is ignored: the SDK would not respond to
 * such a request at all.
 */
export function asSent(message: unknown): unknown {
  const request = RequestLike.safeParse(message).data;
  if (request?.params === undefined) return message;
  const { params: given, ...rest } = request;
  const params = given === null ? {} : Params.safeParse(given).data;
  if (params === undefined) return message;
  const { _meta: meta, arguments: args, ...others } = params;
  const { progressToken: token, ...more } = Params.safeParse(meta).data ?? {};
  const isToken = typeof token === "string" || typeof token === "number";
  const sent = {
    ...others,
    _meta: Params.safeParse(meta).success
      ? { ...more, ...(isToken ? { progressToken: token } : {}) }
      : null,
    arguments: request.method === "prompts/get" ? inText(argumentsIn(args)) : argumentsIn(args),
  };
  const present = Object.entries(sent).filter(([, value]) => value !== null && value !== undefined);
  return { ...rest, params: Object.fromEntries(present) };
}

function argumentsIn(value: unknown): unknown {
  if (value === "" || (Array.isArray(value) && value.length === 0)) return undefined;
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return Params.safeParse(parsed).success ? parsed : value;
  } catch {
    return value;
  }
}

function inText(args: unknown): unknown {
  const given = Params.safeParse(args).data;
  if (given === undefined) return args;
  const present = Object.entries(given).filter(([, value]) => value !== null);
  return Object.fromEntries(
    present.map(([name, value]) => [
      name,
      typeof value === "number" || typeof value === "boolean" ? String(value) : value,
    ]),
  );
}

/** Matches lines that may contain something that `asSent` reads differently. Others are passed on unparsed. */
const UNUSUAL =
  /:\s*null\b|"arguments"\s*:\s*["[]|"_meta"\s*:\s*["[\dtf]|"progressToken"\s*:\s*[[{tf]|"params"\s*:\s*["[\dtf]|"prompts\/get"/;

const NEWLINE = 10;

// The SDK closes the connection at 10 MiB.
const LARGEST_MESSAGE = 8 * 1024 * 1024;
const LARGEST_LINE = 8 * LARGEST_MESSAGE;

/**
 * Creates a stream that reads each line of input with `asSent`. `refuse` is called with the id of a request that is too
 * large, or whose parameters are not an object. A line that does not end is dropped.
 */
export function messageLines(refuse: (id: string | number, why: string) => void): Transform {
  let parts: Buffer[] = [];
  let held = 0;
  function read(line: Buffer): Buffer | undefined {
    const isLarge = line.length > LARGEST_MESSAGE;
    const text = line.toString("utf8");
    if (!isLarge && !UNUSUAL.test(text)) return line;
    let message: unknown;
    try {
      message = asSent(JSON.parse(text));
    } catch {
      return isLarge ? undefined : line;
    }
    const request = RequestLike.safeParse(message).data;
    const isBad = request?.params !== undefined && !Params.safeParse(request.params).success;
    if (!isLarge && !(isBad && request.id !== undefined)) {
      return Buffer.from(`${JSON.stringify(message)}\n`);
    }
    if (request?.id !== undefined) {
      refuse(request.id, isLarge ? "the message is larger than 8 MiB" : "params is not an object");
    }
    return undefined;
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        const line =
          held > LARGEST_LINE
            ? undefined
            : Buffer.concat([...parts, chunk.subarray(from, end + 1)]);
        parts = [];
        held = 0;
        from = end + 1;
        const sent = line && read(line);
        if (sent !== undefined) this.push(sent);
      }
      held += chunk.length - from;
      if (held > LARGEST_LINE) parts = [];
      else if (from < chunk.length) parts.push(chunk.subarray(from));
      done();
    },
    flush(done) {
      done(null, Buffer.concat(parts));
    },
  });
}

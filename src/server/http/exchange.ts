import type { IncomingMessage, ServerResponse } from "node:http";

export type Body =
  | { state: "read"; text: string }
  | { state: "too large" }
  /** The client disconnected or was too slow. */
  | { state: "gone" };

/** Reads a body up to a maximum size. The server itself limits the time. */
export function readBody(request: IncomingMessage, most: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // The remaining data is read and discarded. A client that is still sending would otherwise not see the response.
    const refuse = () => {
      request.off("data", take).resume();
      resolve({ state: "too large" });
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) refuse();
      else chunks.push(chunk);
    };
    if (Number(request.headers["content-length"] ?? 0) > most) return refuse();
    request
      .on("data", take)
      .once("end", () => resolve({ state: "read", text: Buffer.concat(chunks).toString("utf8") }))
      .once("error", () => resolve({ state: "gone" }))
      .once("close", () => resolve({ state: "gone" }));
  });
}

export interface WriteOptions {
  /** If a stream has no result after this time, the client receives a comment as its first bytes. In milliseconds. */
  firstBytesMs: number;
  keepAliveMs: number;
  /** How long a client may leave written data unread, in milliseconds. */
  stalledMs: number;
}

/**
 * Writes a response, or the text of a result, when it is available. If the result takes long and the client accepts a
 * stream, comments keep the stream open, because a proxy would treat silence as a failure.
 */
export async function writeResponse(
  { headers }: IncomingMessage,
  out: ServerResponse,
  pending: Promise<Response | string>,
  options: WriteOptions,
): Promise<void> {
  const takesStream = headers.accept?.includes("text/event-stream") === true;
  const early = takesStream ? await withinMs(pending, options.firstBytesMs) : await pending;
  if (early !== undefined) {
    if (typeof early === "string") return writeText(out, 200, RESULT_HEADERS, early, options);
    return isStream(early) ? writeStream(out, early, options) : writeWhole(out, early, options);
  }
  out.writeHead(200, STREAM_HEADERS);
  const keepAlive = setInterval(() => out.write(": keepalive\n\n"), options.keepAliveMs);
  out.write(": keepalive\n\n");
  try {
    const late = await pending;
    if (typeof late !== "string" && isStream(late)) return await pipe(out, late, options);
    const text = typeof late === "string" ? late : await late.text();
    if (text !== "") out.write(`event: message\ndata: ${text}\n\n`);
    await ended(out, options);
  } finally {
    clearInterval(keepAlive);
  }
}

/** The value of a promise. Undefined if it takes longer than `ms` milliseconds. */
async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// The last header makes nginx forward each event immediately.
const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

const RESULT_HEADERS = { "content-type": "application/json" };

const isStream = ({ headers }: Response) =>
  headers.get("content-type")?.startsWith("text/event-stream") === true;

async function writeWhole(out: ServerResponse, response: Response, options: WriteOptions) {
  const headers = Object.fromEntries(response.headers);
  await writeText(out, response.status, headers, await response.text(), options);
}

async function writeText(
  out: ServerResponse,
  status: number,
  headers: Record<string, string>,
  text: string,
  options: WriteOptions,
) {
  out.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) });
  // Sends the headers and the text in one write.
  await ended(out, options, text);
}

async function writeStream(out: ServerResponse, response: Response, options: WriteOptions) {
  out.writeHead(response.status, { ...Object.fromEntries(response.headers), ...STREAM_HEADERS });
  out.flushHeaders();
  await pipe(out, response, options);
}

async function pipe(out: ServerResponse, { body }: Response, options: WriteOptions) {
  if (body !== null) {
    for await (const chunk of body) {
      if (out.destroyed) return;
      if (!out.write(chunk) && !(await settles(out, "drain", options.stalledMs))) {
        out.destroy();
        return;
      }
    }
  }
  await ended(out, options);
}

/** Ends the response. If the client never reads it, the socket is closed. */
async function ended(
  out: ServerResponse,
  { stalledMs }: WriteOptions,
  rest?: string,
): Promise<void> {
  out.end(rest);
  if (!(await settles(out, "finish", stalledMs))) out.destroy();
}

/** Waits for an event. Returns true if it arrives in time or the client disconnects. */
function settles(out: ServerResponse, event: "drain" | "finish", ms: number): Promise<boolean> {
  if (out.destroyed || (event === "finish" && out.writableFinished)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (settled: boolean) => {
      clearTimeout(timer);
      out.off(event, came).off("close", came);
      resolve(settled);
    };
    const came = () => end(true);
    const timer = setTimeout(end, ms, false);
    out.once(event, came).once("close", came);
  });
}

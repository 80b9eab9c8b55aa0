import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Incoming } from "../api/api.js";
import type { Delivery } from "./front.js";

export interface Listening {
  url: string;
  port: number;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 32 * 1024 * 1024;

const TOO_LARGE: Delivery = {
  status: 413,
  headers: { "content-type": "application/json;charset=utf-8", connection: "close" },
  body: Buffer.from(
    JSON.stringify({ code: "PayloadTooLarge", message: "HTTP 413 Request Entity Too Large" }),
  ),
};

/** The whole body; undefined if it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Some clients send the absolute URL in the request line, as for a proxy. */
function pathIn(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return path.startsWith("/") ? path : `/${path}`;
}

async function deliver(delivery: Delivery, response: ServerResponse): Promise<void> {
  const { status, headers, body, dripMs, cut, reset, hang } = delivery;
  if (hang) return;
  if (reset) {
    response.socket?.resetAndDestroy();
    return;
  }
  response.sendDate = false;
  // A cut body announces more bytes than it sends.
  const promised = cut === undefined ? body.length : Math.max(body.length, cut + 1);
  response.writeHead(status, { ...headers, "content-length": String(promised) });
  const sent = cut === undefined ? body : body.subarray(0, cut);
  if (dripMs !== undefined) {
    for (let at = 0; at < sent.length && !response.destroyed; at += 1) {
      response.write(sent.subarray(at, at + 1));
      await sleep(dripMs);
    }
  } else if (cut !== undefined) {
    response.flushHeaders();
    if (sent.length > 0) await new Promise<void>((done) => response.write(sent, () => done()));
  }
  if (cut !== undefined) response.socket?.destroySoon();
  else response.end(dripMs === undefined ? sent : undefined);
}

/** Listens on loopback only. */
export async function listen(
  receive: (incoming: Incoming) => Promise<Delivery>,
  port: number,
  host: "127.0.0.1",
): Promise<Listening> {
  const sockets = new Set<Socket>();
  let url = "";
  const server = createServer((request, response) => {
    const serve = async () => {
      const body = await bodyOf(request);
      if (body === undefined) {
        await deliver(TOO_LARGE, response);
        return;
      }
      const delivery = await receive({
        method: request.method ?? "GET",
        path: pathIn(request.url ?? "/"),
        header: (name) => {
          const value = request.headers[name];
          return Array.isArray(value) ? value.join(", ") : value;
        },
        body,
        origin: url,
      });
      await deliver(delivery, response);
    };
    // No response is possible any more: the client sees a closed connection.
    serve().catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => done());
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  url = `http://${host}:${bound}`;
  return {
    url,
    port: bound,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

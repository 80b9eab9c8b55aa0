import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Head, Incoming } from "../api/api.js";
import { BODY_LIMITS, type Bodies, type BodyProblem, bodies } from "./body.js";
import type { Delivery } from "./front.js";
import { failure, NO_FRAMES, refusePage } from "./guard.js";

export interface Listening {
  /** The base address for clients, such as `http://127.0.0.1:4010`. */
  url: string;
  port: number;
  close(): Promise<void>;
}

const PROBLEMS: Record<BodyProblem, Delivery> = {
  408: failure(408, "RequestTimeout", "HTTP 408 Request Timeout", { connection: "close" }),
  413: failure(413, "PayloadTooLarge", "HTTP 413 Request Entity Too Large"),
  503: failure(503, "ServiceUnavailable", "HTTP 503 Service Unavailable", { "retry-after": "1" }),
};

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
  response.writeHead(status, { ...NO_FRAMES, ...headers, "content-length": String(promised) });
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

export interface Door {
  /** Largest body of this request in bytes, if it is not small. */
  limit(head: Head): number;
  receive(incoming: Incoming): Promise<Delivery>;
}

/** Listens on loopback only. */
export async function listen(
  door: Door,
  port: number,
  host: "127.0.0.1",
  reader: Bodies = bodies(BODY_LIMITS),
): Promise<Listening> {
  const sockets = new Set<Socket>();
  let url = "";

  async function serve(request: IncomingMessage): Promise<Delivery> {
    const target = request.url ?? "/";
    const head: Head = {
      method: request.method ?? "GET",
      path: pathIn(target),
      header: (name) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value.join(", ") : value;
      },
      origin: url,
    };
    const refused = refusePage(head, target);
    if (refused !== undefined) return refused;
    const body = await reader.read(request, () => door.limit(head));
    if (typeof body === "number") return PROBLEMS[body];
    try {
      return await door.receive({ ...head, body });
    } finally {
      reader.release(body);
    }
  }

  const server = createServer((request, response) => {
    // After an error no response is possible: the client sees a closed connection.
    serve(request)
      .then((delivery) => deliver(delivery, response))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 2 * BODY_LIMITS.timeoutMs;
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

import {
  createServer,
  request as forward,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Ending } from "./stage.js";

export interface Passage {
  method: string;
  path: string;
  /** Time in milliseconds when the request had arrived. */
  at: number;
  authorization: string | undefined;
  /** True if the client closed the connection before its response was complete. */
  left: boolean;
}

/** The sandbox's response before it is passed back. It may be changed. */
export interface PassingResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Certificate {
  key: string;
  cert: string;
}

export interface Gate {
  url: string;
  port: number;
  /** The requests that passed, in order. */
  seen: Passage[];
  /** Returns the number of connections, whether or not a request followed. */
  connections(): number;
  /** Runs when the response has arrived and before it is passed back. */
  onResponse: (passage: Passage, response: PassingResponse) => void | Promise<void>;
  /** True to request responses without compression, so that they can be changed. */
  plain: boolean;
  /** Stops listening. New connections are refused. */
  shut(): void;
  /** Listens again on the same port. */
  open(): Promise<void>;
  /** Uses another certificate from now on. */
  show(certificate: Certificate): void;
}

export interface GateOptions {
  tls?: Certificate;
  /** Replaces the credentials, so that any key belongs to the account. */
  authorization?: string;
}

/**
 * Starts a gate between the program and the sandbox. It records times, and can be shut between two
 * requests.
 */
export async function gate(ending: Ending, to: string, options: GateOptions = {}): Promise<Gate> {
  const { tls, authorization } = options;
  const sockets = new Set<Socket>();
  const seen: Passage[] = [];
  let count = 0;

  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = "", url = "", headers } = request;
    const passage: Passage = {
      method,
      path: url,
      at: performance.now(),
      authorization: headers.authorization,
      left: false,
    };
    seen.push(passage);
    response.on("close", () => {
      passage.left = !response.writableFinished;
    });
    const target = forward(`${to}${url}`, {
      method,
      headers: {
        ...headers,
        ...(authorization === undefined ? {} : { authorization }),
        ...(self.plain ? { "accept-encoding": "identity" } : {}),
      },
    });
    target.on("error", () => response.destroy());
    target.on("response", (incoming) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("end", async () => {
        const { statusCode: status = 500, headers: fields } = incoming;
        const passing = { status, headers: fields, body: Buffer.concat(parts) };
        await self.onResponse(passage, passing);
        // Every request opens its own connection, so that a closed gate applies to the next
        // request.
        const length = String(passing.body.length);
        const passed = { ...passing.headers, "content-length": length, connection: "close" };
        response.writeHead(passing.status, passed);
        response.end(passing.body);
      });
    });
    target.end(Buffer.concat(chunks));
  };
  const receive = (request: IncomingMessage, response: ServerResponse) =>
    void pass(request, response);
  const secure = tls === undefined ? undefined : createTlsServer(tls, receive);
  const server = secure ?? createServer(receive);
  server.on("connection", (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => {});
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  ending.onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;
  const self: Gate = {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    seen,
    connections: () => count,
    onResponse: () => {},
    plain: false,
    shut: () => void server.close(),
    open: () => listen(port),
    show: (certificate) => secure?.setSecureContext(certificate),
  };
  return self;
}

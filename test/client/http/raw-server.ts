import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

export interface RawServer {
  origin: string;
  /** Every request, in order. */
  seen: Seen[];
  /** Resolves after this many requests. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server that replies by a script with one entry per request. The last entry repeats. For
 * responses that the sandbox cannot give.
 */
export async function rawServer(...script: [Reply, ...Reply[]]): Promise<RawServer> {
  const seen: Seen[] = [];
  let wake: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const entry = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(entry);
      for (const resume of wake.splice(0)) resume();
      const reply = script[Math.min(seen.length, script.length) - 1];
      reply?.(response, entry);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    seen,
    async arrived(count) {
      while (seen.length < count) await new Promise<void>((resolve) => wake.push(resolve));
    },
    close: () =>
      new Promise((resolve) => {
        wake = [];
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Headers = Record<string, string | string[]>;

export const json =
  (status: number, body: unknown, headers: Headers = {}): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json;charset=utf-8", ...headers });
    response.end(JSON.stringify(body));
  };

export const ok = (data?: unknown, headers?: Headers) =>
  json(200, { code: "Success", ...(data === undefined ? {} : { data }) }, headers);

export const failed = (
  status: number,
  code = status === 404 ? "NotFound" : "Code",
  headers?: Headers,
) => json(status, { code, message: "upstream message" }, headers);

export const text =
  (status: number, type: string, body: string | Buffer, headers: Headers = {}): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(body);
  };

export const gzipped = (body: string | Buffer): Reply =>
  text(200, "application/json", gzipSync(body), { "content-encoding": "gzip" });

export const reset: Reply = (response) => {
  response.socket?.resetAndDestroy();
};

export const hang: Reply = () => {};

/** Sends the head and the first bytes of a body that never ends. */
export const stall: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"code":');
};

/** Announces more bytes than it sends. */
export const cut: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"code":"Succ', () => response.socket?.destroy());
};

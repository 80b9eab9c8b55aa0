import { createServer } from "node:http";
import type { Socket } from "node:net";

export interface Gateway {
  url: string;
  /** The names of the removed parameters. */
  stripped: string[];
  close(): void;
}

/**
 * Starts a gateway in front of an API that removes every filter from the query, but not limit and
 * cursor.
 */
export async function gatewayWithoutFilters(url: string): Promise<Gateway> {
  const stripped: string[] = [];
  const sockets = new Set<Socket>();
  const gateway = createServer(async (request, response) => {
    const target = new URL(request.url ?? "/", url);
    for (const name of [...target.searchParams.keys()]) {
      if (name === "limit" || name === "cursor") continue;
      stripped.push(name);
      target.searchParams.delete(name);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { authorization = "", "content-type": type = "application/json" } = request.headers;
    const reply = await fetch(target, {
      method: request.method ?? "GET",
      headers: { authorization, "content-type": type },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(await reply.text());
  });
  gateway.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  const address = gateway.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stripped,
    close() {
      for (const socket of sockets) socket.destroy();
      gateway.close();
    },
  };
}

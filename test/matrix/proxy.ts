import { connect, createServer, type Socket } from "node:net";
import type { Ending } from "./stage.js";

export interface Proxy {
  url: string;
  /** Replies to CONNECT with this status instead of a tunnel. Undefined opens tunnels again. */
  refuse(status: number | undefined): void;
  /** The places to which tunnels were requested. */
  asked(): string[];
}

/** Starts a proxy that leads every tunnel to one port on loopback, regardless of its target. */
export async function proxy(ending: Ending, to: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const places: string[] = [];
  let refusal: number | undefined;
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.once("data", (chunk) => {
      places.push(/^CONNECT (\S+)/.exec(String(chunk))?.[1] ?? "");
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal} Refused\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const onward = connect(to, "127.0.0.1");
      onward.on("error", () => socket.destroy());
      socket.on("close", () => onward.destroy());
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending.onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    refuse: (status) => {
      refusal = status;
    },
    asked: () => places,
  };
}

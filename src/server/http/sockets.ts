import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Limits the number of open sockets. When the limit is reached, the oldest socket without a running request is
 * closed, so that idle clients cannot keep others out.
 */
export function boundSockets(server: Server, most: number): void {
  const idle = new Set<Socket>();
  let open = 0;
  server.on("connection", (socket) => {
    if (open >= most) {
      const [oldest] = idle;
      if (oldest === undefined) {
        socket.destroy();
        return;
      }
      idle.delete(oldest);
      oldest.destroy();
    }
    open += 1;
    idle.add(socket);
    socket.once("close", () => {
      open -= 1;
      idle.delete(socket);
    });
  });
  server.on("request", ({ socket }, response) => {
    idle.delete(socket);
    response.once("close", () => {
      if (!socket.destroyed) idle.add(socket);
    });
  });
}

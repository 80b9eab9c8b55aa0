import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/**
 * Starts a relay in front of a server. It passes on every request and keeps the bodies. `rewrite`
 * changes the responses, which wait for it, and `headers` are added to them.
 */
export async function tap(
  target: string,
  rewrite: (path: string, body: string) => string | Promise<string> = (_, body) => body,
  headers: Record<string, string> = {},
): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      if (body.length > 0) bodies.push(body.toString("utf8"));
      const reply = await fetch(`${target}${request.url ?? ""}`, {
        method: request.method ?? "GET",
        headers: {
          authorization: request.headers.authorization ?? "",
          accept: request.headers.accept ?? "*/*",
          ...(body.length > 0 ? { "content-type": request.headers["content-type"] ?? "" } : {}),
        },
        ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      });
      const rewritten = await rewrite(request.url ?? "", await reply.text());
      response.writeHead(reply.status, {
        ...headers,
        "content-type": reply.headers.get("content-type") ?? "application/json",
        date: reply.headers.get("date") ?? "",
        "x-sandbox": reply.headers.get("x-sandbox") ?? "",
      });
      response.end(rewritten);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, bodies };
}

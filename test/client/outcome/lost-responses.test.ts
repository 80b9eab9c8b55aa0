import { createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { cut, failed, ok, type Reply, reset, text } from "../http/raw-server.js";
import {
  CREATE,
  DELETE,
  FORCE,
  failure,
  open,
  PAUSE,
  READ,
  scriptedClient,
} from "../http/scripted-client.js";

describe("lost responses", () => {
  const troubles: [string, Reply][] = [
    ["a reset", reset],
    ["a 500", failed(500)],
    ["a 502", text(502, "text/html", "bad gateway")],
    ["a cut body", cut],
  ];

  test.each(troubles)("%s: a read is sent again", async (_, trouble) => {
    const { server, fivetran, clock } = await scriptedClient([trouble, trouble, ok({ id: "c" })]);
    expect((await fivetran.send(READ)).attempts).toBe(3);
    expect(server.seen).toHaveLength(3);
    expect(clock.sleeps).toEqual([500, 1000]);
  });

  test.each(troubles)("%s: a change is not", async (_, trouble) => {
    for (const request of [PAUSE, DELETE, CREATE, FORCE]) {
      const { server, fivetran } = await scriptedClient([trouble, ok({})]);
      const error = await failure(fivetran.send(request));
      expect(error).toMatchObject({ type: "outcome_unknown", sent: true, attempts: 1 });
      expect(error.facts).toMatchObject({ do_not_repeat: true });
      expect(server.seen).toHaveLength(1);
    }
  });

  test("a read that keeps failing ends as unavailable or as a network error", async () => {
    const down = await scriptedClient([failed(503)]);
    expect(await failure(down.fivetran.send(READ))).toMatchObject({
      type: "unavailable",
      status: 503,
      attempts: 3,
    });
    const broken = await scriptedClient([reset]);
    const error = await failure(broken.fivetran.send(READ));
    expect(error).toMatchObject({ type: "network", facts: { cause: "reset" } });
    expect(error.message).toContain(new URL(broken.server.origin).host);
  });

  test("an unreachable server: every kind of operation may be tried twice, and nothing was sent", async () => {
    for (const [request, attempts] of [
      [READ, 3],
      [DELETE, 2],
      [CREATE, 2],
    ] as const) {
      const { server, fivetran } = await scriptedClient([ok({})]);
      await server.close();
      const error = await failure(fivetran.send(request));
      expect(error).toMatchObject({
        type: "network",
        sent: false,
        attempts,
        facts: { cause: "refused" },
      });
      expect(error.state).toBe(request === READ ? undefined : "Nothing was sent.");
    }
  });

  test("a host name that does not exist is reported", async () => {
    const { fivetran } = await scriptedClient([ok({})], {
      baseUrl: "https://api.fivetran.com",
      proxy: { https: "http://proxy.invalid:3128" },
    });
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "network", sent: false });
    expect(error.message).toContain("through the proxy proxy.invalid:3128");
  });

  test.each([
    ["refuses", "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"],
    ["replies 502", "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"],
  ])("a proxy that %s is not a cancelled call, and sees no credentials", async (_, reply) => {
    const proxy = await rawProxy(reply);
    const { fivetran } = await scriptedClient([ok({})], {
      baseUrl: "https://api.fivetran.com",
      proxy: { https: `http://user:pw@${proxy.host}` },
    });
    const error = await failure(fivetran.send(CREATE));
    expect(error).toMatchObject({ type: "network", sent: false, facts: { cause: "proxy" } });
    expect(error.message).toContain(`through the proxy ${proxy.host}: `);
    expect(proxy.heard.join("")).toContain("CONNECT api.fivetran.com:443");
    expect(proxy.heard.join("").toLowerCase()).not.toContain("\r\nauthorization");
  });

  test("a silent proxy is given up after 8 s", async () => {
    const proxy = await rawProxy(undefined);
    const { fivetran, clock } = await scriptedClient([ok({})], {
      baseUrl: "https://api.fivetran.com",
      proxy: { https: `http://${proxy.host}` },
      hasty: false,
    });
    const reading = failure(fivetran.send(CREATE, { deadlineMs: 8100 }));
    await proxy.spoken;
    clock.advance(8000);
    expect(await reading).toMatchObject({ sent: false, facts: { cause: "connect_timeout" } });
  });
});

interface RawProxy {
  host: string;
  heard: string[];
  spoken: Promise<void>;
}

async function rawProxy(reply: string | undefined): Promise<RawProxy> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  let speak: (() => void) | undefined;
  const spoken = new Promise<void>((resolve) => {
    speak = resolve;
  });
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.on("data", (chunk) => {
      heard.push(chunk.toString());
      speak?.();
      if (reply !== undefined) socket.end(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { host: `127.0.0.1:${address.port}`, heard, spoken };
}

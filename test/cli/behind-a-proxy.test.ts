import { once } from "node:events";
import { createServer } from "node:http";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../harness.js";
import { program, requireBuild } from "../process.js";

beforeAll(requireBuild);

// Uses the built program, because the bundle decides which modules are loaded behind a proxy.
test.each([407, 502])(
  "a proxy that refuses the tunnel with %i is named as the cause",
  async (status) => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on("connect", ({ url }, socket) => {
      asked.push(url);
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    onTestFinished(() => void proxy.close());
    const address = proxy.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const { code, stderr } = await program(["list_connectors"], {
      FIVETRAN_API_KEY: "a-key-of-no-account",
      FIVETRAN_API_SECRET: "a-secret-of-no-account",
      FIVETRAN_STATE_DIR: await temporaryFolder(),
      HTTPS_PROXY: `http://127.0.0.1:${address.port}`,
    });
    expect(asked).toContain("api.fivetran.com:443");
    expect(code).toBe(1);
    expect(stderr).toContain("the proxy did not open a tunnel");
  },
);

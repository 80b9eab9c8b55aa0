import { createLog } from "../../src/base/log.js";
import { serveHttp } from "../../src/server/http/server.js";
import { fixtureServer } from "./fixtures.js";

/** Starts this product's HTTP server with the suite's fixtures instead of the tools. */
export const serveFixtures = () =>
  serveHttp({
    host: "127.0.0.1",
    port: 0,
    hosts: new Set(["127.0.0.1", "localhost"]),
    origins: new Set(),
    authenticate: async () => ({ id: "", name: "suite", grant: {}, canWiden: false }),
    clientAddress: () => "127.0.0.1",
    view: async () => view,
    isReady: async () => true,
    log: createLog({
      level: "error",
      write: (line) => void process.stderr.write(line),
      redact: (words) => words,
      now: () => new Date(),
    }),
    limits: { drainMs: { accept: 0, calls: 1000, rest: 1000 } },
  });

const view = { account: "none", mcpServer: fixtureServer };

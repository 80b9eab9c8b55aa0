import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { harness } from "../harness.js";

const PAGE = 100;
const RECORD_BYTES = 200_000;
/** Of 20 MB each: the first that reaches 128 MB is the last. */
const PAGES = 7;

const PADDING = "x".repeat(RECORD_BYTES);

function page(from: number, length: number): Buffer {
  const items = Array.from({ length }, (_, at) => ({
    id: `c_${from + at}`,
    schema: `name_${from + at}`,
    service: "postgres",
    group_id: "g",
    paused: false,
    status: { setup_state: "broken", sync_state: "scheduled", update_state: "delayed" },
    config: { padding: PADDING },
  }));
  const next = length === 0 ? {} : { next_cursor: String(from + PAGE) };
  const body = { code: "Success", data: { items, ...next } };
  return gzipSync(JSON.stringify(body), { level: 1 });
}

const EMPTY = page(0, 0);
/** Made once for all tools that are tried; one more than is read. */
const LIST = Array.from({ length: PAGES + 1 }, (_, at) => page(at * PAGE, PAGE));

/** An API whose list of connections never ends. */
async function endless() {
  let lists = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const endlessly = url.pathname === "/v1/connections";
    if (endlessly) lists += 1;
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(endlessly ? LIST[from / PAGE] : EMPTY);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, lists: () => lists };
}

test.each([
  ["check_stale", true],
  ["list_connectors", true],
  ["list_destinations", true],
  ["get_history", true],
  ["find_pii", false],
])(
  "%s reads no more of an endless list than fits, and says how much that was",
  async (tool, partly) => {
    const { url, lists } = await endless();
    const { call } = await harness({ env: { FIVETRAN_API_URL: url } });

    const { text, isError } = await call(tool);

    expect(isError).toBe(!partly);
    expect(text).toContain(
      partly
        ? "the list is longer than one call reads: only 700 connectors were read"
        : "is longer than one call reads: 700 items (140 MB) were read, the rest was not.",
    );
    expect(lists()).toBe(PAGES);
  },
);

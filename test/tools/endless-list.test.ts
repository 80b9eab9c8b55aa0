import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { harness } from "../harness.js";

/**
 * Starts an API whose list of connections never ends, with pages of this many records of this many
 * bytes.
 */
async function endless({ records, bytes }: { records: number; bytes: number }) {
  const padding = "x".repeat(bytes);
  const page = (from: number, length: number): Buffer => {
    const items = Array.from({ length }, (_, at) => ({
      id: `c_${from + at}`,
      schema: `name_${from + at}`,
      service: "postgres",
      group_id: "g",
      paused: false,
      status: { setup_state: "broken", sync_state: "scheduled", update_state: "delayed" },
      config: { padding },
    }));
    const next = length === 0 ? {} : { next_cursor: String(from + length) };
    return gzipSync(JSON.stringify({ code: "Success", data: { items, ...next } }), { level: 1 });
  };
  let lists = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const endlessly = url.pathname === "/v1/connections";
    if (endlessly) lists += 1;
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(
      endlessly ? page(Number(url.searchParams.get("cursor") ?? 0), records) : page(0, 0),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, lists: () => lists };
}

test.each(["check_stale", "list_connectors", "list_destinations", "get_history", "find_pii"])(
  "%s reads no more pages of an endless list than one call may, and says how much that was",
  async (tool) => {
    const { url, lists } = await endless({ records: 1, bytes: 1 });
    const { call } = await harness({ env: { FIVETRAN_API_URL: url } });

    const { text, isError } = await call(tool);

    expect(isError).toBe(false);
    expect(text).toMatch(
      /only 500 connectors were (read|found), because .*(one call cannot read a longer list|too long for one call)/,
    );
    expect(lists()).toBe(500);
  },
);

test("an endless list of large records ends at 128 MB", async () => {
  // Each page has 20 MB. The one that reaches the limit is the last.
  const { url, lists } = await endless({ records: 100, bytes: 200_000 });
  const { call } = await harness({ env: { FIVETRAN_API_URL: url } });

  const { text } = await call("find_pii");

  expect(text).toContain("is too long for one call: 700 items (140 MB) were read");
  expect(lists()).toBe(7);
});

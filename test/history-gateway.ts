import { createServer } from "node:http";
import { onTestFinished } from "vitest";

/** A sync in the form of Fivetran's sync history. Ages are in minutes. */
export interface PastSync {
  id?: string;
  startedAgo: number | null;
  endedAgo?: number | null;
  status?: string;
  reason?: string;
  /** Megabytes of the stages extract, process and load. */
  volume?: readonly [number | null, number | null, number | null];
}

export interface HistoryReply {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

export interface HistoryGateway {
  url: string;
  /** Connection and query of each request for a sync history, in order. */
  asked: { id: string; query: URLSearchParams }[];
}

/** Fivetran's response if the account does not have an operation. */
export const NOT_ENABLED: HistoryReply = {
  status: 404,
  body: { code: "NotFound", message: "HTTP 404 Not Found" },
};

const PAGE = /^\/v1\/connections\/([^/]+)\/sync-history\?(.*)$/;

/** Starts a relay to the sandbox that replies to requests for a sync history itself. */
export async function historyGateway(
  target: string,
  reply: (id: string, query: URLSearchParams) => HistoryReply,
): Promise<HistoryGateway> {
  const asked: HistoryGateway["asked"] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const [, id, query] = PAGE.exec(request.url ?? "") ?? [];
      const through = await fetch(
        `${target}${id === undefined ? request.url : "/v1/account/info"}`,
        {
          method: request.method ?? "GET",
          headers: {
            authorization: request.headers.authorization ?? "",
            accept: request.headers.accept ?? "*/*",
          },
        },
      );
      const headers = Object.fromEntries(
        ["date", "x-sandbox", "x-rate-limit", "x-rate-limit-remaining", "retry-after"].flatMap(
          (name) => {
            const value = through.headers.get(name);
            return value === null ? [] : [[name, value]];
          },
        ),
      );
      let { status } = through;
      let text = await through.text();
      if (id !== undefined) {
        const params = new URLSearchParams(query);
        asked.push({ id, query: params });
        const own = reply(id, params);
        status = own.status;
        text = JSON.stringify(own.body);
        Object.assign(headers, own.headers);
      }
      response.writeHead(status, { ...headers, "content-type": "application/json" });
      response.end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, asked };
}

/** Returns a page of a sync history. */
export function historyPage(now: Date, syncs: readonly PastSync[], next?: string): HistoryReply {
  const ago = (minutes: number | null | undefined) =>
    minutes === null || minutes === undefined
      ? null
      : new Date(now.getTime() - minutes * 60_000).toISOString();
  const items = syncs.map(
    ({ id, startedAgo, endedAgo, status = "COMPLETED", reason, volume }, at) => {
      const [extract, process, load] = volume ?? [];
      const stage = (mb: number | null | undefined) => (mb === undefined ? {} : { volume: mb });
      return {
        sync_id: id ?? `${next ?? "last"}-${at}`,
        start: ago(startedAgo),
        end: ago(endedAgo),
        status,
        ...(reason === undefined ? {} : { reason }),
        stages: { extract: stage(extract), process: stage(process), load: stage(load) },
      };
    },
  );
  return {
    status: 200,
    body: {
      code: "Success",
      message: "Success",
      data: { items, ...(next === undefined ? {} : { next_cursor: next }) },
    },
  };
}

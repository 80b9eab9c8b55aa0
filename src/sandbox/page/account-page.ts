import type { LoggedRequest } from "../api/request-log.js";
import { TRIGGERS } from "../connections/triggers.js";
import type { Delivery } from "../http/front.js";
import { CONTROL_HEADER } from "../http/guard.js";
import { escaped, page } from "../http/html.js";
import { syncHistory } from "../simulation/history.js";
import { DAY } from "../world/clock.js";
import type { Connection, World } from "../world/model.js";

export interface AccountView {
  origin: string;
  credentials: readonly [string, string];
  world: World;
  now: number;
  requests: readonly LoggedRequest[];
  /** The query of the address: `q` filters connections, and `connection` selects one. */
  query: URLSearchParams;
}

const MOST_CONNECTIONS = 100;
const MOST_RUNS = 40;
const MOST_REQUESTS = 50;

const text = (value: unknown) =>
  value === null || value === undefined ? "" : escaped(String(value));
const time = (value: unknown) => {
  const stamp = text(value);
  return stamp === ""
    ? "never"
    : `<time datetime="${stamp}">${stamp.slice(0, 19).replace("T", " ")}</time>`;
};

/** Renders a table with a caption for screen readers. The first cell of each row is its heading. */
function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]) {
  if (rows.length === 0) return `<p>${caption}: none.</p>`;
  const body = rows.map(
    ([first = "", ...rest]) =>
      `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  return `<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
<tbody>${body.join("\n")}</tbody>
</table></div>`;
}

const NEEDS_CARE = new Set(["broken", "incomplete", "rescheduled", "delayed", "FAILURE", "FAILED"]);

/**
 * Renders a state as text. A state that needs attention is marked by a sign and not only by color.
 */
const state = (word: string) =>
  NEEDS_CARE.has(word) ? `<strong class="care">! ${text(word)}</strong>` : text(word);

const link = ({ id, schema }: Connection) =>
  `<a href="/?connection=${encodeURIComponent(id)}">${text(schema)}</a>`;

/** Renders a page with the account, its runs and its requests. */
export function accountPage(view: AccountView): Delivery {
  const id = view.query.get("connection");
  const connection = id === null ? undefined : view.world.connections.get(id);
  if (id !== null && connection === undefined) {
    return page(404, "There is no such connection", '<p><a href="/">Back to the account</a></p>');
  }
  return connection === undefined ? overview(view) : details(connection, view);
}

function overview(view: AccountView): Delivery {
  const { world, now, query } = view;
  const words = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const all = [...world.connections.values()];
  const found = all.filter(({ schema, service, status, paused }) => {
    const place = `${schema} ${service} ${status.setup_state} ${status.sync_state} ${status.update_state} ${paused ? "paused" : ""}`;
    return words.every((word) => place.toLowerCase().includes(word));
  });
  const shown = found.slice(0, MOST_CONNECTIONS);
  return page(
    200,
    `${text(world.account.account_name)}: a simulated Fivetran account`,
    `<p class="lead">The whole Fivetran REST API on this machine. No data is moved, and no request reaches Fivetran.
Its time is ${time(new Date(now).toISOString())} UTC.</p>
<nav aria-label="Sections"><a href="#connections">Connections</a> <a href="#runs">Runs</a> <a href="#requests">Requests</a>
<a href="#use">Use it</a> <a href="#simulated">What it simulates</a> <a href="/">Refresh</a></nav>
${destinations(world)}
<h2 id="connections">Connections</h2>
<form method="get" action="/" role="search"><label for="q">Name, service or state</label>
<input id="q" name="q" type="search" value="${text(query.get("q"))}"> <button>Show</button></form>
<p role="status">${found.length} of ${all.length} connections${shown.length < found.length ? `, the first ${shown.length} shown` : ""}.</p>
${table(
  "Connections",
  ["Name", "Service", "Setup", "Sync", "Timeliness", "Last success", "Last failure"],
  shown.map((connection) => [
    link(connection),
    text(connection.service),
    state(connection.status.setup_state),
    state(connection.status.sync_state),
    state(connection.status.update_state),
    time(connection.succeeded_at),
    time(connection.failed_at),
  ]),
)}
<h2 id="runs">Runs</h2>
${runs(shown, view, DAY, "Runs of these connections in the last 24 hours, newest first")}
<h2 id="requests">Requests</h2>
${requests(view.requests)}
${use(view)}
${SIMULATED}`,
  );
}

function destinations({ groups, destinations }: World): string {
  return `<h2 id="destinations">Groups and destinations</h2>
${table(
  "Groups",
  ["Name", "Id", "Destination", "Setup", "Region"],
  [...groups.values()].slice(0, MOST_CONNECTIONS).map(({ id, name }) => {
    const place = destinations.get(id);
    return [
      text(name),
      `<code>${text(id)}</code>`,
      place === undefined ? "none" : text(place.service),
      state(place?.setup_status ?? ""),
      text(place?.region),
    ];
  }),
)}`;
}

function runs(
  connections: readonly Connection[],
  { world, now }: AccountView,
  span: number,
  caption: string,
): string {
  const rows = connections
    .flatMap((connection) =>
      syncHistory(
        connection,
        world.destinations.get(connection.group_id),
        [now - span, now],
        now,
      ).map((run) => ({ connection, run })),
    )
    .sort((a, b) => (String(a.run["start"]) < String(b.run["start"]) ? 1 : -1))
    .slice(0, MOST_RUNS);
  return table(
    caption,
    ["Start", "Connection", "End", "Status", "Reason"],
    rows.map(({ connection, run }) => [
      time(run["start"]),
      link(connection),
      run["end"] === null ? "running" : time(run["end"]),
      state(String(run["status"])),
      text(run["reason"]),
    ]),
  );
}

const requests = (entries: readonly LoggedRequest[]) =>
  table(
    "Requests to this process, newest first",
    ["Number", "Time", "Method", "Path", "Status", "Operation"],
    entries
      .slice(-MOST_REQUESTS)
      .reverse()
      .map(({ n, at, method, path, status, operation }) => [
        String(n),
        time(at),
        text(method),
        `<code>${text(path)}</code>`,
        text(status),
        text(operation),
      ]),
  );

function details(connection: Connection, view: AccountView): Delivery {
  const { status, setup_tests } = connection;
  const notices = [...status.tasks, ...status.warnings];
  return page(
    200,
    text(connection.schema),
    `<nav aria-label="Sections"><a href="/">All connections</a> <a href="/?connection=${encodeURIComponent(connection.id)}">Refresh</a></nav>
${table(
  "Connection",
  ["Field", "Value"],
  [
    ["Id", `<code>${text(connection.id)}</code>`],
    ["Service", text(connection.service)],
    ["Group", text(view.world.groups.get(connection.group_id)?.name)],
    ["Setup", state(status.setup_state)],
    ["Sync", state(status.sync_state)],
    ["Timeliness", state(status.update_state)],
    [
      "Frequency",
      connection.sync_frequency === null
        ? "by its schedule"
        : `${connection.sync_frequency} minutes`,
    ],
    ["Last success", time(connection.succeeded_at)],
    ["Last failure", time(connection.failed_at)],
    [
      "Configuration",
      `<pre><code>${text(JSON.stringify(connection.config, null, 2))}</code></pre>`,
    ],
  ],
)}
<h2>Tasks and warnings</h2>
${table(
  "Tasks and warnings",
  ["Code", "Message"],
  notices.map(({ code, message }) => [text(code), text(message)]),
)}
<h2>Setup tests</h2>
${table(
  "Last setup tests",
  ["Test", "Status", "Message"],
  setup_tests.map((test) => [text(test.title), state(test.status), text(test.message)]),
)}
<h2>Runs</h2>
${runs([connection], view, 7 * DAY, "Runs of the last seven days, newest first")}`,
  );
}

function use({ origin, credentials: [key, secret] }: AccountView): string {
  const base = `${origin}/v1`;
  const curl = `curl -u ${key}:${secret}`;
  return `<h2 id="use">Use it</h2>
${table(
  "Address and credentials",
  ["Setting", "Value"],
  [
    ["Base URL", `<code>${base}</code>`],
    ["API key", `<code>${key}</code>`],
    ["API secret", `<code>${secret}</code>`],
  ],
)}
<pre tabindex="0" aria-label="Commands to try"><code>${curl} ${base}/account/info
${curl} "${base}/connections?limit=5"
${curl} -H "Content-Type: application/json" -d '{"name":"Trial"}' ${base}/groups</code></pre>
<p>The controls are not part of the API. They need the secret that was printed when the sandbox was started.</p>
<pre tabindex="0" aria-label="Controls"><code>curl -H "${CONTROL_HEADER}: $SECRET" ${origin}/_sandbox/requests       # every request so far
curl -H "${CONTROL_HEADER}: $SECRET" ${origin}/_sandbox/effects        # every change made
curl -H "${CONTROL_HEADER}: $SECRET" ${origin}/_sandbox/deliveries     # deliveries of webhook events
curl -H "${CONTROL_HEADER}: $SECRET" ${origin}/_sandbox/world          # the whole account as JSON
curl -H "${CONTROL_HEADER}: $SECRET" -X POST ${origin}/_sandbox/reset  # start over</code></pre>`;
}

/** Renders text with code between backticks. */
const coded = (words: string) => text(words).replace(/`([^`]+)`/g, "<code>$1</code>");

const SIMULATED = `<h2 id="simulated">What it simulates</h2>
<dl>
<dt>Syncs</dt><dd>Syncs start on schedule and on request, take seconds, and succeed unless a problem is scripted.</dd>
<dt>Connect cards</dt><dd>The link of a card opens a page of the sandbox with buttons for a successful and a failed sign-in.</dd>
<dt>Webhooks</dt><dd>Events are delivered, signed and retried, but only to receivers on this machine that the sandbox was
started with: <code>--webhooks-to http://127.0.0.1:…</code>. Any other address counts as failed, and nothing is sent.</dd>
<dt>Quotas</dt><dd>The limits of a paid account apply; every response has the header <code>X-Rate-Limit-Remaining</code>.</dd>
</dl>
${table(
  "Setup tests fail for these values, in connections and destinations; all others pass",
  ["Failure", "Cause"],
  TRIGGERS.map(({ failure, values }) => [text(failure), coded(values)]),
)}`;

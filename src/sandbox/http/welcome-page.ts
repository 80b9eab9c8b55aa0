import { CONTROL_HEADER } from "./guard.js";
import { escaped, page } from "./html.js";

/** The start page of the sandbox in a browser. */
export function welcome(
  origin: string,
  credentials: [string, string],
  world: { name: string; connections: number; groups: number; now: string },
) {
  const base = `${origin}/v1`;
  const [key, secret] = credentials;
  const curl = `curl -u ${key}:${secret}`;
  return page(
    200,
    "A simulated Fivetran account",
    `<p class="lead">It implements the whole Fivetran REST API on this machine. No data is moved, and no
request reaches Fivetran. Use any HTTP client with this address and these credentials.</p>
<table>
  <tr><th>Base URL</th><td><code>${base}</code></td></tr>
  <tr><th>API key</th><td><code>${key}</code></td></tr>
  <tr><th>API secret</th><td><code>${secret}</code></td></tr>
  <tr><th>Account</th><td>${escaped(world.name)}: ${world.connections} connections in ${world.groups} groups</td></tr>
  <tr><th>Time</th><td>${world.now}</td></tr>
</table>

<h2>Try it</h2>
<pre><code>${curl} ${base}/account/info
${curl} "${base}/connections?limit=5"
${curl} -H "Content-Type: application/json" -d '{"name":"Trial"}' ${base}/groups</code></pre>

<h2>What it simulates</h2>
<table>
  <tr><th>Syncs</th><td>Syncs start on schedule and on request, take seconds, and succeed unless a problem is scripted.</td></tr>
  <tr><th>Credentials</th><td>Any secret is accepted, except one that starts with <code>wrong</code>. A host that starts with
    <code>untrusted</code> needs its certificate approved, a tunnel host that starts with <code>unknown</code> its host key.</td></tr>
  <tr><th>Connect cards</th><td>The link of a card opens a page of the sandbox with buttons for a successful and a failed sign-in.</td></tr>
  <tr><th>Webhooks</th><td>Events are delivered, signed and retried, but only to receivers on this machine that the
    sandbox was started with: <code>--webhooks-to http://127.0.0.1:…</code>. Any other address counts as failed, and
    nothing is sent.</td></tr>
  <tr><th>Quotas</th><td>The limits of a paid account apply; every response has the header <code>X-Rate-Limit-Remaining</code>.</td></tr>
</table>

<h2>Controls</h2>
<p>These are not part of the API. They need the secret that was printed when the sandbox was started.</p>
<pre><code>curl -H "${CONTROL_HEADER}: $SECRET" ${origin}/_sandbox/requests       # every request so far
curl -H "${CONTROL_HEADER}: $SECRET" ${origin}/_sandbox/effects        # every change made
curl -H "${CONTROL_HEADER}: $SECRET" ${origin}/_sandbox/deliveries     # deliveries of webhook events
curl -H "${CONTROL_HEADER}: $SECRET" -X POST ${origin}/_sandbox/reset  # start over</code></pre>`,
  );
}

import { escaped, page } from "./html.js";

/** What a person sees who opens the sandbox in a browser. */
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
    "A pretend Fivetran account",
    `<p class="lead">It answers all of the Fivetran REST API on this machine only. No data moves, and nothing
you do here can reach Fivetran. Any HTTP client works: give it this address and these credentials.</p>
<table>
  <tr><th>Base URL</th><td><code>${base}</code></td></tr>
  <tr><th>API key</th><td><code>${key}</code></td></tr>
  <tr><th>API secret</th><td><code>${secret}</code></td></tr>
  <tr><th>Account</th><td>${escaped(world.name)}: ${world.connections} connections in ${world.groups} groups</td></tr>
  <tr><th>Its time</th><td>${world.now}</td></tr>
</table>

<h2>Try it</h2>
<pre><code>${curl} ${base}/account/info
${curl} "${base}/connections?limit=5"
${curl} -H "Content-Type: application/json" -d '{"name":"Trial"}' ${base}/groups</code></pre>

<h2>What it plays</h2>
<table>
  <tr><th>Syncs</th><td>start on their schedules and on request, take seconds, and end well unless a trouble is scripted.</td></tr>
  <tr><th>Credentials</th><td>Any secret is accepted, except one that starts with <code>wrong</code>. A host that starts with
    <code>untrusted</code> shows a certificate, a tunnel host that starts with <code>unknown</code> a host key, to be approved.</td></tr>
  <tr><th>Connect cards</th><td>Their link opens a page here, where you play the person who signs in.</td></tr>
  <tr><th>Webhooks</th><td>are really delivered, signed and tried again, but only to this machine:
    <code>http://127.0.0.1:…</code> and <code>http://localhost:…</code> are allowed, though the real API wants https.
    Any other address counts as failed, and nothing is sent.</td></tr>
  <tr><th>Quotas</th><td>are those of a paid account; every answer carries <code>X-Rate-Limit-Remaining</code>.</td></tr>
</table>

<h2>Behind the scenes</h2>
<p>These need no credentials and are not part of the API.</p>
<pre><code>curl ${origin}/_sandbox/requests       # every request so far
curl ${origin}/_sandbox/effects        # what really changed
curl ${origin}/_sandbox/deliveries     # what became of webhook events
curl -X POST ${origin}/_sandbox/reset  # start anew</code></pre>`,
  );
}

/** What a person sees who opens the sandbox in a browser. */
export function welcome(origin: string, apiKey: string, apiSecret: string): string {
  const base = `${origin}/v1`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Fivetran sandbox</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color: #222; background: #fff }
  code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f3f4f6; border-radius: 4px }
  code { padding: .1em .3em } pre { padding: .8em 1em; overflow-x: auto }
  dt { font-weight: 600 } dd { margin: 0 0 .6em }
</style>
<h1>Fivetran sandbox</h1>
<p>A pretend Fivetran account that answers the REST API on this machine only. Nothing here is real:
no data moves, and nothing you do can reach Fivetran.</p>
<dl>
  <dt>Base URL</dt><dd><code>${base}</code></dd>
  <dt>API key</dt><dd><code>${apiKey}</code></dd>
  <dt>API secret</dt><dd><code>${apiSecret}</code></dd>
</dl>
<h2>Try it</h2>
<pre>curl -u ${apiKey}:${apiSecret} ${base}/account/info
curl -u ${apiKey}:${apiSecret} "${base}/connections?limit=5"
curl -u ${apiKey}:${apiSecret} "${base}/connections?schema=salesforce_prod"</pre>
<h2>Behind the scenes</h2>
<p>These need no credentials and are not part of the API:</p>
<pre>curl ${origin}/_sandbox/requests      # every request so far
curl ${origin}/_sandbox/effects       # what really changed
curl -X POST ${origin}/_sandbox/reset # start anew</pre>
</html>
`;
}

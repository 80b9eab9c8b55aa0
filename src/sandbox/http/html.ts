import type { Delivery } from "./front.js";

export function escaped(text: string): string {
  const named: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (found) => named[found] ?? found);
}

const STYLE = `
  :root { color-scheme: light dark; --ink: #1f2430; --soft: #5b6472; --line: #dfe3ea; --back: #fff; --code: #f4f6f9; --accent: #1d5fd1; --care: #b3261e }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a2abba; --line: #39414f; --back: #16191f; --code: #20252e; --accent: #7fabff; --care: #ff9d94 } }
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; color: var(--ink); background: var(--back) }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem } h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem }
  p { margin: .5rem 0 } .lead { color: var(--soft); margin-bottom: 1.5rem }
  .flag { display: inline-block; font-size: .75rem; font-weight: 700; letter-spacing: .08em; color: var(--accent); border: 1px solid currentColor; border-radius: 999px; padding: .1rem .6rem; margin-bottom: .9rem }
  code, pre { font: .875rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--code); border-radius: 6px }
  code { padding: .1em .35em; overflow-wrap: anywhere } pre { padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0 } pre code { padding: 0 }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0 } th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line) } th { font-weight: 600; white-space: nowrap }
  caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .25rem } td, th { font-size: .9rem } tbody th { font-weight: 500 }
  .wide { overflow-x: auto } time { white-space: nowrap } .care { color: var(--care) } nav { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin: 1rem 0 }
  a { color: var(--accent) } a:focus-visible, button:focus-visible, input:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  dt { font-weight: 600; margin-top: .8rem } dd { margin: 0 }
  .skip { position: absolute; left: -999rem } .skip:focus { left: 1rem; top: .5rem; background: var(--back); padding: .4rem .8rem }
  input { font: inherit; padding: .45rem .7rem; border: 1px solid var(--soft); border-radius: 8px; background: var(--back); color: var(--ink); margin: 0 .4rem }
  form { margin: 1.5rem 0 } button { font: inherit; font-weight: 600; padding: .55rem 1.1rem; border-radius: 8px; border: 1px solid var(--accent); background: var(--accent); color: var(--back); margin: 0 .6rem .6rem 0; cursor: pointer }
  button.other { background: transparent; color: var(--accent) }
`;

/** An HTML page of the sandbox. It loads nothing from elsewhere. */
export function page(
  status: number,
  title: string,
  body: string,
  headers: Record<string, string> = {},
): Delivery {
  return {
    status,
    headers: {
      "content-type": "text/html;charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      // The address of a connect card contains its token. With `no-referrer`, forms would send `Origin: null`.
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
      ...headers,
    },
    body: Buffer.from(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<body>
<a class="skip" href="#main">Skip to the content</a>
<main id="main">
<span class="flag">SANDBOX</span>
<h1>${title}</h1>
${body}
</main>
</html>
`),
  };
}

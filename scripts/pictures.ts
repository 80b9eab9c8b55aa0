import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import * as z from "zod";
import { createApp } from "../src/app.js";
import { withAccount } from "../src/cli/account.js";
import { checkedTable } from "../src/cli/output/health-table.js";
import { asText } from "../src/cli/output/table.js";
import { createSandbox } from "../src/sandbox/index.js";
import { createMcpServer } from "../src/server/mcp.js";
import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";

// `npm run gen:pictures` draws the program's real output, on a sandbox with a stopped clock.

const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const CHARACTER = 7.83;
const LINE = 19;
const MARGIN = 18;
const BAR = 34;
const COLORS: Record<string, string> = {
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#e3b341",
  "36": "#79c0ff",
  "90": "#8b949e",
};

const at = (row: number) => BAR + MARGIN + row * LINE;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const ESCAPE = String.fromCharCode(27);

/** Draws a text at a column. It has the width of its characters in any font. */
const placed = (text: string, column: number, row: number, style: string) =>
  `<text x="${(MARGIN + column * CHARACTER).toFixed(1)}" y="${at(row)}" textLength="${([...text].length * CHARACTER).toFixed(1)}" lengthAdjust="spacingAndGlyphs"${style}>${escaped(text)}</text>`;

/** Draws a line with its colors. Each run of words starts at its column. */
function runs(line: string, row: number, first = ""): string[] {
  let style = first;
  let column = 0;
  const out: string[] = [];
  for (const [at, part] of line.split(ESCAPE).entries()) {
    const [, code, rest] = at === 0 ? [] : (/^\[(\d+)m([\s\S]*)$/.exec(part) ?? []);
    if (code === "0") style = first;
    else if (code === "1") style = ' font-weight="bold" fill="#f0f6fc"';
    else if (code === "4") style = ' fill="#8b949e"';
    else if (code !== undefined) style = ` fill="${COLORS[code] ?? "#c9d1d9"}"`;
    const text = rest ?? part;
    for (const { 0: words, index } of text.matchAll(/\S+(?: \S+)*/g)) {
      out.push(placed(words, column + [...text.slice(0, index)].length, row, style));
    }
    column += [...text].length;
  }
  return out;
}

function svg(title: string, columns: number, lines: readonly string[], body: string): string {
  const width = Math.round(columns * CHARACTER + 2 * MARGIN);
  const height = BAR + MARGIN + lines.length * LINE + 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
<circle cx="20" cy="17" r="5.5" fill="#ff5f57"/><circle cx="38" cy="17" r="5.5" fill="#febc2e"/><circle cx="56" cy="17" r="5.5" fill="#28c840"/>
<g font-family="${FONT}" font-size="13" fill="#c9d1d9">
${body}
</g>
</svg>
`;
}

/** Draws the output of a terminal. */
export function terminalPicture(title: string, columns: number, text: string): string {
  const lines = text.split("\n");
  return svg(title, columns, lines, lines.flatMap((line, row) => runs(line, row)).join("\n"));
}

interface Said {
  who: "user" | "agent" | "tool";
  text: string;
}

function folded(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    const indent = /^\s*/.exec(line)?.[0] ?? "";
    const lines: string[] = [];
    let current = "";
    for (const word of line.trim().split(" ")) {
      const longer = current === "" ? word : `${current} ${word}`;
      if (indent.length + longer.length <= width) current = longer;
      else {
        lines.push(indent + current);
        current = word;
      }
    }
    return [...lines, indent + current];
  });
}

/** Draws a conversation in the style of a host, with the plan that the server returned. */
export function hostPicture(title: string, columns: number, turns: readonly Said[]): string {
  const PREFIX = { user: "❯ ", agent: "● ", tool: "  " };
  const FILL = { user: "#f0f6fc", agent: "#c9d1d9", tool: "#8b949e" };
  const rows: { text: string; who: Said["who"] }[] = [];
  for (const { who, text } of turns) {
    const lines = folded(text, columns - 4);
    rows.push(...lines.map((line, n) => ({ who, text: `${n === 0 ? PREFIX[who] : "  "}${line}` })));
    rows.push({ who, text: "" });
  }
  rows.pop();
  const style = (who: Said["who"]) =>
    ` fill="${FILL[who]}"${who === "user" ? ' font-weight="bold"' : ""}`;
  const body = rows.flatMap(({ who, text }, row) => runs(text, row, style(who))).join("\n");
  return svg(
    title,
    columns,
    rows.map(({ text }) => text),
    body,
  );
}

const Plan = z.looseObject({
  content: z.array(z.looseObject({ text: z.string() })),
});

/** Returns every picture of the documents, by path. */
export async function pictures(): Promise<[string, string][]> {
  const sandbox = await createSandbox({ clock: "stopped" });
  const { url, close } = await sandbox.listen();
  const stateDir = mkdtempSync(join(tmpdir(), "pictures-"));
  const app = await createApp({
    version: "0.0.0",
    flags: {},
    env: {
      FIVETRAN_API_URL: url,
      FIVETRAN_API_KEY: sandbox.apiKey,
      FIVETRAN_API_SECRET: sandbox.apiSecret,
      FIVETRAN_STATE_DIR: stateDir,
    },
    write: () => {},
    sandboxWorld: "memory",
  });
  try {
    const COLUMNS = 148;
    let health = "";
    const silent = Object.assign(Object.create(process.stdout), { write: () => true });
    const terminal = {
      stdin: process.stdin,
      stdout: silent,
      stderr: process.stderr,
      interactive: false,
      show: (text: string) => text,
    };
    await withAccount(app, { terminal, json: false }, async (account) => {
      const more = (connector: string) => `fivetran-agent get_status ${connector}`;
      const printed = await checkedTable({}, [], account, more);
      if (printed.table !== undefined) health = asText(printed.table, COLUMNS, true);
      return printed;
    });
    const prompt = `${ESCAPE}[32m$${ESCAPE}[0m fivetran-agent check_stale`;

    const server = createMcpServer({
      version: "0.0.0",
      sandbox: true,
      tools: tools.map(listing),
      engine: app.engine,
      log: app.log,
    });
    const client = new Client({ name: "pictures", version: "1" });
    const [near, far] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(far), client.connect(near)]);
    const args = {
      connector: "postgres_orders",
      changes: [
        { schema: "public", table: "audit_log", enabled: false },
        { schema: "public", table: "customers", column: "email", hashed: true },
      ],
    };
    const plan = Plan.parse(await client.callTool({ name: "modify_schema", arguments: args }));
    await client.close();
    const planText = plan.content
      .map(({ text }) => text)
      .join("\n")
      .replaceAll(/fvc1_[\w-]+/g, "fvc1_…")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "in 15 minutes");
    const turns: Said[] = [
      {
        who: "user",
        text: "Stop loading the audit log of postgres_orders, and hash the customers' e-mail.",
      },
      {
        who: "agent",
        text: `fivetran · modify_schema\n  connector: ${args.connector}\n${args.changes.map((change) => `  ${JSON.stringify(change)}`).join("\n")}`,
      },
      { who: "tool", text: planText },
      {
        who: "agent",
        text: "Nothing has changed yet. audit_log would stop loading, and new values of email would be hashed. Confirm?",
      },
    ];
    return [
      [
        "docs/images/terminal.svg",
        terminalPicture(
          "fivetran-agent check_stale on the simulated account",
          COLUMNS,
          `${prompt}\n${health}`,
        ),
      ],
      ["docs/images/plan.svg", hostPicture("A plan of modify_schema in a host", 104, turns)],
    ];
  } finally {
    await app.close();
    await close();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  mkdirSync("docs/images", { recursive: true });
  for (const [path, text] of await pictures()) writeFileSync(path, text);
}

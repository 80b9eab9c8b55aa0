import { type Host, openHost } from "./host.js";
import { amount, info, limit, type Row } from "./report.js";
import { tokens } from "./tokens.js";

/** Measures what a model reads before its first call. */
export async function toolList(): Promise<Row[]> {
  const usual = await openHost(undefined);
  const all = await openHost(undefined, { FIVETRAN_SCOPE: "read/write/delete" });
  const rows = [
    limit("tool list, default scope", { measured: seen(usual), atMost: 5300, unit: "tokens" }),
    limit("tool list, with deletes", { measured: seen(all), atMost: 5700, unit: "tokens" }),
    ...all.tools.map((tool) => info(`  ${tool.name}`, amount(seenOf(tool), "tokens"))),
  ];
  await Promise.all([usual.close(), all.close()]);
  return rows;
}

const seenOf = ({ name, description, inputSchema }: Host["tools"][number]) =>
  tokens(JSON.stringify({ name, description, input_schema: inputSchema }));

const seen = (host: Host) => host.tools.reduce((sum, tool) => sum + seenOf(tool), 0);

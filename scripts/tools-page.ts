import { EXAMPLES } from "../src/cli/help/examples.js";
import { meaningOf } from "../src/cli/help/parameters.js";
import { paramsOf } from "../src/cli/tool-command.js";
import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const typeOf = (param: ReturnType<typeof paramsOf>[number][1]) => {
  const choices = param.enum ?? param.items?.enum;
  const many = param.type === "array" ? "list of " : "";
  if (choices !== undefined) return `${many}${choices.map((choice) => `\`${choice}\``).join(", ")}`;
  return param.type === "array"
    ? `list of ${param.items?.type ?? "values"}s`
    : (param.type ?? "any");
};

/** Returns the page of every tool with its parameters, from the list that hosts get. */
export function toolsPage(): string {
  const parts = tools.map(listing).map((tool) => {
    const { name, title, effect, description, inputSchema, _meta } = tool;
    const required = new Set(inputSchema.required ?? []);
    const rows = paramsOf(tool).map(([param, schema]) => {
      const notes = [
        required.has(param) ? "required" : "",
        schema.default === undefined ? "" : `default \`${JSON.stringify(schema.default)}\``,
      ].filter((note) => note !== "");
      return `| \`${param}\` | ${cell(typeOf(schema))} | ${cell([meaningOf(name, param, schema), ...notes].join("; "))} |`;
    });
    const example = EXAMPLES[name];
    return [
      `## ${name}`,
      `${title}. Effect: ${effect}${_meta === undefined ? "" : ", always needs confirmation"}.`,
      description,
      ["| parameter | type | meaning |", "|---|---|---|", ...rows].join("\n"),
      ...(example === undefined || example.includes("<")
        ? []
        : [`\`\`\`sh\nfivetran-agent ${example} --sandbox\n\`\`\``]),
    ].join("\n\n");
  });
  return `# Tools

This page lists the ${tools.length} tools. They are the same over MCP and on the command line. A tool with the effect *read* changes nothing. A
tool with the effect *write* or *delete* is available only if \`FIVETRAN_SCOPE\` allows it. [Safety](safety.md) describes how
changes are confirmed.

${parts.join("\n\n")}
`;
}

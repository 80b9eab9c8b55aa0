import { type Argument, type Command, Help, type Option } from "commander";

/** Longer lines are hard to read, however wide the terminal is. */
const MOST_COLUMNS = 110;
/** Where a description would get fewer, it stands below its term. */
const LEAST_COLUMNS = 30;

/** How pages of help are laid out, for this width of a terminal. */
export function helpLayout(columns: number | undefined): Partial<Help> {
  return {
    showGlobalOptions: true,
    helpWidth: Math.min(columns ?? MOST_COLUMNS, MOST_COLUMNS),
    minWidthToWrap: LEAST_COLUMNS,
    optionTerm: ({ flags }: Option) => flags.replace(" [true|false]", ""),
    optionDescription: described,
    argumentDescription: described,
    commandUsage: (command: Command) => `${commandPath(command)} ${command.usage()}`,
    subcommandTerm: (command: Command) =>
      [command.name(), ...command.registeredArguments.map(argumentTerm)].join(" "),
    formatItem: row,
  };
}

/** A titled list at the end of a page, laid out as the options are. */
export function helpSection(
  command: Command,
  title: string,
  rows: readonly (readonly [term: string, description: string])[],
): string {
  const help = command.createHelp();
  const width = Math.max(...rows.map(([term]) => term.length));
  return ["", title, ...rows.map(([term, text]) => row(term, width, text, help))].join("\n");
}

function row(term: string, termWidth: number, description: string, help: Help): string {
  const columns = help.helpWidth ?? MOST_COLUMNS;
  if (description === "" || columns - termWidth - 4 >= LEAST_COLUMNS)
    return Help.prototype.formatItem.call(help, term, termWidth, description, help);
  const indent = "      ";
  const text = help.boxWrap(description, Math.max(columns - indent.length, LEAST_COLUMNS));
  return `  ${term}\n${indent}${text.replaceAll("\n", `\n${indent}`)}`;
}

/** The words that lead to a command, the program's own name first. */
export const commandPath = (command: Command): string =>
  command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;

function described({ description, argChoices, defaultValue }: Option | Argument): string {
  return [
    description,
    argChoices === undefined ? "" : `one of ${argChoices.join(", ")}`,
    typeof defaultValue === "number" ? `default ${defaultValue}` : "",
  ]
    .filter((part) => part !== "")
    .join("; ");
}

const argumentTerm = (argument: Argument) => {
  const term = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${term}>` : `[${term}]`;
};

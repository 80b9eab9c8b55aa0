import { type Argument, type Command, Help, type Option } from "commander";

/** The maximum width of help. Longer lines are hard to read on a wide terminal. */
const MOST_COLUMNS = 110;
/**
 * The minimum width of a description beside its term. With less space it is placed below the term.
 */
const LEAST_COLUMNS = 30;

/** Returns the layout of help pages for a terminal of this width. */
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

/** Returns a titled list for the end of a help page, in the layout of the options. */
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

/** Returns the full name of a command, with the program's name first. */
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

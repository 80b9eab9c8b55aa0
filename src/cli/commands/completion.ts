import type { Argument, Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

interface Word {
  word: string;
  help: string;
}
/** The possible values: a list, a file, or anything. */
interface Value {
  choices: readonly string[];
  isFile: boolean;
  /** True if several values can be given, separated by commas. */
  isList: boolean;
}
interface KnownOption extends Word {
  /** Undefined for a switch. */
  value: Value | undefined;
}
interface Known extends Word {
  options: KnownOption[];
  /** Its subcommands, such as `create` of `keys`. */
  commands: Known[];
  /** Its first positional value. */
  value: Value | undefined;
}

/** Returns a completion script for a shell. It completes every command, option and listed value. */
export function completionScript(shell: Shell, program: Command): string {
  return SCRIPTS[shell](known(program));
}

const HELP_OPTION: KnownOption = { word: "--help", help: "print the help", value: undefined };

function known(command: Command): Known {
  const [first] = command.registeredArguments;
  return {
    word: command.name(),
    help: command.summary() || command.description(),
    options: [
      ...command.options.flatMap(optionOf),
      ...(command.parent === null ? [HELP_OPTION] : []),
    ],
    commands: command.commands.map(known),
    value: first === undefined ? undefined : allowedValue(first, first.name(), first.variadic),
  };
}

function optionOf(option: Option): KnownOption[] {
  const { long, flags, description } = option;
  if (typeof long !== "string") return [];
  const [, placeholder] = /<(.+)>/.exec(flags) ?? [];
  const value =
    placeholder === undefined
      ? undefined
      : allowedValue(option, placeholder, /^(values|verdicts)$/.test(placeholder));
  return [{ word: long, help: description, value }];
}

const allowedValue = ({ argChoices }: Option | Argument, name: string, isList: boolean): Value => ({
  choices: argChoices ?? [],
  isFile: /^(file|path)$/.test(name),
  isList,
});

/** Returns the first clause of a help text, without its example. */
function short(text: string): string {
  const [clause = ""] = text.replace(/,?\s*e\.g\. .*/s, "").split(/;|\.(?:\s|$)/);
  return clause.length <= 70 ? clause : `${clause.slice(0, 70).replace(/\s+\S*$/, "")} …`;
}
/** Puts a word in single quotes that every supported shell accepts. */
const quoted = (text: string) => `'${text.replaceAll(/['\\\n]/g, "")}'`;
const wordsOf = (each: readonly Word[]) => each.map(({ word }) => word);
/**
 * Replaces dashes by underscores. People type either, and the scripts compare names with
 * underscores.
 */
const plain = (name: string) => name.replaceAll("-", "_");
/** Returns every command with the words that select it. */
const paths = (program: Known) =>
  program.commands.flatMap((command) => [
    { path: plain(command.word), command },
    ...command.commands.map((own) => ({
      path: `${plain(command.word)} ${own.word}`,
      command: own,
    })),
  ]);

function bash(program: Known): string {
  const shared = program.options;
  const all = [{ path: "", command: program }, ...paths(program)];
  const values = all.flatMap(({ path, command }) => {
    const options = command === program ? shared : [...command.options, ...shared];
    return options.flatMap(({ word, value }) =>
      value === undefined ? [] : [`    '${path}:${word}') ${bashValue(value)}; return ;;`],
    );
  });
  const words = all.map(({ path, command }) => {
    const own = [...(command.value?.choices ?? []), ...wordsOf(command.commands)];
    const options = wordsOf([...command.options, ...(command === program ? [] : shared)]);
    const file = command.value?.isFile ? " files=1" : "";
    return `    '${path}') words=${quoted(own.join(" "))} options=${quoted(options.join(" "))}${file} ;;`;
  });
  const nested = paths(program).flatMap(({ path }) => (path.includes(" ") ? [`'${path}'`] : []));
  return `# bash completion of fivetran-agent: eval "$(fivetran-agent completion bash)"
_fivetran_agent_among() {
  local lead=
  case $cur in *,*) lead=\${cur%,*}, ;; esac
  COMPREPLY=($(compgen -P "$lead" -W "$1" -- "\${cur##*,}"))
}
_fivetran_agent_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$cur"))
}
_fivetran_agent() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} first= second= command words= files= i
  COMPREPLY=()
  # An option and its value can be one word with "=", which bash takes apart.
  [ "$cur" = "=" ] && cur=
  [ "$prev" = "=" ] && prev=\${COMP_WORDS[COMP_CWORD-2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${wordsOf(shared.filter(({ value }) => value !== undefined)).join("|")}) ((i++)); [ "\${COMP_WORDS[i]}" = "=" ] && ((i++)) ;;
      =) ((i++)) ;;
      -*) ;;
      *)
        if [ -z "$first" ]; then first=\${COMP_WORDS[i]//-/_}; else second=\${COMP_WORDS[i]}; break; fi ;;
    esac
  done
  case "$first $second" in
    ${nested.join("|")}) command="$first $second" ;;
    *) command=$first ;;
  esac
  case "$command:$prev" in
${values.join("\n")}
  esac
  case $command in
${words.join("\n")}
  esac
  case $cur in -*) words=$options files= ;; esac
  if [ -n "$files" ]; then _fivetran_agent_files; else COMPREPLY=($(compgen -W "$words" -- "$cur")); fi
}
complete -F _fivetran_agent fivetran-agent
`;
}

function bashValue({ choices, isFile, isList }: Value): string {
  if (isFile) return "_fivetran_agent_files";
  if (choices.length === 0) return ":";
  const words = quoted(choices.join(" "));
  return isList ? `_fivetran_agent_among ${words}` : `COMPREPLY=($(compgen -W ${words} -- "$cur"))`;
}

function zsh(program: Known): string {
  return `#compdef fivetran-agent
# zsh completion of fivetran-agent: source <(fivetran-agent completion zsh), after compinit
_fivetran_agent() {
  local curcontext=$curcontext state line
  local -a shared commands
  shared=(
${program.options.map((option) => `    ${zshOption(option)}`).join("\n")}
  )
${zshCommand(program, "  ")}
}
if [[ $funcstack[1] == _fivetran_agent ]] || [[ $funcstack[1] == _fivetran-agent ]]; then
  _fivetran_agent "$@"
else
  compdef _fivetran_agent fivetran-agent
fi
`;
}

function zshCommand({ commands, options, value }: Known, indent: string): string {
  const own = commands.length > 0 && indent === "  " ? [] : options.map(zshOption);
  if (commands.length === 0) {
    const first = value === undefined ? [] : [quoted(`1:value:${zshAction(value)}`)];
    const more = value?.isList ? ["'*:value: '"] : [];
    return `${indent}_arguments ${["$shared", ...own, ...first, ...more].join(" ")}`;
  }
  const names = commands.map(({ word, help }) => quoted(`${word}:${zshHelp(help)}`));
  const cases = commands.map(
    (command) => `${indent}      ${plain(command.word)})
${zshCommand(command, `${indent}        `)} ;;`,
  );
  return `${indent}_arguments -C $shared '(-): :->command' '(-)*:: :->rest' && return
${indent}case $state in
${indent}  command)
${indent}    commands=(${names.join(" ")})
${indent}    _describe -t commands command commands ;;
${indent}  rest)
${indent}    case \${words[1]//-/_} in
${cases.join("\n")}
${indent}    esac ;;
${indent}esac`;
}

function zshOption({ word, help, value }: KnownOption): string {
  const text = zshHelp(help);
  const shown = text === "" ? "" : `[${text}]`;
  if (value === undefined) return quoted(`${word}${shown}`);
  return quoted(`${value.isList ? "*" : ""}${word}=${shown}:value:${zshAction(value)}`);
}
function zshAction({ choices, isFile, isList }: Value): string {
  if (isFile) return "_files";
  if (choices.length === 0) return " ";
  return isList ? `_sequence compadd - ${choices.join(" ")}` : `(${choices.join(" ")})`;
}
/** Removes the characters that separate the parts of a zsh specification. */
const zshHelp = (text: string) => short(text).replaceAll(/[[\]:]/g, " ");

function fish(program: Known): string {
  const line = (condition: string, what: string, help: string) => {
    const described = short(help);
    const text = described === "" ? "" : ` -d ${quoted(described)}`;
    return `complete -c fivetran-agent -n ${quoted(condition)} ${what}${text}`;
  };
  const optionLine = (condition: string, { word, help, value }: KnownOption) =>
    line(condition, `-l ${word.slice(2)}${value === undefined ? "" : fishValue(value)}`, help);
  const lines = [{ path: "", command: program }, ...paths(program)].flatMap(({ path, command }) => {
    const depth = path.includes(" ") || command.commands.length > 0 ? 2 : 1;
    const here = path === "" ? "__fivetran_agent_at 1" : `__fivetran_agent_at ${depth} ${path}`;
    const shared = command === program ? [] : program.options;
    return [
      ...command.commands.map(({ word, help }) => line(here, `-a ${word}`, help)),
      ...(command.value?.choices ?? []).map((word) => line(here, `-a ${word}`, "")),
      ...(command.value?.isFile ? [line(here, "-F", "")] : []),
      ...[...command.options, ...shared].map((option) => optionLine(here, option)),
    ];
  });
  return `# fish completion of fivetran-agent: fivetran-agent completion fish > ~/.config/fish/completions/fivetran-agent.fish
function __fivetran_agent_at -a depth
  set -l found
  set -l skip
  for word in (commandline -opc)[2..-1]
    if test -n "$skip"
      set skip
      continue
    end
    switch $word
      case ${wordsOf(program.options.filter(({ value }) => value !== undefined)).join(" ")}
        set skip 1
      case '-*'
      case '*'
        set -a found (string replace -a -- - _ $word)
    end
  end
  test "$found[1..$depth]" = "$argv[2..-1]"
end
complete -c fivetran-agent -f
${lines.join("\n")}
`;
}

function fishValue({ choices, isFile, isList }: Value): string {
  if (isFile) return " -rF";
  if (choices.length === 0) return " -x";
  const words = choices.join(" ");
  return ` -x -a ${quoted(isList ? `(__fish_append , ${words})` : words)}`;
}

const SCRIPTS: Record<Shell, (program: Known) => string> = { bash, zsh, fish };

import type { Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

interface Word {
  word: string;
  help: string;
}
interface Known {
  command: string;
  help: string;
  options: (Word & { values: readonly string[]; takesFile: boolean; takesValue: boolean })[];
  words: Word[];
}

/** A shell's completion of every command, option and listed value. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map((command) => known(command, program));
  return SCRIPTS[shell](commands, known(program, program).options);
}

function known(command: Command, program: Command): Known {
  const own = command === program ? [] : program.options;
  return {
    command: command.name(),
    help: command.summary() || command.description(),
    options: [...command.options, ...own].flatMap(optionOf),
    words: [
      ...command.commands.map((each) => ({ word: each.name(), help: each.description() })),
      ...command.registeredArguments.flatMap(({ argChoices = [] }) =>
        argChoices.map((word) => ({ word, help: "" })),
      ),
    ],
  };
}

function optionOf({ long, description, argChoices, flags }: Option): Known["options"] {
  if (typeof long !== "string") return [];
  const listed = /one of ([\w, /-]+)/.exec(description)?.[1]?.split(", ") ?? [];
  return [
    {
      word: long,
      help: description,
      values: argChoices ?? listed.map((value) => value.trim()),
      takesFile: /file|settings/.test(flags),
      takesValue: /[<]/.test(flags),
    },
  ];
}

const HELP = /^[^;.]{0,70}/;
const short = (text: string) => (HELP.exec(text)?.[0] ?? "").trim();
/** A word inside single quotes, for any of the shells. */
const quoted = (text: string) => `'${text.replaceAll(/['\\\n]/g, "")}'`;

function bash(commands: readonly Known[], shared: Known["options"]): string {
  const values = [...commands.flatMap(({ options }) => options), ...shared].filter(
    ({ takesValue }) => takesValue,
  );
  const byOption = new Map<string, (typeof values)[number]>();
  for (const option of values) if (!byOption.has(option.word)) byOption.set(option.word, option);
  const cases = [...byOption.values()].map(({ word, values: choices, takesFile }) =>
    takesFile
      ? `    ${word}) COMPREPLY=($(compgen -f -- "$cur")); return ;;`
      : `    ${word}) COMPREPLY=($(compgen -W ${quoted(choices.join(" "))} -- "$cur")); return ;;`,
  );
  const words = commands.map(
    ({ command, options, words: own }) =>
      `    ${command}) words=${quoted([...own, ...options].map(({ word }) => word).join(" "))} ;;`,
  );
  const first = [...commands.map(({ command }) => command), ...shared.map(({ word }) => word)];
  return `# bash completion of fivetran-agent: eval "$(fivetran-agent completion bash)"
_fivetran_agent() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= words= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${[...byOption.keys()].filter((word) => shared.some((each) => each.word === word)).join("|")}) ((i++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[i]//-/_}; [ "$command" = log_query ] && command=log-query; break ;;
    esac
  done
  case $prev in
${cases.join("\n")}
  esac
  case $command in
    "") words=${quoted(first.join(" "))} ;;
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _fivetran_agent fivetran-agent
`;
}

function zsh(commands: readonly Known[], shared: Known["options"]): string {
  const described = (words: readonly Word[]) =>
    words.map(({ word, help }) => quoted(`${word}:${short(help).replaceAll(":", " ")}`)).join(" ");
  const names = commands.map(({ command, help }) => ({ word: command, help }));
  const cases = commands.map(
    ({ command, options, words }) =>
      `    ${command}) words_=(${described([...words, ...options])}) ;;`,
  );
  return `#compdef fivetran-agent
# zsh completion of fivetran-agent: fivetran-agent completion zsh > "\${fpath[1]}/_fivetran-agent"
_fivetran_agent() {
  local command i
  local -a words_
  for ((i = 2; i < CURRENT; i++)); do
    case \${words[i]} in
      -*) ;;
      *) command=\${words[i]//-/_}; [[ $command == log_query ]] && command=log-query; break ;;
    esac
  done
  case $command in
    '') words_=(${described([...names, ...shared])}) ;;
${cases.join("\n")}
  esac
  _describe 'fivetran-agent' words_
}
if [ "$funcstack[1]" = "_fivetran-agent" ]; then _fivetran_agent "$@"; else compdef _fivetran_agent fivetran-agent; fi
`;
}

function fish(commands: readonly Known[], shared: Known["options"]): string {
  const line = (condition: string, { word, help }: Word, more = "") =>
    `complete -c fivetran-agent -n ${quoted(condition)} ${word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`}${more} -d ${quoted(short(help))}`;
  const optionLine = (condition: string, option: Known["options"][number]) => {
    const { takesValue, takesFile, values } = option;
    const value = !takesValue
      ? ""
      : takesFile
        ? " -rF"
        : ` -x${values.length > 0 ? ` -a ${quoted(values.join(" "))}` : ""}`;
    return line(condition, option, value);
  };
  return `# fish completion of fivetran-agent: fivetran-agent completion fish > ~/.config/fish/completions/fivetran-agent.fish
complete -c fivetran-agent -f
${commands.map(({ command, help }) => line("__fish_use_subcommand", { word: command, help })).join("\n")}
${shared.map((option) => optionLine("__fish_use_subcommand", option)).join("\n")}
${commands
  .flatMap(({ command, options, words }) => {
    const here = `__fish_seen_subcommand_from ${command} ${command.replaceAll("_", "-")}`;
    return [
      ...words.map((word) => line(here, word)),
      ...options.map((option) => optionLine(here, option)),
    ];
  })
  .join("\n")}
`;
}

const SCRIPTS: Record<Shell, (commands: readonly Known[], shared: Known["options"]) => string> = {
  bash,
  zsh,
  fish,
};

import { inputError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { quoted } from "../base/text.js";

/** The command line, parted: flags of the program wherever they stand, the command, and what is the command's own. */
export interface Words {
  flags: Record<string, string | true | undefined>;
  command: string | undefined;
  words: string[];
}

/** Flags of the program; no tool has a parameter of such a name. */
export const SWITCHES = ["sandbox", "read-only", "json", "dry-run", "help", "version"] as const;
export const VALUES = ["scope", "env-file"] as const;

const ALIASES: Record<string, string> = { "-h": "--help", "-v": "--version" };

export function parseWords(argv: readonly string[]): Words {
  const parted: Words = { flags: {}, command: undefined, words: [] };
  for (let i = 0; i < argv.length; i++) {
    const raw = argv[i] ?? "";
    const word = ALIASES[raw] ?? raw;
    const [name = "", inline] = word.startsWith("--") ? split(word.slice(2)) : [];
    const flag = name.replaceAll("_", "-");
    if (SWITCHES.some((known) => known === flag)) {
      parted.flags[flag] = switched(flag, inline);
    } else if (VALUES.some((known) => known === flag)) {
      parted.flags[flag] = valued(flag, inline ?? argv[++i]);
    } else if (parted.command === undefined && !word.startsWith("-")) {
      parted.command = word;
    } else {
      parted.words.push(word);
    }
  }
  return parted;
}

function switched(flag: string, value: string | undefined): true | undefined {
  if (value === undefined || value === "true") return true;
  if (value === "false") return undefined;
  throw inputError(`--${flag} takes no value, or true or false; not ${quoted(value, 60)}.`, HELP);
}

function valued(flag: string, value: string | undefined): string {
  if (value !== undefined && value !== "") return value;
  throw inputError(`--${flag} needs a value.`, HELP);
}

/** Refuses what a command that takes no words of its own was given; an ignored flag would be obeyed by nobody. */
export function requireNone(words: readonly string[]): void {
  const [word] = words;
  if (word === undefined) return;
  const flags = [...SWITCHES, ...VALUES].map((name) => `--${name}`);
  const near = nearest(word, flags, (flag) => flag, 1);
  throw inputError(
    `${quoted(word, 60)} means nothing here.`,
    near.length > 0 ? `Did you mean ${near[0]}? ${HELP}` : HELP,
  );
}

const HELP = "See fivetran-agent --help.";

function split(text: string): [string, string?] {
  const at = text.indexOf("=");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

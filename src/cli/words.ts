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
    if (SWITCHES.some((known) => known === flag) && inline === undefined) {
      parted.flags[flag] = true;
    } else if (VALUES.some((known) => known === flag)) {
      parted.flags[flag] = inline ?? argv[++i] ?? "";
    } else if (parted.command === undefined && !word.startsWith("-")) {
      parted.command = word;
    } else {
      parted.words.push(word);
    }
  }
  return parted;
}

function split(text: string): [string, string?] {
  const at = text.indexOf("=");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runHere } from "../command-line.js";
import { temporaryFolder } from "../harness.js";
import { environment } from "../process.js";

const A_MINUTE = 60_000;

/** Text that a person has typed before pressing Tab, with what the shell then offers. */
const TYPED: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["get_st", ["get_status"]],
  ["--scope read get_st", ["get_status"]],
  ["--scope=read get_st", ["get_status"]],
  ["--sandbox --read", ["--read-only"]],
  ["--scope ", ["read", "read/write", "read/write/delete"]],
  ["--settings sel", ["selection.json"]],
  ["check_stale --max", ["--max-age-hours"]],
  ["check-stale --fail-on broken,st", ["broken,stale", "broken,stuck"]],
  ["check_stale --output ", ["csv", "junit", "table"]],
  ["get_status --output ", ["csv", "table"]],
  ["get_status github_repos --qui", ["--quiet"]],
  ["get_status github_repos stripe_payments --we", ["--web"]],
  ["update_connector --schedule-type ", ["auto", "manual"]],
  ["update_connector --schedule-type=m", ["manual"]],
  ["modify_schema postgres_orders --from sel", ["selection.json"]],
  ["keys ", ["create", "list", "revoke"]],
  ["keys create --gr", ["--groups"]],
  ["keys create ci --scope rea", ["read", "read/write", "read/write/delete"]],
  ["expectations check sel", ["selection.json"]],
  ["completion ", ["bash", "fish", "zsh"]],
  ["log-query sync", ["sync-durations"]],
  ["log-query usage --by ", ["connector", "table"]],
  ["sandbox --world ", ["demo", "empty", "large"]],
];

/** Shells differ in whether they repeat the text before the completed part. */
const part = (word: string) => word.replace(/^.*[=,]/, "");
const wanted = TYPED.map(([line, offered]) => ({ line, offered: offered.map(part).sort() }));
const got = (replies: readonly (readonly string[])[]) =>
  TYPED.map(([line], at) => ({ line, offered: (replies[at] ?? []).map(part).sort() }));

const isHere = (shell: string) => spawnSync(shell, ["--version"]).status === 0;
const lineOf = (typed: string) => `fivetran-agent ${typed}`;

/** Creates a folder with a file that can be completed, and the script of a shell. */
async function folderWith(shell: string, name = `completion.${shell}`): Promise<string> {
  const folder = await temporaryFolder();
  const { code, stdout } = await runHere(["completion", shell], {});
  expect(code).toBe(0);
  mkdirSync(join(folder, "functions"));
  writeFileSync(join(folder, "functions", name), stdout);
  writeFileSync(join(folder, "selection.json"), "{}");
  return folder;
}

/** Returns the lines before each occurrence of the mark, in order. */
function before(mark: string, text: string): string[][] {
  return text
    .split(`${mark}\n`)
    .slice(0, -1)
    .map((lines) => lines.split("\n").filter((line) => line !== ""));
}

/**
 * Types into a second shell on a terminal of its own. The completions are inserted into the line,
 * which is then run.
 */
function typedIntoBash(folder: string, setup: string): string[][] {
  const said = join(folder, "said");
  const lines = [
    setup,
    ". functions/completion.bash",
    `fivetran-agent() { printf '%s\\n' "$@" --END-- >> '${said}'; }`,
    ...TYPED.map(([typed]) => `${lineOf(typed)}\u001b*`),
    "exit",
  ];
  execFileSync("script", ["-qec", "bash --norc --noprofile -i", "/dev/null"], {
    cwd: folder,
    input: `${lines.join("\n")}\n`,
    env: environment({ TERM: "dumb", INPUTRC: "/dev/null" }),
    stdio: ["pipe", "ignore", "ignore"],
  });
  const run = before("--END--", readFileSync(said, "utf8"));
  // Removes the typed words, so that only the offered ones remain.
  return TYPED.map(([typed], at) => (run[at] ?? []).slice(typed.split(" ").length - 1));
}

/** zsh provides a terminal for such a shell. Its completion reports each match. */
const ZSH = `
zmodload zsh/zpty
mkfifo found
exec 3<>found
zpty typed "TERM=dumb zsh -f -i"
say() { zpty -w typed "$1" }
say "PS1=; LISTMAX=10000; fpath=($PWD/functions \\$fpath); autoload -Uz compinit; compinit -D -u"
say "$SETUP"
say 'compadd() {
  local -a found
  if (( ! \${@[(I)-[OAD]*]} )); then builtin compadd -O found "$@"; print -rl -- $found > found; fi
  builtin compadd "$@"
}'
say 'tab() { zle complete-word; print -r -- --END-- > found; zle kill-whole-line }'
say 'zle -N tab; bindkey "^I" tab; print -r -- --READY-- > found'
until_mark() { local line; while read -r -u 3 line; do print -r -- "$line"; [[ $line == $1 ]] && return; done }
until_mark --READY-- > /dev/null
for line in "$@"; do zpty -w -n typed "$line"$'\\t'; until_mark --END--; done
zpty -d typed
`;

function typedIntoZsh(folder: string, setup: string): string[][] {
  writeFileSync(join(folder, "type.zsh"), ZSH);
  const said = execFileSync("zsh", ["-f", "type.zsh", ...TYPED.map(([typed]) => lineOf(typed))], {
    cwd: folder,
    encoding: "utf8",
    env: environment({ SETUP: setup, HOME: folder }),
    stdio: ["ignore", "pipe", "ignore"],
  });
  return before("--END--", said);
}

function askedOfFish(folder: string): string[][] {
  const asked = TYPED.map(([typed]) => `complete -C '${lineOf(typed)}'; echo --END--`);
  const said = execFileSync(
    "fish",
    ["--no-config", "-c", ["source functions/completion.fish", ...asked].join("\n")],
    {
      cwd: folder,
      encoding: "utf8",
      env: environment({ HOME: folder }),
    },
  );
  return before("--END--", said).map((lines) => lines.map((line) => line.split("\t")[0] ?? ""));
}

describe("bash offers commands, options, values and files", () => {
  const LIBRARY = "/usr/share/bash-completion/bash_completion";

  test(
    "by itself",
    async () => {
      expect(got(typedIntoBash(await folderWith("bash"), ":"))).toEqual(wanted);
    },
    A_MINUTE,
  );

  test.skipIf(!existsSync(LIBRARY))(
    "with bash-completion (skipped where it is not installed)",
    async () => {
      expect(got(typedIntoBash(await folderWith("bash"), `. ${LIBRARY}`))).toEqual(wanted);
    },
    A_MINUTE,
  );
});

describe("zsh offers the same", () => {
  test.skipIf(!isHere("zsh"))(
    "with the script sourced (skipped where zsh is not installed)",
    async () => {
      const folder = await folderWith("zsh");
      expect(got(typedIntoZsh(folder, "source functions/completion.zsh"))).toEqual(wanted);
    },
    A_MINUTE,
  );

  test.skipIf(!isHere("zsh"))(
    "with the script as a file of fpath (skipped where zsh is not installed)",
    async () => {
      const folder = await folderWith("zsh", "_fivetran-agent");
      expect(got(typedIntoZsh(folder, ":"))).toEqual(wanted);
    },
    A_MINUTE,
  );
});

test.skipIf(!isHere("fish"))(
  "fish offers the same (skipped where fish is not installed)",
  async () => {
    expect(got(askedOfFish(await folderWith("fish")))).toEqual(wanted);
  },
  A_MINUTE,
);

test(
  "an unknown shell is refused with those that there are",
  async () => {
    const { code, stderr } = await runHere(["completion", "tcsh"], {});
    expect(code).toBe(2);
    expect(stderr).toContain("bash, zsh, fish");
  },
  A_MINUTE,
);

import { AppError, inputError } from "../base/errors.js";
import { errorCode, readText, writeUserFile } from "../base/files.js";
import { quoted } from "../base/text.js";
import type { Flags } from "../config.js";
import {
  type Coverage,
  coverageOf,
  type ExpectationsFile,
  firstFile,
  parseExpectations,
} from "../features/expectations/index.js";
import type { AccountReader } from "../toolkit/define.js";
import { bare, count, lines, upTo } from "../toolkit/render.js";
import type { Printed } from "./account.js";
import { commandLine } from "./notation.js";

export interface InitOptions {
  file: string;
  overwrite: boolean;
  flags: Flags;
}

/** Writes a first file of expectations that fits the present state of the account. */
export async function initExpectations(
  { file, overwrite, flags }: InitOptions,
  account: AccountReader,
): Promise<Printed> {
  const { text: content, rules, connectors } = await firstFile(account);
  if (rules === 0) {
    throw inputError("The account has no connectors to write rules for.", "Nothing was written.");
  }
  if (parseExpectations(content).file === undefined) {
    throw inputError(
      `The account has too many groups for one file: ${count(rules, "rule")}.`,
      "Nothing was written. Write rules by service or by names with *.",
    );
  }
  const problem = writeUserFile(file, content, { overwrite });
  if (problem !== undefined) {
    throw inputError(
      `${quoted(file, 200)} was not written: ${problem}.`,
      "Give another --file, or --overwrite to replace a file.",
    );
  }
  const text = lines(
    `${quoted(file, 200)}: ${count(rules, "rule")} for ${count(connectors, "connector")}.`,
    `Next: add owners and quiet hours, then set FIVETRAN_EXPECTATIONS to the path of the file. To see which connectors the rules cover: ${commandLine(["expectations", "check", file], flags)}`,
  );
  return { text, data: { file, rules, connectors } };
}

/**
 * Reads a file of expectations.
 * @throws AppError of type `config` with every problem and its position
 */
export function readExpectations(file: string): ExpectationsFile {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw inputError(
      `${quoted(file, 200)} cannot be read (${errorCode(error) ?? "unreadable"}).`,
      "To create a first file: fivetran-agent expectations init",
    );
  }
  const found = parseExpectations(text);
  if (found.file !== undefined) return found.file;
  const problems = found.problems.map(
    ({ line, column, message }) => `line ${line}, column ${column}: ${message}`,
  );
  throw new AppError(
    "config",
    [`${quoted(file, 200)} is not valid:`, ...problems.map((text) => `- ${text}.`)].join("\n"),
    { facts: { problems: found.problems } },
  );
}

const MOST_NAMES = 20;

/** Reports on a file that cannot be compared with an account. */
export const checkedAlone = (name: string, { rules }: ExpectationsFile): Printed => ({
  text: lines(
    validText(name, rules.length),
    "There are no credentials, so the file was not compared with an account.",
  ),
  data: { file: name, valid: true, rules: rules.map(({ name: rule }) => ({ rule })) },
});

/** Reports which connectors of the account the rules of a file cover. */
export async function checkExpectations(
  name: string,
  file: ExpectationsFile,
  account: AccountReader,
): Promise<Printed> {
  const coverage = await coverageOf(file, account);
  return {
    text: coverageText(validText(name, file.rules.length), coverage),
    data: { file: name, valid: true, ...coverage },
  };
}

const validText = (name: string, rules: number) =>
  `${quoted(name, 200)} is valid: ${count(rules, "rule")}.`;

function coverageText(valid: string, { connectors, rules, without }: Coverage): string {
  const covered = connectors - without.length;
  return lines(
    `${valid} ${covered} of ${count(connectors, "connector")} covered.`,
    rules.map(({ rule, connectors, taken }) =>
      connectors > 0
        ? `  ${rule}: ${count(connectors, "connector")}`
        : `  ${rule}: none; ${taken > 0 ? `earlier rules apply to ${count(taken, "connector")} that it matches` : "it matches no connector"}`,
    ),
    without.length > 0 && `Without a rule: ${upTo(without, MOST_NAMES, bare).join(", ")}`,
  );
}

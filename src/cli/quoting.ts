type Platform = typeof process.platform;

/**
 * Quotes a word so that the shell of this platform passes it to the program unchanged: cmd on
 * Windows, a POSIX shell elsewhere.
 */
export function quoteForShell(word: string, platform: Platform = process.platform): string {
  if (platform !== "win32") {
    // zsh replaces a word such as =ls by the path of a program.
    return /^(?!=)[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
  }
  if (/^[\w@+=:,./\\-]+$/.test(word) && !word.endsWith("\\")) return word;
  // A quote is doubled instead of escaped. In cmd a backslash does not escape a quote: the text
  // after it would be outside of quotes, where & starts another command.
  // A % is placed outside of the quotes with a caret, so that cmd does not expand a variable.
  // Backslashes are special only before a quote.
  const inside = word
    .replaceAll(/(\\*)"/g, '$1$1""')
    .replaceAll(/(\\*)%/g, '$1$1"^%"')
    .replace(/(\\+)$/, "$1$1");
  return `"${inside}"`;
}

/** Converts an example for a POSIX shell to the shell of this platform. */
export const exampleForShell = (example: string, platform: Platform = process.platform): string =>
  example.replaceAll(/'([^']*)'/g, (_, word) => quoteForShell(word, platform));

/** Explains how to write JSON on this platform. */
export const JSON_IN_SHELL =
  process.platform === "win32"
    ? 'Put the whole value in double quotes, with "" inside for each double quote.'
    : "Put the whole value in single quotes for the shell, with double quotes inside.";

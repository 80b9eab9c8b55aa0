type Platform = typeof process.platform;

/** A word that the shell of this platform hands to the program as it is: cmd on Windows, a POSIX shell elsewhere. */
export function quoteForShell(word: string, platform: Platform = process.platform): string {
  if (platform !== "win32") {
    return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
  }
  if (/^[\w@+=:,./\\-]+$/.test(word) && !word.endsWith("\\")) return word;
  // A quote is doubled, not escaped: cmd has no escape for it, and would read on as outside of quotes, where & starts another
  // command. A % stands outside, with a caret, so that no variable is put in its place.
  // Backslashes count before a quote only.
  const inside = word
    .replaceAll(/(\\*)"/g, '$1$1""')
    .replaceAll(/(\\*)%/g, '$1$1"^%"')
    .replace(/(\\+)$/, "$1$1");
  return `"${inside}"`;
}

/** An example that is written for a POSIX shell, for that of this platform. */
export const exampleForShell = (example: string, platform: Platform = process.platform): string =>
  example.replaceAll(/'([^']*)'/g, (_, word) => quoteForShell(word, platform));

/** How JSON is given on this platform. */
export const JSON_IN_SHELL =
  process.platform === "win32"
    ? 'Put the whole value in double quotes, with "" inside for each double quote.'
    : "Put the whole value in single quotes for the shell, with double quotes inside.";

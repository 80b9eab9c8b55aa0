import { decodeKeyPair, redactStart } from "./secret.js";

/**
 * Characters that can hide or reorder text: ANSI escapes, control characters, line and paragraph separators,
 * characters that Unicode renders as nothing (zero-width, bidirectional, tags, fillers, variation selectors),
 * interlinear annotation marks, and lone surrogates.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern removes control characters
  /\u001b\[[0-9;?]*[ -/]*[@-~]|[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

const MARKER = "\ufffd";

/** Replaces hidden characters by a visible marker. Line breaks and tabs stay. */
export const visible = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(HIDDEN, (hidden) => (hidden === "\n" || hidden === "\t" ? hidden : MARKER));

/**
 * Prepares third-party text for display on one line. Secrets are redacted, hidden characters become a visible marker,
 * and the result is clipped to `max` code points.
 */
export function sanitize(whole: string, max = 300): string {
  const text = redactStart(whole, max * 8);
  const flat = text.slice(0, max * 8).replace(/[\t\n\r]+/g, " ");
  const points = [...flat.replace(HIDDEN, MARKER)];
  return points.length <= max && text.length <= max * 8
    ? points.join("")
    : `${points.slice(0, Math.max(0, max - 1)).join("")}…`;
}

/** Third-party text as one JSON string. Quotes, line breaks and Markdown fences stay inside it. */
export const quoted = (text: string, max = 300) => JSON.stringify(sanitize(text, max));

/**
 * Returns a name unchanged if it has only letters, digits, `_`, `.` and `-`, and at most 64 of them. Otherwise quotes
 * it.
 */
export const bare = (name: string) =>
  /^[A-Za-z0-9_.-]{1,64}$/.test(name) ? name : quoted(name, 200);

/** Formats a whole number as `1,234,567`. `toLocaleString` would load the locale data first, which takes 20 ms. */
export const grouped = (n: number) => String(n).replace(/\B(?=(?:\d{3})+$)/g, ",");

// The notations of shells, hosts, editors, templates and build tools.
const PLACEHOLDER = new RegExp(
  `^(${[
    "\\$\\{\\{?[^}]*\\}?\\}", // ${NAME}, ${{ secrets.NAME }}
    "\\$\\([^)]*\\)", // $(NAME)
    "\\$(env:)?[A-Za-z_]\\w*", // $NAME, $env:NAME
    "%+[^%\\s]+%+", // %NAME%
    "\\{\\{[^}]*\\}\\}", // {{name}}
    "[#@]?\\{(env:)?[A-Z_][A-Z0-9_]*\\}", // {NAME}, {env:NAME}, #{NAME}, @{NAME}
    "@[A-Za-z_]\\w*@", // @NAME@
    "__[A-Za-z]\\w*__", // __NAME__
    "<[^>]*>", // <name>
    "process\\.env\\.\\w+",
  ].join("|")})$`,
);

/** A message if the value is a placeholder that was not replaced, or is in quotes. Undefined otherwise. */
export function placeholderProblem(name: string, value: string): string | undefined {
  if (PLACEHOLDER.test(value)) {
    return `${unreplaced(name, value)} Replace the placeholder with the value, or set the variable of that name.`;
  }
  if (/^(["'`]).*\1$|^[“”„‘’«].*[“”‘’»]$/.test(value)) {
    return `${name} is in quotes, which became part of the value. Remove the quotes.`;
  }
  return undefined;
}

/**
 * Like `placeholderProblem`, for a variable with a secret of any form, such as a password. Detects only placeholders that
 * cannot be a password, and does not repeat them in case one is.
 */
export function referencedProblem(name: string, value: string): string | undefined {
  const isOwnName = PLACEHOLDER.test(value) && value.toLowerCase().includes(name.toLowerCase());
  return isOwnName || cannotBeSecret(value)
    ? `the variable ${name} contains a placeholder, which was not replaced. Set it to the secret itself.`
    : undefined;
}

/** Whether a value is a placeholder of a form that no secret has. */
export const cannotBeSecret = (value: string) =>
  (PLACEHOLDER.test(value) && /^(\$[{(]|\{\{)/.test(value)) || /^op:\/\/\S+$/.test(value);

/**
 * Like `placeholderProblem`, but also detects stand-ins for a key or secret in examples, such as … or YOUR_API_KEY, and
 * values that were not copied as they are.
 */
export function credentialProblem(name: string, value: string): string | undefined {
  if (STAND_IN.test(value) || value.toLowerCase().endsWith(name.toLowerCase())) {
    return `${unreplaced(name, value)} Replace the placeholder with the value.`;
  }
  const placeholder = placeholderProblem(name, value);
  if (placeholder !== undefined) return placeholder;
  const [, scheme] = /^(Basic|Bearer)\s/i.exec(value) ?? [];
  if (scheme !== undefined) {
    return `${name} starts with "${scheme}", as an Authorization header does. Remove that word. The Base64 of key:secret is set as the key, without a secret.`;
  }
  const isKey = /key$/i.test(name);
  if (isKey && decodeKeyPair(value) !== undefined) return undefined;
  // A key in Base64 can begin with a slash, but rarely has the form of a path with several parts.
  if (/^(?:(?:~|\.{1,2})\/|\/[\w.-]+\/[\w./-]+$)/.test(value)) {
    return `${name} is the path of a file. Set the content of the file.`;
  }
  if (/[^\x21-\x7e]/.test(value)) {
    return `${name} contains a space or a character that keys do not have, which may be invisible. Copy the value again.`;
  }
  const [other] = /["'`,;{}\\$()]|\*{3,}|^FIVETRAN_\w+=/.exec(value) ?? [];
  if (other !== undefined) {
    return `${name} contains ${JSON.stringify(other)}, which is not part of a key or secret. Set only the value itself.`;
  }
  return isKey && value.includes(":")
    ? `${name} contains a colon, as key:secret does. Set the part before it as the key, and the part after it as the secret.`
    : undefined;
}

const STAND_IN =
  /^(…+|[.*x•_-]{3,}|\[.*\]|undefined|null|none|todo|tbd|placeholder|(your|my)\b.*|(your|my)[-_].*|(replace|insert|enter|paste|put)[-_ ].*|change[-_ ]?me|(fivetran[-_ ])?api[-_ ]?(key|secret)|[a-z][a-z0-9+.-]*:\/\/.*|(vault|env|file|secret|ref):.*|redacted)$/i;

const unreplaced = (name: string, value: string) =>
  `${name} is the placeholder ${quoted(value, 80)}, which was not replaced.`;

import { redactStart } from "./secret.js";

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

/** A message if the value is a placeholder that was not replaced, or is in quotes. Undefined otherwise. */
export function placeholderProblem(name: string, value: string): string | undefined {
  if (/^(\$\{[^}]*\}|\$[A-Za-z_]\w*|%[^%\s]+%|\{\{[^}]*\}\}|<[^>]*>)$/.test(value)) {
    return `${unreplaced(name, value)} Replace the placeholder with the value, or set the variable of that name.`;
  }
  if (/^(["'`]).*\1$/.test(value)) {
    return `${name} is in quotes, which became part of the value. Remove the quotes.`;
  }
  return undefined;
}

/** Like `placeholderProblem`, but also detects stand-ins for a key or secret in examples, such as … or YOUR_API_KEY. */
export const credentialProblem = (name: string, value: string): string | undefined =>
  STAND_IN.test(value)
    ? `${unreplaced(name, value)} Replace the placeholder with the value.`
    : placeholderProblem(name, value);

const STAND_IN =
  /^(…+|[.*x•_-]{3,}|\[.*\]|undefined|null|none|(your|my)\b.*|(your|my)[-_].*|change[-_ ]?me|(fivetran[-_ ])?api[-_ ]?(key|secret)|op:\/\/.*)$/i;

const unreplaced = (name: string, value: string) =>
  `${name} is the placeholder ${quoted(value, 80)}: it was not replaced.`;

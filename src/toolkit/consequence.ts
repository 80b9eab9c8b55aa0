/**
 * An effect that a plan names. A text alone is always shown, even where a question has to leave other text out; what cannot be taken
 * back stands before it, and details may be counted instead of shown.
 */
export type Consequence = string | { text: string; weight: "final" | "detail" };

/** Cannot be taken back, or loses something. */
export const final = (text: string): Consequence => ({ text, weight: "final" });

/** One of many of its kind, or of no consequence: a short question may count it. */
export const detail = (text: string): Consequence => ({ text, weight: "detail" });

/** Names of fields about where data goes, who may do what, and whom Fivetran trusts. */
const DECISIVE_FIELD =
  /host|address|ur[il]$|domain|endpoint|redirect|server|port$|tunnel|network|proxy|agent|link|e?mail|user|role|permission|access|trust|certificate|fingerprint|secret|password|key|token|credential|auth|account|project|database|bucket|region|encrypt|ssl|tls|verif|hash/i;

/** What a field is set to: a detail, unless a person must not miss it. `path` is its place in the body. */
export const fieldSet = (path: string, text: string): Consequence =>
  DECISIVE_FIELD.test(path) ? text : detail(text);

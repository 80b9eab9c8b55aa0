/**
 * An effect of a plan. A plain string is always shown. `final` effects cannot be undone and are shown first. `detail`
 * effects may be counted instead of shown, if a question would become too long.
 */
export type Consequence = string | { text: string; weight: "final" | "detail" };

/** An effect that cannot be undone or that loses something. */
export const final = (text: string): Consequence => ({ text, weight: "final" });

/** An effect that a short question may count instead of showing. */
export const detail = (text: string): Consequence => ({ text, weight: "detail" });

/** Names of fields that determine where data goes, who has access, and what Fivetran trusts. */
const DECISIVE_FIELD =
  /host|address|ur[il]$|domain|endpoint|redirect|server|port$|tunnel|network|proxy|agent|link|e?mail|user|role|permission|access|trust|certificate|fingerprint|secret|password|key|token|credential|auth|account|project|database|bucket|region|encrypt|ssl|tls|verif|hash/i;

/**
 * The effect of setting a field. It is a detail, unless the person who confirms must see it. `path` is the path in
 * the body.
 */
export const fieldSet = (path: string, text: string): Consequence =>
  DECISIVE_FIELD.test(path) ? text : detail(text);

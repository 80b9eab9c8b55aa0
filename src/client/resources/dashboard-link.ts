/** A link to the dashboard, which may be in brackets, in quotes or in Markdown. */
const LINK =
  /^(?:\[[^\]]*\]\()?[<(["'`*]*(?:https?:\/\/)?(?:[a-z0-9-]+\.)*fivetran\.com\/dashboard\/([^\s<>|()"'`*\]]*)/i;

const PAGE = {
  connector: /^(?:connections|connectors)\/([\w-]+)(?:[/?#]|$)/,
  group: /^(?:groups|destinations)\/([\w-]+)(?:[/?#]|$)/,
};

/** The pages of a connector. In older links, the name of the connector stands in their place. */
const TAB =
  /^(?:alerts|config(?:uration)?|details|edit|history|logs|overview|schema|settings|setup|status|tests|usage|users)$/i;
const OLDER_PAGE = /^connectors\/[\w-]+\/([^/?#]+)/;

/**
 * Returns the id or name in a link to a page of Fivetran's dashboard. The link may lack its scheme or be in brackets,
 * quotes or Markdown, as chat programs write it. Links of older versions contain the service and the name of a connector.
 * Any other text is returned trimmed.
 */
export function idFromLink(value: string, kind: "connector" | "group"): string {
  const text = value.trim();
  const page = LINK.exec(text)?.[1]?.replace(/[.,;:!?]+$/, "");
  if (page === undefined) return text;
  const older = kind === "connector" ? decoded(OLDER_PAGE.exec(page)?.[1]) : undefined;
  if (older !== undefined && !TAB.test(older)) return older;
  return PAGE[kind].exec(page)?.[1] ?? text;
}

/** Whether a text is a link to the dashboard. */
export const isLink = (value: string): boolean => LINK.test(value);

function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return part;
  }
}

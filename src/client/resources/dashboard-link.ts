const PAGE = {
  connector: /\/dashboard\/(?:connections|connectors)\/([A-Za-z0-9_-]+)(?:[/?#]|$)/,
  group: /\/dashboard\/(?:groups|destinations)\/([A-Za-z0-9_-]+)(?:[/?#]|$)/,
};

/**
 * Returns the id in a link to a page of Fivetran's dashboard. The link may lack its scheme or be in angle brackets,
 * as chat programs write it. Any other text is returned trimmed.
 */
export function idFromLink(value: string, kind: "connector" | "group"): string {
  const text = value.trim();
  const [, host = "", page = ""] =
    /^<?(?:https:\/\/)?([^/?#@<>\s]+)(\/[^<>\s]*)>?$/i.exec(text) ?? [];
  const isFivetran = /^(?:[a-z0-9-]+\.)*fivetran\.com$/i.test(host);
  return (isFivetran ? PAGE[kind].exec(page)?.[1] : undefined) ?? text;
}

const PAGE = {
  connector: /\/dashboard\/(?:connections|connectors)\/([A-Za-z0-9_-]+)(?:[/?#]|$)/,
  group: /\/dashboard\/(?:groups|destinations)\/([A-Za-z0-9_-]+)(?:[/?#]|$)/,
};

/** The id in a link to a page of Fivetran's dashboard; any other text as it is. */
export function idFromLink(value: string, kind: "connector" | "group"): string {
  const [, host = ""] = /^https:\/\/([^/?#@]+)\//i.exec(value) ?? [];
  const isFivetran = /^(?:[a-z0-9-]+\.)*fivetran\.com$/i.test(host);
  return (isFivetran ? PAGE[kind].exec(value)?.[1] : undefined) ?? value;
}

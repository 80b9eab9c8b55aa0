const PAGE = {
  connector: /\/dashboard\/(?:connections|connectors)\/([A-Za-z0-9_-]+)(?:[/?#]|$)/,
  group: /\/dashboard\/(?:groups|destinations)\/([A-Za-z0-9_-]+)(?:[/?#]|$)/,
};

/**
 * The id in a link to a page of Fivetran's dashboard, also without its scheme or in the angle brackets that chats put
 * around links; any other text as it is, without the spaces around it.
 */
export function idFromLink(value: string, kind: "connector" | "group"): string {
  const text = value.trim();
  const [, host = "", page = ""] =
    /^<?(?:https:\/\/)?([^/?#@<>\s]+)(\/[^<>\s]*)>?$/i.exec(text) ?? [];
  const isFivetran = /^(?:[a-z0-9-]+\.)*fivetran\.com$/i.test(host);
  return (isFivetran ? PAGE[kind].exec(page)?.[1] : undefined) ?? text;
}

export const NETWORKING = ["Directly", "SshTunnel", "PrivateLink", "ProxyAgent"] as const;

/** How Fivetran connects to a source. */
export interface Network {
  networking_method?: string | null | undefined;
  private_link_id?: string | null | undefined;
  proxy_agent_id?: string | null | undefined;
  hybrid_deployment_agent_id?: string | null | undefined;
}

export const NETWORK_FIELDS = [
  "networking_method",
  "private_link_id",
  "proxy_agent_id",
  "hybrid_deployment_agent_id",
] as const;

/** What the networking method requires and neither the call nor the connection has. */
export function networkProblems(
  wanted: Network,
  current: Network,
  config: Readonly<Record<string, unknown>>,
): string[] {
  const given = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  const after: Network = { ...current, ...given };
  const problems: string[] = [];
  const method = after.networking_method;
  const asked = Object.keys(given).length > 0;
  if (!asked) return [];
  if (method === "PrivateLink" && !after.private_link_id) {
    problems.push("networking_method=PrivateLink needs private_link_id.");
  }
  if (method === "ProxyAgent" && !after.proxy_agent_id) {
    problems.push("networking_method=ProxyAgent needs proxy_agent_id.");
  }
  if (method === "SshTunnel" && wanted.networking_method !== undefined && !config["tunnel_host"]) {
    problems.push(
      "networking_method=SshTunnel needs config.tunnel_host, tunnel_port and tunnel_user.",
    );
  }
  if (wanted.private_link_id !== undefined && method !== "PrivateLink") {
    problems.push("private_link_id is used only with networking_method=PrivateLink.");
  }
  if (wanted.proxy_agent_id !== undefined && method !== "ProxyAgent") {
    problems.push("proxy_agent_id is used only with networking_method=ProxyAgent.");
  }
  return problems;
}

/**
 * Whether Fivetran connects through an SSH tunnel, whose server needs the group's public key. Without a networking
 * method it does so where the configuration has a tunnel host.
 */
export const needsPublicKey = (
  { networking_method }: Network,
  config: Readonly<Record<string, unknown>> | undefined,
): boolean =>
  networking_method === "SshTunnel" ||
  (!networking_method &&
    typeof config?.["tunnel_host"] === "string" &&
    config["tunnel_host"] !== "");

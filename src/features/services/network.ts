import { AppError, isClosed } from "../../base/errors.js";
import { nearest } from "../../base/nearest.js";
import { quoted } from "../../base/text.js";
import { ENUMS } from "../../client/operations/generated/enums.js";
import type { ReadContext } from "../../toolkit/define.js";

/** The networking methods in Fivetran's definition. */
export const NETWORKING = ENUMS.create_connection.networking_method;

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

/** Returns what the networking method requires if neither the call nor the connection has it. */
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
 * Returns true if Fivetran connects through an SSH tunnel, whose server needs the group's public
 * key. Without a networking method, Fivetran uses a tunnel if the configuration has a tunnel host.
 */
export const needsPublicKey = (
  { networking_method }: Network,
  config: Readonly<Record<string, unknown>> | undefined,
): boolean =>
  networking_method === "SshTunnel" ||
  (!networking_method &&
    typeof config?.["tunnel_host"] === "string" &&
    config["tunnel_host"] !== "");

interface NetworkObject {
  what: string;
  get(id: string): Promise<unknown>;
  list(): AsyncIterable<{ id: string }>;
}

const MOST_LISTED = 10;

/**
 * Returns the requested agents and links that do not exist, each with the existing ones. Those that
 * the connection already uses are not checked.
 */
export async function networkIdProblems(
  wanted: Network,
  current: Network,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<string[]> {
  const options = { signal };
  const { privateLinks, proxies, hybridAgents } = fivetran;
  const objects: Record<Exclude<keyof Network, "networking_method">, NetworkObject> = {
    private_link_id: {
      what: "private link",
      get: (id) => privateLinks.get(id, options),
      list: () => privateLinks.list(options),
    },
    proxy_agent_id: {
      what: "proxy agent",
      get: (id) => proxies.get(id, options),
      list: () => proxies.list(options),
    },
    hybrid_deployment_agent_id: {
      what: "hybrid deployment agent",
      get: (id) => hybridAgents.get(id, options),
      list: () => hybridAgents.list(options),
    },
  };
  const problems: string[] = [];
  for (const [field, { what, get, list }] of Object.entries(objects)) {
    const id = Reflect.get(wanted, field);
    if (typeof id !== "string" || id === "" || id === Reflect.get(current, field)) continue;
    try {
      await get(id);
    } catch (error) {
      if (isClosed(error)) continue;
      // A text that cannot be an id is refused before it is sent.
      const isAbsent = error instanceof AppError && /^(not_found|input)$/.test(error.type);
      if (!isAbsent) throw error;
      problems.push(`${field}: there is no ${what} ${quoted(id, 80)}. ${await known(id, list())}`);
    }
  }
  return problems;
}

async function known(id: string, list: AsyncIterable<{ id: string }>): Promise<string> {
  const ids: string[] = [];
  try {
    for await (const item of list) ids.push(item.id);
  } catch (error) {
    if (isClosed(error)) return "";
    throw error;
  }
  if (ids.length === 0) return "The account has none.";
  const near = nearest(id, ids, (one) => one);
  const shown = [...new Set([...near, ...ids])].slice(0, MOST_LISTED);
  return `The account has: ${shown.join(", ")}${ids.length > MOST_LISTED ? " …" : ""}.`;
}

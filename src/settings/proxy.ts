import { placeholderProblem } from "../base/text.js";
import { proxyFor } from "../client/http/url.js";

type Env = Record<string, string | undefined>;

export interface Proxies {
  /** Addresses with a scheme. */
  https: string | undefined;
  http: string | undefined;
  /** NO_PROXY. */
  none: string | undefined;
  /** The proxy for requests to Fivetran. */
  used: string | undefined;
  /** Whether ALL_PROXY is the only proxy that is set, and its type is not supported. */
  unusable: boolean;
}

/**
 * Reads `HTTPS_PROXY` and the like, in upper or lower case. The first source that sets one takes precedence. `apiUrl` is
 * empty for the sandbox.
 */
export function proxySettings(
  sources: readonly Env[],
  apiUrl: string,
  problems: string[],
): Proxies {
  const either = (name: string) =>
    sources
      .flatMap((source) => [source[name]?.trim(), source[name.toLowerCase()]?.trim()])
      .find(Boolean);
  const none = either("NO_PROXY");
  const all = either("ALL_PROXY");
  const isUsable = all !== undefined && !/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i.test(all);
  const everywhere = isUsable ? proxyAddress("ALL_PROXY", all, problems) : undefined;
  const https = proxyAddress("HTTPS_PROXY", either("HTTPS_PROXY"), problems) ?? everywhere;
  const http = proxyAddress("HTTP_PROXY", either("HTTP_PROXY"), problems) ?? everywhere;
  if (none?.split(/[,\s]+/).includes("*") === true) {
    return { https: undefined, http: undefined, none, used: undefined, unusable: false };
  }
  const used = apiUrl === "" ? undefined : proxyFor(apiUrl, { https, http, none });
  const unusable = all !== undefined && !isUsable && https === undefined && http === undefined;
  return { https, http, none, used, unusable };
}

/** Values that mean that there is no proxy. As addresses they would be the name of a host. */
const NO_PROXY = /^(none|no|off|false|0|null|undefined|direct|disabled?)$/i;

function proxyAddress(
  name: string,
  value: string | undefined,
  problems: string[],
): string | undefined {
  if (value === undefined) return undefined;
  const placeholder = placeholderProblem(name, value);
  if (placeholder !== undefined) {
    problems.push(placeholder);
    return undefined;
  }
  if (NO_PROXY.test(value)) {
    problems.push(`${name} is "${value}". To connect without a proxy, leave it out.`);
    return undefined;
  }
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (isProxy(address)) return address;
  // The value is not repeated, because it may contain a password.
  problems.push(
    `${name} is not the address of an HTTP proxy, such as http://proxy.example.com:8080. In a password, encode special characters, e.g. % as %25 and # as %23.`,
  );
  return undefined;
}

function isProxy(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(address);
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return /^https?:$/.test(protocol) && pathname === "/" && search === "" && hash === "";
}

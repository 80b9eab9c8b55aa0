import { isIP } from "node:net";
import { quoted } from "./base/text.js";
import { isLoopback } from "./client/http/url.js";

/** The settings of `serve`. */
export const SERVE_OPTIONS = [
  {
    env: "FIVETRAN_HTTP_LISTEN",
    flag: "listen",
    help: "serve: address and port to listen on; default 127.0.0.1:8080. An address that is not loopback needs FIVETRAN_HTTP_URL, and either keys or FIVETRAN_OAUTH_ISSUER",
  },
  {
    env: "FIVETRAN_HTTP_URL",
    help: "serve: URL that clients use, e.g. https://fivetran.example.com/mcp. Requests to other hosts are refused",
  },
  {
    env: "FIVETRAN_HTTP_ORIGINS",
    help: "serve: origins of web pages that can call the server, comma-separated; default only the server's own origin",
  },
  {
    env: "FIVETRAN_TRUSTED_PROXIES",
    help: "serve: addresses or networks of reverse proxies, comma-separated, e.g. 10.0.0.0/24. The server then reads the address of the client from X-Forwarded-For",
  },
  {
    env: "FIVETRAN_OAUTH_ISSUER",
    help: "serve: OAuth authorization server whose access tokens (JWT) the server accepts, e.g. https://login.example.com",
  },
  {
    env: "FIVETRAN_OAUTH_AUDIENCE",
    help: "serve: required audience of an access token; default FIVETRAN_HTTP_URL",
  },
  {
    env: "FIVETRAN_ACCOUNTS",
    help: "serve: JSON file with several Fivetran accounts and the callers of each account",
  },
  {
    env: "FIVETRAN_WATCH",
    flag: "watch",
    help: "serve: interval in minutes at which the server also polls, records syncs and posts alerts like fivetran-agent watch, e.g. 5. Webhooks are received at /webhooks; default off",
  },
  {
    env: "FIVETRAN_METRICS_PORT",
    help: "serve: port for Prometheus metrics on 127.0.0.1; default none",
  },
] as const;

export interface ServeSettings {
  host: string;
  port: number;
  /** The address of the endpoint for clients. */
  url: string | undefined;
  origins: readonly string[];
  /** Addresses, and networks in CIDR notation. */
  trustedProxies: readonly string[];
  oauth: { issuer: string; audience: string } | undefined;
  metricsPort: number | undefined;
  /** The minutes between two polls of each account. Undefined if accounts are not watched. */
  watchMinutes: number | undefined;
}

type Value = (name: (typeof SERVE_OPTIONS)[number]["env"]) => string | undefined;

export function serveSettings(value: Value, problems: string[]): ServeSettings {
  const { host, port } = listenAddress(value("FIVETRAN_HTTP_LISTEN"), problems);
  const url = endpoint(value("FIVETRAN_HTTP_URL"), problems);
  const issuer = issuerOf(value("FIVETRAN_OAUTH_ISSUER"), problems);
  const audience = value("FIVETRAN_OAUTH_AUDIENCE") ?? url;
  if (issuer === undefined && value("FIVETRAN_OAUTH_AUDIENCE") !== undefined) {
    problems.push("FIVETRAN_OAUTH_AUDIENCE is set without FIVETRAN_OAUTH_ISSUER.");
  }
  if (issuer !== undefined && url === undefined) {
    problems.push(
      "FIVETRAN_OAUTH_ISSUER needs FIVETRAN_HTTP_URL: clients use this address to request a token.",
    );
  }
  return {
    host,
    port,
    url,
    origins: origins(value("FIVETRAN_HTTP_ORIGINS"), problems),
    trustedProxies: proxies(value("FIVETRAN_TRUSTED_PROXIES"), problems),
    oauth: issuer === undefined || audience === undefined ? undefined : { issuer, audience },
    metricsPort: portOf("FIVETRAN_METRICS_PORT", value("FIVETRAN_METRICS_PORT"), problems),
    watchMinutes: minutes(value("FIVETRAN_WATCH"), problems),
  };
}

/** Whether only programs on this machine can reach a server that listens on this host. */
export const isLoopbackHost = (host: string) => isLoopback(isIP(host) === 6 ? `[${host}]` : host);

export function listenAddress(
  raw: string | undefined,
  problems: string[],
  name = "FIVETRAN_HTTP_LISTEN",
) {
  const fallback = { host: "127.0.0.1", port: 8080 };
  if (raw === undefined) return fallback;
  const [, six, four, digits] = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(raw) ?? [];
  const host = six ?? four ?? fallback.host;
  const port = Number(digits ?? Number.NaN);
  const known = six === undefined ? isIP(host) === 4 || host === "localhost" : isIP(six) === 6;
  if (known && port <= 65_535) return { host, port };
  problems.push(
    `${name} is ${quoted(raw, 60)}; it must be an address and a port, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080.`,
  );
  return fallback;
}

function webUrl(raw: string): URL | undefined {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  const plain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === "";
  return plain ? url : undefined;
}

function endpoint(raw: string | undefined, problems: string[]): string | undefined {
  if (raw === undefined) return undefined;
  const url = webUrl(raw);
  if (url?.pathname.endsWith("/mcp") === true) return url.href;
  problems.push(
    `FIVETRAN_HTTP_URL is ${quoted(raw, 80)}; it must be an http or https address that ends in /mcp, such as https://fivetran.example.com/mcp.`,
  );
  return undefined;
}

/** Tokens are verified with keys from this address, so it must be HTTPS except on loopback. */
function issuerOf(raw: string | undefined, problems: string[]): string | undefined {
  if (raw === undefined) return undefined;
  const url = webUrl(raw);
  if (url !== undefined && (url.protocol === "https:" || isLoopback(url.hostname))) return raw;
  problems.push(
    `FIVETRAN_OAUTH_ISSUER is ${quoted(raw, 80)}; it must be the https address of an authorization server, exactly as in the claim "iss" of its tokens.`,
  );
  return undefined;
}

function origins(raw: string | undefined, problems: string[]): string[] {
  const entries = (raw ?? "").split(",").map((entry) => entry.trim());
  return entries.flatMap((entry) => {
    if (entry === "") return [];
    const url = webUrl(entry);
    if (url !== undefined && url.pathname === "/") return [url.origin];
    problems.push(
      `FIVETRAN_HTTP_ORIGINS: ${quoted(entry, 80)} is not an origin, such as https://app.example.com.`,
    );
    return [];
  });
}

/** A network that contains every address would let clients claim any address. */
function proxies(raw: string | undefined, problems: string[]): string[] {
  const entries = (raw ?? "").split(",").map((entry) => entry.trim());
  return entries.flatMap((entry) => {
    if (entry === "") return [];
    const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
    const size = Number(bits ?? most);
    if (size > 0 && size <= most && !address.includes("%")) return [entry];
    problems.push(
      `FIVETRAN_TRUSTED_PROXIES: ${quoted(entry, 80)} is not an address or a network, such as 10.0.0.5 or 10.0.0.0/24.`,
    );
    return [];
  });
}

function minutes(raw: string | undefined, problems: string[]): number | undefined {
  if (raw === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(raw) && Number(raw) <= 1440) return Number(raw);
  problems.push(
    `FIVETRAN_WATCH is ${quoted(raw, 40)}; it must be a number of minutes from 1 to 1440.`,
  );
  return undefined;
}

function portOf(name: string, raw: string | undefined, problems: string[]): number | undefined {
  if (raw === undefined) return undefined;
  if (/^\d{1,5}$/.test(raw) && Number(raw) <= 65_535) return Number(raw);
  problems.push(`${name} is ${quoted(raw, 40)}; it must be a port from 1 to 65535.`);
  return undefined;
}

import { AppError, inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import type { Call } from "../operations/call.js";
import type { Operation } from "../operations/catalog.js";
import type { QueryParam } from "../operations/facts.js";

export const FIVETRAN_ORIGIN = "https://api.fivetran.com";

export const isLoopback = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);

/**
 * Returns the origin of a configured base URL, which may end in `/v1`. Throws `config` unless it is
 * `https://api.fivetran.com` or a loopback address, where a sandbox listens. Any other host would receive the
 * credentials.
 */
export function parseOrigin(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const plain =
    url !== undefined &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === "" &&
    /^\/(?:v1\/?)?$/.test(url.pathname);
  const safe =
    plain &&
    (url.origin === FIVETRAN_ORIGIN ||
      (isLoopback(url.hostname) && (url.protocol === "http:" || url.protocol === "https:")));
  if (safe) return url.origin;
  throw new AppError(
    "config",
    "The base URL is not allowed: credentials are sent only to Fivetran or to loopback.",
    {
      setting: "base_url",
      hint: `Omit it to use ${FIVETRAN_ORIGIN}, or use http://127.0.0.1:<port> for a sandbox.`,
    },
  );
}

/** The properties of a catalog operation, or of a path outside the catalog, that are needed to send a request. */
export interface Route extends Omit<Operation, "id" | "resource" | "repeat"> {
  /** The operation id. For a path outside the catalog: its method and template. */
  id: string;
}

/** Converts the hash of a certificate to the URL-safe form of Base64, which paths require. */
export const urlSafeHash = (hash: string) => hash.replaceAll("+", "-").replaceAll("/", "_");

type Value = Call["params"][string];

interface Form {
  fits: (text: string) => boolean;
  description: string;
}

const ID: Form = {
  fits: (text) => /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/.test(text),
  description: "1 to 128 letters, digits, _ or -",
};
const HASH: Form = {
  fits: (text) => /^[A-Za-z0-9+/=_-]{1,512}$/.test(text),
  description: "1 to 512 Base64 characters, copied from the failed setup test",
};
const NAME: Form = {
  fits: (text) => isText(text, 1024) && text !== "." && text !== "..",
  description: "1 to 1024 characters without control characters, case-sensitive as in the source",
};
const NAMES = new Set(["schema", "table", "schemaName", "tableName", "columnName"]);

const formOf = (param: string) => (param === "hash" ? HASH : NAMES.has(param) ? NAME : ID);

/** Whether the text is well-formed, has 1 to `max` code points and contains no control characters. */
export function isText(text: string, max: number): boolean {
  if (text === "" || text.length > max * 2) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern refuses control characters
  return !/[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u.test(text) && [...text].length <= max;
}

const refuse = (operation: Route, param: string, value: Value, expected: string): AppError =>
  inputError(
    `${param} ${quoted(String(value), 80)} is invalid for ${operation.id}: expected ${expected}.`,
    `Nothing was sent. Give a valid value of ${param}${Object.hasOwn(operation.queryParams, param) ? "" : ". If you do not know it, ask the user"}.`,
    { parameter: param },
  );

function queryText(operation: Route, name: string, rule: QueryParam, value: Value): string {
  const text = String(value);
  const expected =
    rule.enum !== undefined
      ? rule.enum.includes(text)
        ? undefined
        : `one of ${rule.enum.join(", ")}`
      : rule.type === "integer"
        ? expectedInteger(name, text)
        : rule.type === "boolean"
          ? text === "true" || text === "false"
            ? undefined
            : "true or false"
          : isText(text, 2048)
            ? undefined
            : "1 to 2048 characters without control characters";
  if (expected !== undefined) throw refuse(operation, name, value, expected);
  return text;
}

function expectedInteger(name: string, text: string): string | undefined {
  if (!/^\d{1,9}$/.test(text)) return "a whole number";
  return name === "limit" && (Number(text) < 1 || Number(text) > 1000)
    ? "a page size from 1 to 1000"
    : undefined;
}

/** The rule for a parameter that the catalog does not list. */
const UNLISTED: QueryParam = { type: "string" };
const UNLISTED_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * Builds the URL of a call. Every value becomes exactly one path segment or one query value. The result is parsed
 * again and compared with the values, because encoding alone does not stop `..`.
 */
export function buildUrl(
  origin: string,
  operation: Route,
  params: Call["params"],
  unlisted: readonly string[] = [],
): URL {
  const more = unlisted.filter((name) => UNLISTED_NAME.test(name));
  for (const name of Object.keys(params)) {
    if (operation.pathParams.includes(name) || Object.hasOwn(operation.queryParams, name)) continue;
    if (more.includes(name)) continue;
    const known = [...operation.pathParams, ...Object.keys(operation.queryParams)];
    throw inputError(
      `${operation.id} has no parameter ${quoted(name, 80)}.`,
      known.length > 0 ? `It accepts ${known.join(", ")}.` : "It accepts none.",
      { parameter: name },
    );
  }

  const segmentsSent: string[] = [];
  const path = operation.path
    .split("/")
    .map((segment) => {
      const param = /^\{(\w+)\}$/.exec(segment)?.[1];
      const value = param === undefined ? segment : pathText(operation, param, params);
      segmentsSent.push(value);
      return encodeURIComponent(value);
    })
    .join("/");

  const query = new URLSearchParams();
  for (const [name, rule] of Object.entries(operation.queryParams)) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) {
      if (rule.required) throw missing(operation, name);
    } else query.set(name, queryText(operation, name, rule, value));
  }
  for (const name of more) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    const listed = operation.pathParams.includes(name) || query.has(name);
    if (value !== undefined && !listed)
      query.set(name, queryText(operation, name, UNLISTED, value));
  }

  const url = new URL(`${origin}${path}`);
  url.search = query.toString();
  const segments = url.pathname.split("/").map(decodeURIComponent);
  if (
    url.origin !== origin ||
    segments.length !== segmentsSent.length ||
    segments.some((segment, index) => segment !== segmentsSent[index])
  ) {
    throw inputError(
      `The values for ${operation.id} do not form a valid path. The path must have the form ${operation.path}.`,
      "Check the ids and names; nothing was sent.",
    );
  }
  return url;
}

function pathText(operation: Route, param: string, params: Call["params"]): string {
  const value = Object.hasOwn(params, param) ? params[param] : undefined;
  if (value === undefined) throw missing(operation, param);
  const text = String(value);
  const form = formOf(param);
  if (!form.fits(text)) throw refuse(operation, param, value, form.description);
  return text;
}

const missing = (operation: Route, param: string): AppError =>
  inputError(
    `${operation.id} requires ${param}.`,
    `Pass ${param} and call again; nothing was sent.`,
    {
      parameter: param,
    },
  );

/** Addresses of proxies. */
export interface ProxySettings {
  /** The proxy for plain HTTP, in the format of HTTP_PROXY. */
  http?: string | undefined;
  /** The proxy for HTTPS, in the format of HTTPS_PROXY. */
  https?: string | undefined;
  /** Hosts that are reached without a proxy, in the format of NO_PROXY. */
  none?: string | undefined;
}

/** The proxy through which requests to an https origin are sent. Undefined if they are sent directly. */
export function proxyFor(
  origin: string,
  { https, http, none = "" }: ProxySettings,
): string | undefined {
  const { hostname, port } = new URL(origin);
  const isDirect = none.split(/[,\s]+/).some((entry) => {
    const [, host = "", only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const domain = host.replace(/^\*?\./, "");
    return (
      host === "*" ||
      ((only === undefined || only === (port || "443")) &&
        domain !== "" &&
        (hostname === domain || hostname.endsWith(`.${domain}`)))
    );
  });
  return isDirect || isLoopback(hostname) ? undefined : https || http || undefined;
}

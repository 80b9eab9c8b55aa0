import { type Accounts, readAccounts } from "./accounts-file.js";
import { AppError } from "./base/errors.js";
import { fullPath } from "./base/files.js";
import type { LogLevel } from "./base/log.js";
import { nearest } from "./base/nearest.js";
import { type Credentials, decodeKeyPair, Secret } from "./base/secret.js";
import { credentialProblem, placeholderProblem, quoted, referencedProblem } from "./base/text.js";
import type { Definition } from "./client/definition/definition.js";
import { FIVETRAN_ORIGIN, parseOrigin } from "./client/http/url.js";
import type { EngineSettings } from "./engine/engine.js";
import {
  type ConnectorRule,
  connectorRule,
  type Denial,
  SCOPES,
  type Scope,
} from "./engine/policy.js";
import { SERVE_OPTIONS, type ServeSettings, serveSettings } from "./serve-config.js";
import {
  defaultStateDir,
  definitionOf,
  expectationsOf,
  type Readers,
  settingsFile,
} from "./setting-files.js";
import { type Proxies, proxySettings } from "./settings/proxy.js";
import { unknownSettings } from "./settings/unknown.js";
import type { Effect } from "./toolkit/define.js";
import { WATCH_OPTIONS, type WatchSettings, watchSettings } from "./watch/settings.js";

/** All settings. The table in docs/command-line.md is generated from this list. Secrets have no flag. */
export const OPTIONS = [
  {
    env: "FIVETRAN_API_KEY",
    help: "API key, or the Base64 of key:secret",
  },
  {
    env: "FIVETRAN_API_SECRET",
    help: "API secret. Leave it out if FIVETRAN_API_KEY is the Base64 of key:secret",
  },
  {
    env: "FIVETRAN_SANDBOX",
    flag: "sandbox",
    switch: true,
    help: "true: use the simulated account",
  },
  {
    env: "FIVETRAN_READ_ONLY",
    flag: "read-only",
    switch: true,
    help: "true: refuse every change, even if other settings allow it",
  },
  {
    env: "FIVETRAN_SCOPE",
    flag: "scope",
    help: "allowed operations: read, read/write (default) or read/write/delete",
  },
  {
    env: "DISALLOWED_ACTIONS",
    help: "denied actions, comma-separated, e.g. connections:delete. The format is resource:action or resource:action:operation_id, where action is read, write or delete",
  },
  {
    env: "FIVETRAN_GROUPS",
    help: "ids of the groups that can be accessed, comma-separated; default all",
  },
  {
    env: "FIVETRAN_CONNECTORS",
    help: "ids or names of the connectors that can be accessed, comma-separated; default all. In a name, * matches any text and ? one character. !name excludes a connector",
  },
  { env: "FIVETRAN_CONFIRM", help: "all: every change needs confirmation" },
  {
    env: "FIVETRAN_APPROVAL",
    help: "who confirms changes: token (default; the call is repeated with a token) or person (the MCP client asks a person)",
  },
  {
    env: "FIVETRAN_HOURLY_LIMIT",
    help: "maximum number of deletes, re-syncs and new secrets in an hour, for each account; default 10",
  },
  {
    env: "FIVETRAN_API_URL",
    help: "address of the API: https://api.fivetran.com (default) or a loopback address",
  },
  {
    env: "FIVETRAN_STATE_DIR",
    help: "folder for plans, records of changes, hourly counts and the state of the sandbox; default on Linux ~/.local/state/fivetran-agent",
  },
  {
    env: "FIVETRAN_AUDIT_LOG",
    help: "file for the audit log. The program writes a JSON line before each change, a line with its outcome, and a line for each refusal",
  },
  {
    env: "FIVETRAN_SECRET_REFS",
    help: 'names of the environment variables that {"secret_ref":"env:NAME"} can refer to, comma-separated',
  },
  {
    env: "FIVETRAN_SECRETS_DIR",
    help: "folder for secrets that Fivetran shows only once. If it is not set, operations that return such secrets are refused",
  },
  {
    env: "FIVETRAN_CONNECT_CARD_REDIRECT",
    help: "http or https address to which a person returns from a connect card, if the call has no redirect_uri",
  },
  {
    env: "FIVETRAN_EXPECTATIONS",
    help: "YAML or JSON file with the maximum age of data and the owner of connectors. fivetran-agent expectations init creates it",
  },
  {
    env: "FIVETRAN_DEFINITION",
    help: "JSON file with a newer OpenAPI definition of Fivetran's API. search_api, read_api, write_api and delete_api then also support its new operations",
  },
  ...SERVE_OPTIONS,
  ...WATCH_OPTIONS,
  {
    env: "FIVETRAN_LOG",
    help: "log level: error, warn (default), info or debug. Logs go to stderr",
  },
] as const satisfies readonly { env: string; flag?: string; switch?: true; help: string }[];

export interface Config extends EngineSettings {
  credentials: Credentials | undefined;
  apiUrl: string;
  sandbox: boolean;
  /** The folder for plans, records and the sandbox's state. Empty if there is no suitable folder. */
  stateDir: string;
  serve: ServeSettings;
  watch: WatchSettings;
  /** The path in FIVETRAN_EXPECTATIONS. The `expectations` commands write or check this file. */
  expectationsFile: string | undefined;
  /** Several accounts and the rules for their callers. Without them every caller uses the account of `credentials`. */
  accounts: Accounts | undefined;
  /** Operations in addition to the catalog, and the file that contains them. */
  definition: { path: string; definition: Definition } | undefined;
  logLevel: LogLevel;
  proxy: Proxies;
  /** Unknown settings that are not similar to a known one. */
  unknownSettings: readonly string[];
}

/** The program's flags by name. */
export type Flags = Record<string, string | boolean | undefined>;
type Env = Record<string, string | undefined>;

/**
 * The names that denied actions can contain. Passed as a parameter, so that reading the settings does not load the
 * catalog.
 */
export interface KnownActions {
  resources: readonly string[];
  operations: readonly { id: string; resource: string; effect: Effect }[];
}

/**
 * Reads the settings. Flags take precedence over the environment, then the file of `--settings`, then defaults.
 *
 * @throws AppError of type `config` that lists every problem.
 */
export function loadConfig(
  flags: Flags,
  env: Env,
  known: (definition: Definition | undefined) => KnownActions,
  readers: Readers = {},
): Readonly<Config> {
  const problems: string[] = [];
  const settings = flags["settings"];
  const file = settingsFile(typeof settings === "string" ? settings : undefined, problems);
  // An empty variable does not override the file.
  const set = (name: string) => (env[name]?.trim() ? env[name] : file[name]);
  const value = (name: string): string | undefined => {
    const option = OPTIONS.find((entry) => entry.env === name);
    const flag = option !== undefined && "flag" in option ? flags[option.flag] : undefined;
    const raw = (flag === undefined ? set(name) : String(flag))?.trim();
    if (raw === undefined || raw === "") return undefined;
    const wrong = unexpanded(name, raw);
    if (wrong === undefined) return raw;
    problems.push(wrong);
    return undefined;
  };
  const path = (name: string) => fullPath(name, value(name), problems);
  const choice = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const raw = value(name);
    if (raw === undefined) return fallback;
    const found = allowed.find((word) => word === raw.toLowerCase());
    if (found === undefined)
      problems.push(`${name} is ${quoted(raw, 40)}; it must be one of ${allowed.join(", ")}.`);
    return found ?? fallback;
  };
  const on = (name: string) => choice(name, ["true", "1", "yes", "false", "0", "no"], "false");

  const sandbox = isOn(on("FIVETRAN_SANDBOX"));
  const expectationsFile = path("FIVETRAN_EXPECTATIONS");
  const definition = definitionOf(path("FIVETRAN_DEFINITION"), readers.definition, problems);
  const knownActions = () => known(definition?.definition);
  const address = sandbox ? "" : apiUrl(value("FIVETRAN_API_URL"), problems);
  const config: Config = {
    credentials: sandbox ? undefined : credentials(value, problems),
    apiUrl: address,
    sandbox,
    policy: {
      scope: narrowed(
        choice<Scope>("FIVETRAN_SCOPE", SCOPES, sandbox ? "read/write/delete" : "read/write"),
        [env["FIVETRAN_SCOPE"], file["FIVETRAN_SCOPE"]],
        problems,
      ),
      // Any source can make the server read-only, and no other can undo it.
      readOnly: [
        on("FIVETRAN_READ_ONLY"),
        env["FIVETRAN_READ_ONLY"],
        file["FIVETRAN_READ_ONLY"],
      ].some(isOn),
      denied: denials(value("DISALLOWED_ACTIONS"), knownActions, problems),
      groups: groups(value("FIVETRAN_GROUPS"), problems),
      connectors: connectors(value("FIVETRAN_CONNECTORS"), problems),
    },
    confirm: choice("FIVETRAN_CONFIRM", ["default", "all"], "default"),
    approval: choice("FIVETRAN_APPROVAL", ["token", "person"], "token"),
    hourlyLimit: hourlyLimit(value("FIVETRAN_HOURLY_LIMIT"), problems),
    stateDir: path("FIVETRAN_STATE_DIR") ?? defaultStateDir(env),
    auditLog: path("FIVETRAN_AUDIT_LOG"),
    secrets: {
      refs: secretRefs(value("FIVETRAN_SECRET_REFS"), set, problems),
      folder: path("FIVETRAN_SECRETS_DIR"),
    },
    connectCardRedirect: webAddress(
      "FIVETRAN_CONNECT_CARD_REDIRECT",
      value("FIVETRAN_CONNECT_CARD_REDIRECT"),
      problems,
    ),
    expectations: expectationsOf(expectationsFile, readers.expectations, problems),
    expectationsFile,
    serve: serveSettings(value, problems),
    watch: watchSettings(value, problems),
    accounts: accountsOf(path("FIVETRAN_ACCOUNTS"), { sandbox, set }, problems),
    definition,
    logLevel: choice<LogLevel>("FIVETRAN_LOG", ["error", "warn", "info", "debug"], "warn"),
    proxy: proxySettings([env, file], address, problems),
    unknownSettings: unknownSettings(
      [...Object.keys(env), ...Object.keys(file)],
      {
        known: OPTIONS.map((option) => option.env),
        set: (name) => env[name] ?? file[name],
        references: value("FIVETRAN_SECRET_REFS"),
      },
      problems,
    ),
  };
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0") {
    problems.push(
      "NODE_TLS_REJECT_UNAUTHORIZED is 0, which accepts any certificate. Unset it; add a company's own certificate authority with NODE_EXTRA_CA_CERTS.",
    );
  }
  if (problems.length > 0) {
    throw new AppError(
      "config",
      ["The configuration is not valid:", ...problems.map((line) => `- ${line}`)].join("\n"),
    );
  }
  return Object.freeze(config);
}

function accountsOf(
  path: string | undefined,
  { sandbox, set }: { sandbox: boolean; set: (name: string) => string | undefined },
  problems: string[],
): Accounts | undefined {
  if (path === undefined) return undefined;
  if (!sandbox) return readAccounts(path, set, problems);
  problems.push(
    "FIVETRAN_ACCOUNTS is for real accounts, but FIVETRAN_SANDBOX is on. Unset one of them.",
  );
  return undefined;
}

/** Detects a placeholder that the host or shell should have replaced, and the value of an Authorization header. */
const unexpanded = (name: string, value: string): string | undefined =>
  (/^FIVETRAN_API_(KEY|SECRET)$/.test(name) ? credentialProblem : placeholderProblem)(
    name,
    value.trim(),
  );

/** A flag or a file can only narrow the scope of the environment, and a flag only that of a file. */
function narrowed(scope: Scope, set: readonly (string | undefined)[], problems: string[]): Scope {
  for (const value of set) {
    const most = SCOPES.find((known) => known === value?.trim().toLowerCase());
    if (most !== undefined && SCOPES.indexOf(scope) > SCOPES.indexOf(most)) {
      problems.push(
        `The scope ${scope} is wider than FIVETRAN_SCOPE=${most}. A flag or a file can only narrow the scope of that variable.`,
      );
    }
  }
  return scope;
}

const isOn = (word: string | undefined) =>
  ["true", "1", "yes"].includes(word?.trim().toLowerCase() ?? "");

function credentials(
  value: (name: string) => string | undefined,
  problems: string[],
): Credentials | undefined {
  const before = problems.length;
  const key = value("FIVETRAN_API_KEY");
  const secret = value("FIVETRAN_API_SECRET");
  // One of them was set and its problem reported, so it must not also be reported as missing.
  if (problems.length > before) return undefined;
  if (key === undefined) {
    if (secret !== undefined) problems.push("FIVETRAN_API_SECRET is set without FIVETRAN_API_KEY.");
    return undefined;
  }
  const pair = decodeKeyPair(key);
  if (secret !== undefined) {
    // A key itself is much shorter.
    if (pair === undefined || key.length < 40) {
      return { key: new Secret(key), secret: new Secret(secret) };
    }
    problems.push(
      "FIVETRAN_API_KEY is the Base64 of key:secret, so leave out FIVETRAN_API_SECRET, or set FIVETRAN_API_KEY to the key itself.",
    );
    return undefined;
  }
  if (pair === undefined) {
    problems.push(
      "FIVETRAN_API_SECRET is missing. Set both, or put Base64 of key:secret into FIVETRAN_API_KEY.",
    );
  }
  return pair;
}

function apiUrl(raw: string | undefined, problems: string[]): string {
  try {
    return parseOrigin(raw ?? FIVETRAN_ORIGIN);
  } catch {
    problems.push(
      "FIVETRAN_API_URL must be https://api.fivetran.com, or http(s) on a loopback address such as http://127.0.0.1:4010.",
    );
    return FIVETRAN_ORIGIN;
  }
}

function denials(raw: string | undefined, known: () => KnownActions, problems: string[]): Denial[] {
  if (raw === undefined) return [];
  const { resources, operations } = known();
  return raw
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "")
    .flatMap((entry) => {
      const [resource = "", action = "", operation, ...rest] = entry.split(":");
      const unknown = (what: string, word: string, words: readonly string[]) => {
        const near = nearest(word, words, (candidate) => candidate);
        const remedy =
          near.length > 0
            ? ` Did you mean ${near.join(" or ")}?`
            : words.length < 50
              ? ` Known: ${words.join(", ")}.`
              : "";
        problems.push(
          `DISALLOWED_ACTIONS: ${what} ${quoted(word, 60)} in ${quoted(entry, 80)} is not known.${remedy}`,
        );
        return [];
      };
      if (rest.length > 0 || action === "") {
        problems.push(
          `DISALLOWED_ACTIONS: ${quoted(entry, 80)} is not resource:action or resource:action:operation_id.`,
        );
        return [];
      }
      if (!resources.includes(resource)) return unknown("the resource", resource, resources);
      if (!isEffect(action)) return unknown("the action", action, ["read", "write", "delete"]);
      const actions = [
        ...new Set(
          operations.filter((each) => each.resource === resource).map(({ effect }) => effect),
        ),
      ];
      if (!actions.includes(action)) {
        problems.push(
          `DISALLOWED_ACTIONS: ${quoted(entry, 80)} has no effect: ${resource} has no ${action} operation. Did you mean ${actions.map((one) => `${resource}:${one}`).join(" or ")}?`,
        );
        return [];
      }
      if (operation === undefined) return [{ resource, action }];
      const named = operations.find(({ id }) => id === operation);
      if (named === undefined) {
        const ids = operations.map(({ id }) => id);
        return unknown("the operation", operation, ids);
      }
      // Such an entry would deny nothing, which the operator cannot have meant.
      if (named.resource !== resource || named.effect !== action) {
        problems.push(
          `DISALLOWED_ACTIONS: ${quoted(entry, 80)} has the wrong resource or action for this operation; it is ${named.resource}:${named.effect}:${named.id}.`,
        );
        return [];
      }
      return [{ resource, action, operation }];
    });
}

const isEffect = (word: string): word is Effect => ["read", "write", "delete"].includes(word);

function secretRefs(
  raw: string | undefined,
  set: (name: string) => string | undefined,
  problems: string[],
) {
  const refs = new Map<string, Secret | undefined>();
  for (const name of (raw ?? "").split(",").map((part) => part.trim())) {
    if (name === "") continue;
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      problems.push(`FIVETRAN_SECRET_REFS: ${quoted(name, 60)} is not the name of a variable.`);
      continue;
    }
    const value = set(name);
    const wrong = value === undefined ? undefined : referencedProblem(name, value.trim());
    if (wrong !== undefined) problems.push(`FIVETRAN_SECRET_REFS: ${wrong}`);
    refs.set(name, value === undefined || value === "" ? undefined : new Secret(value));
  }
  return refs;
}

function webAddress(name: string, raw: string | undefined, problems: string[]) {
  if (raw !== undefined && !/^https?:$/.test(URL.canParse(raw) ? new URL(raw).protocol : "")) {
    problems.push(`${name} is ${quoted(raw, 80)}; it must be an http or https address.`);
  }
  return raw;
}

/**
 * An empty list is refused, because it would limit nothing without anyone noticing. So is an entry in quotes or with a
 * placeholder: as a denial, it would deny nothing.
 */
function list(name: string, raw: string | undefined, problems: string[]): string[] {
  const entries = (raw ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  if (raw !== undefined && entries.length === 0)
    problems.push(`${name} is set, but contains no value.`);
  return entries.filter((entry) => {
    const wrong = placeholderProblem(`An entry of ${name}`, entry.replace(/^!/, ""));
    if (wrong !== undefined) problems.push(wrong);
    return wrong === undefined;
  });
}

function groups(raw: string | undefined, problems: string[]): Set<string> {
  const ids = list("FIVETRAN_GROUPS", raw, problems);
  for (const id of ids) {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/.test(id)) {
      problems.push(`FIVETRAN_GROUPS: ${quoted(id, 60)} is not a group id.`);
    }
  }
  return new Set(ids);
}

function connectors(raw: string | undefined, problems: string[]): ConnectorRule | undefined {
  const entries = list("FIVETRAN_CONNECTORS", raw, problems);
  for (const entry of entries) {
    if (/^!?[^!/\s]{1,200}$/u.test(entry)) continue;
    problems.push(
      `FIVETRAN_CONNECTORS: ${quoted(entry, 60)} is not an id or a name of a connector; names may have * and ?, and ! before an entry denies it.`,
    );
  }
  return entries.length === 0 ? undefined : connectorRule(entries);
}

function hourlyLimit(raw: string | undefined, problems: string[]): number {
  if (raw === undefined) return 10;
  if (/^\d{1,4}$/.test(raw)) return Number(raw);
  problems.push(`FIVETRAN_HOURLY_LIMIT is ${quoted(raw, 40)}; it must be a number from 0 to 9999.`);
  return 0;
}

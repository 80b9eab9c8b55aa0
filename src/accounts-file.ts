import { statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import * as z from "zod";
import { errorCode, fullPath, readText } from "./base/files.js";
import { compileGlob } from "./base/glob.js";
import { type Credentials, Secret } from "./base/secret.js";
import { bare, credentialProblem, placeholderProblem, quoted } from "./base/text.js";
import { type Grant, GrantFields } from "./engine/policy.js";

/** An account in the operator's accounts file. */
export interface NamedAccount {
  name: string;
  credentials: Credentials;
  /** The secret of the account's webhooks, for a server that watches the account. */
  webhookSecret?: Secret | undefined;
  grant: Grant;
}

/** Assigns callers to an account. The first rule that matches a caller is used. */
export interface PrincipalRule {
  account: string;
  grant: Grant;
  fits(caller: CallerNames): boolean;
}

/** The names of a caller that rules can match. */
export interface CallerNames {
  key?: string | undefined;
  subject?: string | undefined;
  client?: string | undefined;
}

export interface Accounts {
  accounts: ReadonlyMap<string, NamedAccount>;
  principals: readonly PrincipalRule[];
}

const File = z.strictObject({
  accounts: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "a name has letters, digits, - and _"),
    z.strictObject({
      api_key: z.string(),
      api_secret: z.string(),
      webhook_secret: z.string().optional(),
      ...GrantFields,
    }),
  ),
  principals: z.array(
    z.strictObject({
      key: z.string().min(1).optional(),
      subject: z.string().min(1).optional(),
      client: z.string().min(1).optional(),
      account: z.string(),
      ...GrantFields,
    }),
  ),
});

interface Sources {
  path: string;
  /** Returns the value of a variable. */
  set: (name: string) => string | undefined;
  problems: string[];
}

/**
 * Reads the accounts file. It contains credentials only by reference, so that it can be stored and displayed like
 * other settings.
 */
export function readAccounts(
  path: string,
  set: Sources["set"],
  problems: string[],
): Accounts | undefined {
  const sources = { path, set, problems };
  const before = problems.length;
  const file = parsed(path, problems);
  if (file === undefined) return undefined;
  const accounts = new Map<string, NamedAccount>();
  for (const [name, fields] of Object.entries(file.accounts)) {
    const { api_key, api_secret, webhook_secret, ...grant } = fields;
    const at = (field: string) => `FIVETRAN_ACCOUNTS: ${field} of the account ${bare(name)}`;
    const key = referenced(api_key, at("api_key"), credentialProblem, sources);
    const secret = referenced(api_secret, at("api_secret"), credentialProblem, sources);
    const webhookSecret =
      webhook_secret === undefined
        ? undefined
        : referenced(webhook_secret, at("webhook_secret"), placeholderProblem, sources);
    if (key !== undefined && secret !== undefined) {
      accounts.set(name, { name, credentials: { key, secret }, webhookSecret, grant });
    }
  }
  const secrets = [...accounts.values()].map(({ webhookSecret }) => webhookSecret?.reveal());
  const known = secrets.filter((secret) => secret !== undefined);
  if (new Set(known).size < known.length) {
    problems.push(
      "FIVETRAN_ACCOUNTS: two accounts have the same webhook_secret. Give each account its own secret, so that the program can distinguish their webhooks.",
    );
  }
  const principals = file.principals.map(({ key, subject, client, account, ...grant }, index) => {
    const which = `FIVETRAN_ACCOUNTS: principal ${index + 1}`;
    if (key === undefined && subject === undefined && client === undefined) {
      problems.push(
        `${which} specifies no caller. Give key, subject or client ("*" matches all callers).`,
      );
    }
    if (!Object.hasOwn(file.accounts, account)) {
      problems.push(`${which} uses the account ${quoted(account, 60)}, which is not in the file.`);
    }
    const wanted = Object.entries({ key, subject, client }).flatMap(([field, pattern]) =>
      pattern === undefined ? [] : [{ field, fits: compileGlob(pattern) }],
    );
    const fits = (caller: CallerNames) =>
      wanted.every(({ field, fits }) => {
        const name: unknown = Reflect.get(caller, field);
        return typeof name === "string" && fits(name);
      });
    return { account, grant, fits };
  });
  return problems.length > before ? undefined : { accounts, principals };
}

function parsed(path: string, problems: string[]): z.output<typeof File> | undefined {
  const named = `FIVETRAN_ACCOUNTS ${quoted(path, 200)}`;
  let content: unknown;
  try {
    content = JSON.parse(readText(path));
  } catch (error) {
    // The parser's message could quote the content of the file.
    problems.push(`${named} cannot be read (${errorCode(error) ?? "not JSON"}).`);
    return undefined;
  }
  const { success, data, error } = File.safeParse(content);
  if (success) return data;
  for (const { path: place, message } of error.issues.slice(0, 10)) {
    problems.push(`${named}: ${bare(place.join(".") || "the file")}: ${bare(message)}.`);
  }
  return undefined;
}

function referenced(
  reference: string,
  what: string,
  problemOf: (name: string, value: string) => string | undefined,
  { path, set, problems }: Sources,
): Secret | undefined {
  const checked = (source: string, value: string) => {
    const wrong = problemOf(source, value);
    if (wrong === undefined) return new Secret(value);
    problems.push(`${what}: ${wrong}`);
    return undefined;
  };
  const [, kind, name = ""] = /^(env|file):(.+)$/.exec(reference) ?? [];
  if (kind === "env") {
    const value = set(name)?.trim() ?? "";
    if (value !== "") return checked(name, value);
    problems.push(`${what}: the variable ${quoted(name, 60)} is not set.`);
  } else if (kind === "file") {
    const whole = fullPath(what, name, problems);
    if (whole === undefined) return undefined;
    const file = isAbsolute(whole) ? whole : resolve(path, "..", whole);
    const value = contentOf(file);
    if (value !== "") return checked(`the file ${quoted(file, 200)}`, value);
    problems.push(
      `${what}: the file ${quoted(file, 200)} cannot be read, is empty or is too long.`,
    );
  } else {
    // The value is not repeated, because it may be the credential itself.
    problems.push(
      `${what} is not a reference. Write env:NAME or file:PATH, never the value itself.`,
    );
  }
  return undefined;
}

const LONGEST_SECRET = 4096;

function contentOf(file: string): string {
  try {
    return statSync(file).size > LONGEST_SECRET ? "" : readText(file).trim();
  } catch {
    return "";
  }
}

import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError, inputError } from "../base/errors.js";
import { makeFolder } from "../base/files.js";
import { asFields } from "../base/json.js";
import { type Path, pathText } from "../base/json-schema.js";
import { createRedactor, isMask, isReference, type Redact, Secret } from "../base/secret.js";
import { bare } from "../base/text.js";
import { shownOnce } from "../client/operations/catalog.js";
import { isSecretAt, type Place, placeOf } from "../client/operations/secret-fields.js";
import type { Call, Client, Json, KeptSecrets, Reply } from "../toolkit/define.js";

/** Where secrets are read from and saved, so that a model never has to see one. */
export interface SecretPlaces {
  /**
   * The values that `{"secret_ref":"env:NAME"}` may refer to, by name. The value is undefined if the variable is not
   * set.
   */
  refs: ReadonlyMap<string, Secret | undefined>;
  /** The folder for secrets that Fivetran shows only once. */
  folder: string | undefined;
}

/**
 * Checks the secrets of a plan before the plan is shown for confirmation.
 *
 * @throws AppError of type `input` for an invalid reference, and `policy_denied` if a secret could not be saved.
 */
export function checkSecrets(steps: readonly Call[], places: SecretPlaces): void {
  for (const step of steps) {
    refuseMasks({ ...step.params, body: step.body });
    replaceRefs(step.body, places);
    if (shownOnce(step.operation).length > 0 && places.folder === undefined) throw noSink(step);
  }
}

/**
 * Refuses masks. A mask is displayed in place of a secret, and sending it would replace the secret. The arguments of
 * every change are checked, and so are the requests that the tool creates from them.
 *
 * @throws AppError of type `input` with the path of each mask.
 */
export function refuseMasks(value: unknown): void {
  const paths = masksIn(value, []).map((path) => bare(pathText(path)));
  if (paths.length === 0) return;
  throw inputError(
    paths.length === 1
      ? `${paths[0]} is a masked value. Sending it would replace the stored secret.`
      : `${paths.slice(0, MOST_PATHS).join(", ")} are masked values. Sending them would replace the stored secrets.`,
    "Nothing was sent. To keep the stored secret, leave the field out. To change it, give the new value.",
  );
}

const MOST_PATHS = 5;

function masksIn(value: unknown, path: Path): Path[] {
  if (typeof value === "string") return isMask(value) || hasMask(value) ? [path] : [];
  if (typeof value !== "object" || value === null || isReference(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    masksIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Whether a text is JSON that contains a mask, such as a whole credentials file. */
function hasMask(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  try {
    return masksIn(JSON.parse(text), []).length > 0;
  } catch {
    return false;
  }
}

/** The reply to a change. Secrets that Fivetran shows only once were moved from the reply to a file. */
export interface KeptReply {
  reply: Reply;
  kept?: KeptSecrets | undefined;
}

export type SendWithSecrets = (...args: Parameters<Client["send"]>) => Promise<KeptReply>;

/** Wraps `send`: resolves references to secrets in the request, and saves secrets that the response shows only once. */
export function withSecrets(send: Client["send"], places: SecretPlaces): SendWithSecrets {
  return async (call, options) => {
    const body = replaceRefs(call.body, places);
    const filled: Call = body === undefined ? call : { ...call, body };
    const fields = shownOnce(call.operation);
    if (fields.length === 0) return { reply: await send(filled, options) };
    if (places.folder === undefined) throw noSink(call);
    const { path, file } = await openSink(places.folder, call.operation);
    let written = false;
    try {
      const reply = await send(filled, options);
      const { rest, secrets } = separate(reply.data, fields);
      if (Object.keys(secrets).length === 0) return { reply };
      await file.writeFile(
        `${JSON.stringify({ operation: call.operation, ...secrets }, null, 2)}\n`,
      );
      await file.sync();
      written = true;
      const sha256 = Object.fromEntries(
        Object.entries(secrets).map(([field, value]) => [field, fingerprint(value)]),
      );
      return { reply: { ...reply, data: rest }, kept: { path, sha256 } };
    } finally {
      await file.close();
      if (!written) await rm(path, { force: true });
    }
  };
}

/** Replaces references by their values. The tool's plan has already checked that each is in a field for a secret. */
function replaceRefs(value: Json | undefined, { refs }: SecretPlaces): Json | undefined {
  const visit = (json: Json): Json => {
    if (Array.isArray(json)) return json.map(visit);
    if (typeof json !== "object" || json === null) return json;
    if (!isReference(json)) {
      return Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, visit(inner)]));
    }
    const ref = json.secret_ref;
    const name =
      typeof ref === "string" && Object.keys(json).length === 1
        ? /^env:(\w+)$/.exec(ref)?.[1]
        : undefined;
    if (name === undefined) {
      // The value is not quoted, because it may be the secret itself.
      throw inputError(
        "A secret_ref in the arguments is not a valid reference.",
        'A reference is {"secret_ref":"env:NAME"}, without other fields in the object.',
      );
    }
    if (!refs.has(name)) {
      const listed = [...refs.keys()];
      throw inputError(
        `The secret reference env:${name} is not allowed here.`,
        listed.length > 0
          ? `Allowed names: ${listed.join(", ")}. The operator lists them in FIVETRAN_SECRET_REFS.`
          : "No names are allowed. The operator can allow names in FIVETRAN_SECRET_REFS.",
      );
    }
    const secret = refs.get(name);
    if (secret === undefined) {
      throw inputError(
        `The secret reference env:${name} is allowed, but the variable ${name} is not set.`,
        "The operator must set it where this program runs.",
      );
    }
    return secret.reveal();
  };
  return value === undefined ? undefined : visit(value);
}

/** Creates the file before anything is sent. Otherwise a secret that cannot be saved would be lost. */
async function openSink(
  folder: string,
  operation: string,
): Promise<{ path: string; file: FileHandle }> {
  const path = join(folder, `${operation}-${randomBytes(6).toString("hex")}.json`);
  try {
    makeFolder(folder);
    return { path, file: await open(path, "wx", 0o600) };
  } catch (cause) {
    throw new AppError("config", "The folder for secrets cannot be written to.", {
      state: "Nothing was sent.",
      hint: `Make ${folder} writable, or change FIVETRAN_SECRETS_DIR.`,
      cause,
    });
  }
}

/** Separates the secrets of a response from its other fields. */
function separate(data: unknown, fields: readonly string[]) {
  const shown = ([field, value]: [string, unknown]) =>
    fields.includes(field) && value !== undefined && value !== null;
  const entries = Object.entries(asFields(data));
  const secrets = Object.fromEntries(entries.filter(shown));
  return { secrets, rest: Object.fromEntries(entries.filter((entry) => !shown(entry))) };
}

const fingerprint = (value: unknown) =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);

const noSink = ({ operation }: Call) =>
  new AppError(
    "policy_denied",
    `${operation} returns a secret that is shown only once, but no folder is set for saving it.`,
    {
      state: "Nothing was sent.",
      hint: "The operator must set a folder in FIVETRAN_SECRETS_DIR. Tell the user.",
      facts: { setting: "FIVETRAN_SECRETS_DIR" },
    },
  );

/** Extends a redactor by the secrets in the steps of a plan, because a response from Fivetran may contain them. */
export function redactorOf(steps: readonly Call[], { refs }: SecretPlaces, redact: Redact): Redact {
  const found = [...refs.values()].filter((secret) => secret !== undefined);
  const gather = (value: unknown, place: Place): void => {
    if (typeof value === "object" && value !== null) {
      if (isReference(value)) return;
      for (const [key, inner] of Object.entries(value)) gather(inner, placeOf(place, key));
    } else if (typeof value === "string" && isSecretAt(place)) found.push(new Secret(value));
  };
  for (const step of steps) gather(step.body, {});
  const own = createRedactor(found);
  return (text) => redact(own(text));
}

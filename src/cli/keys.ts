import * as z from "zod";
import { inputError } from "../base/errors.js";
import { bare } from "../base/text.js";
import { GrantFields } from "../engine/policy.js";
import type { AccessKey, KeyStore } from "../store/keys.js";

export interface NewKeyWords {
  groups?: string;
  connectors?: string;
  expiresInDays?: number;
}

export type KeysCommand =
  | ({ action: "create"; name: string } & NewKeyWords)
  | { action: "list" }
  | { action: "revoke"; key: string };

export interface KeysContext {
  keys: KeyStore;
  /** The value of `--scope`. */
  scope: string | undefined;
  json: boolean;
  stdout: NodeJS.WritableStream;
  now: () => Date;
}

/** Creates, lists or revokes the keys of the HTTP server. Returns the exit code. */
export async function keysCommand(command: KeysCommand, context: KeysContext): Promise<number> {
  const { keys, json, stdout } = context;
  const print = (text: string) => void stdout.write(`${text}\n`);
  switch (command.action) {
    case "create": {
      const { record, key } = await keys.create(newKey(command, context));
      const about = view(record, context);
      if (json) print(JSON.stringify({ ...about, key: key.reveal() }));
      else {
        const expiry =
          about.expires_at === null ? "does not expire" : `expires ${about.expires_at}`;
        print(
          `Key ${bare(record.name)} created. The key is shown only once:\n\n${key.reveal()}\n\nAccess: ${limitsOf(record)}. The key ${expiry}.\nClients send the key in the header Authorization: Bearer <key>.`,
        );
      }
      return 0;
    }
    case "list": {
      const all = await keys.list();
      if (json) print(JSON.stringify(all.map((record) => view(record, context))));
      else print(all.length === 0 ? NONE : table(all, context));
      return 0;
    }
    case "revoke": {
      const revoked = await keys.revoke(command.key);
      if (json) print(JSON.stringify(view(revoked, context)));
      else print(`Key ${bare(revoked.name)} (${revoked.id}) is revoked.`);
      return 0;
    }
  }
}

const NONE = "There are no keys. Create one: fivetran-agent keys create <name> --scope read";

const NewKey = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.@-][\w.@ -]{0,63}$/, "takes up to 64 letters, digits, spaces and . _ @ -"),
  ...GrantFields,
});

/**
 * Builds a new key from the options.
 * @throws AppError of type `input` that names the invalid options.
 */
function newKey(
  { name, groups, connectors, expiresInDays }: Extract<KeysCommand, { action: "create" }>,
  { scope, now }: KeysContext,
) {
  const given = {
    name,
    scope: scope?.toLowerCase(),
    groups: list(groups),
    connectors: list(connectors),
  };
  const { success, data, error } = NewKey.safeParse(given);
  if (!success) {
    const [issue] = error.issues;
    const field = String(issue?.path[0] ?? "name");
    throw inputError(
      `keys create: ${field} ${field === "scope" ? "is read, read/write or read/write/delete" : (issue?.message ?? "is invalid")}.`,
      "See fivetran-agent keys create --help.",
    );
  }
  const days = expiresInDays === undefined ? undefined : expiresInDays * 86_400_000;
  return days === undefined
    ? data
    : { ...data, expires_at: new Date(now().getTime() + days).toISOString() };
}

const list = (raw: string | undefined): string[] | undefined =>
  raw
    ?.split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

const view = (record: AccessKey, { keys }: KeysContext) => ({
  id: record.id,
  name: record.name,
  state: keys.stateOf(record),
  scope: record.scope ?? null,
  groups: record.groups ?? null,
  connectors: record.connectors ?? null,
  created_at: record.created_at,
  expires_at: record.expires_at ?? null,
});

function limitsOf({ scope, groups, connectors }: AccessKey): string {
  const parts = [
    ...(scope === undefined ? [] : [`scope ${scope}`]),
    ...(groups === undefined ? [] : [`groups ${groups.map(bare).join(", ")}`]),
    ...(connectors === undefined ? [] : [`connectors ${connectors.map(bare).join(", ")}`]),
  ];
  return parts.length === 0 ? "everything that the server can access" : parts.join("; ");
}

function table(records: readonly AccessKey[], { keys }: KeysContext): string {
  const rows = [
    ["NAME", "ID", "STATE", "LIMITS", "CREATED", "EXPIRES"],
    ...records.map((record) => [
      bare(record.name),
      record.id,
      keys.stateOf(record),
      keys.stateOf(record) === "damaged" ? "refused" : limitsOf(record),
      record.created_at.slice(0, 10),
      record.expires_at?.slice(0, 10) ?? "never",
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

import type { Json } from "../../../base/json.js";
import type { Body, ChangeRow, GroupScope, ReadId, Unverifiable, Verification } from "../row.js";

/** The time that Fivetran may take to begin its response, in milliseconds. */
export const RESPONSE_MS = {
  read: 30_000,
  // Fivetran waits about 60 s for a running sync to stop before it responds.
  change: 75_000,
  source: 75_000,
  slow: 150_000,
  reload: 15 * 60_000,
} as const;

export const edit = { repeat: "idempotent", asks: true } as const;
export const remove = { ...edit, irreversible: true } as const;
export const create = { repeat: "creates", asks: true, responseMs: RESPONSE_MS.slow } as const;
/** Creating a new secret invalidates the one in use. */
export const mint = { repeat: "mints-secret", asks: true, irreversible: true } as const;
export const test = (asks: ChangeRow["asks"]) =>
  ({
    repeat: (body: Body) => (trusts(body) ? "idempotent" : "probe"),
    asks,
    quota: "tests",
    responseMs: RESPONSE_MS.slow,
  }) as const;

/** The fields of a JSON object. Empty for any other value. */
export const fieldsOf = (json: Json | undefined): Body =>
  typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};

/**
 * Whether a body has a field that is not in this list. Fields that Fivetran adds later therefore need a confirmation.
 */
export const otherThan = (...harmless: string[]) => {
  const known = new Set(harmless);
  return (body: Body): boolean => Object.keys(body).some((field) => !known.has(field));
};
export const isTruthy = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== false && value !== "false";
export const trusts = (body: Body): boolean =>
  isTruthy(body["trust_certificates"]) || isTruthy(body["trust_fingerprints"]);
/** Fivetran runs the setup tests unless the body disables them. */
export const runsTests = (body: Body): boolean => body["run_setup_tests"] !== false;

export const ofConnection: GroupScope = ["connection:connectionId"];
export const ofDestination: GroupScope = ["group:destinationId"];
export const ofGroup: GroupScope = ["group:groupId"];
/** A log service has the same id as its group. */
export const ofLog: GroupScope = ["group:logId"];

export const fields = (read: ReadId): Verification => ({ read, how: "fields" });
export const gone = (read: ReadId): Verification => ({ read, how: "gone" });
export const exists = (read: ReadId): Verification => ({ read, how: "exists" });
/** `from` maps the path parameters of the read to fields of the body. */
export const member = (read: ReadId, from: Readonly<Record<string, string>>): Verification => ({
  read,
  how: "member",
  from,
});
export const listed = (
  read: ReadId,
  match: NonNullable<Verification["match"]>,
  rest: Pick<Verification, "filter"> = {},
): Verification => ({ read, how: "listed", match, ...rest });
export const sameName = (body: Body) => ({ name: body["name"] });
export const sameGroup = (body: Body) => ({ group_id: body["group_id"] });

export const unverifiable = (reason: string): Unverifiable => ({ unverifiable: reason });
export const testsLeaveNoTrace = unverifiable(
  "The API does not show whether the tests ran. Run them again.",
);
export const secretsReadAlike = unverifiable(
  "The API does not show whether the secret was replaced.",
);

import { nearest } from "../base/nearest.js";
import { quoted } from "../base/text.js";

/**
 * Returns the names that are not settings. One that sounds like a limit or is similar to a setting is a problem instead,
 * because it would have no effect.
 */
export function unknownSettings(
  names: readonly string[],
  given: {
    known: readonly string[];
    set: (name: string) => string | undefined;
    references: string | undefined;
  },
  problems: string[],
): string[] {
  const { known } = given;
  const referenced = (given.references ?? "").split(",").map((name) => name.trim());
  const unknown = [...new Set(names)].filter(
    (name) => /^(FIVETRAN_|DISALLOWED_)/i.test(name) && ![...known, ...referenced].includes(name),
  );
  return unknown.filter((name) => {
    const upper = name.toUpperCase();
    if (known.includes(upper)) {
      // On Windows the names of variables are case-insensitive, so both have the same value.
      if (given.set(upper) !== given.set(name)) {
        problems.push(`${quoted(name, 60)} is not a setting. Write it as ${upper}.`);
      }
      return false;
    }
    if (THIRD_PARTY.has(upper)) return true;
    const bare = (setting: string) =>
      setting.replace(/^(FIVETRAN|DISALLOWED)_/, "").replaceAll("_", "");
    const limits = LIMIT_WORDS.test(upper);
    const [near] = nearest(bare(upper), limits ? LIMITS : known, bare, 1);
    if (near === undefined && !limits) return true;
    // Another program may need the same credentials under another name, such as FIVETRAN_APIKEY.
    if (near?.startsWith("FIVETRAN_API_") && given.set(near)) return true;
    const instead =
      near === undefined
        ? "To limit this program, use FIVETRAN_READ_ONLY, FIVETRAN_SCOPE, DISALLOWED_ACTIONS, FIVETRAN_GROUPS or FIVETRAN_CONNECTORS."
        : `Did you mean ${near}?`;
    problems.push(`${quoted(name, 60)} is not a setting. ${instead}`);
    return false;
  });
}

/** Variables of the Connector SDK, of Dagster and of Fivetran's own server, which may be set in the same environment. */
const THIRD_PARTY: ReadonlySet<string> = new Set([
  "FIVETRAN_CONFIGURATION",
  "FIVETRAN_STATE",
  "FIVETRAN_DESTINATION_NAME",
  "FIVETRAN_CONNECTION_NAME",
  "FIVETRAN_ACCOUNT_ID",
  "FIVETRAN_AUTH_ISSUER",
]);

/** Words in the names of settings that limit a program, such as FIVETRAN_ALLOW_WRITES of Fivetran's own server. */
const LIMIT_WORDS =
  /ALLOW|APPRO|BLOCK|CHANGE|CONFIRM|DELET|DENI|DENY|DISABLE|DRY_?RUN|ENABLE(?!D?$)|EXCLU|FORBID|GUARD|INCLU|PERMI|PROTECT|READ_?ONLY|RESTRICT|SAFE|SCOPE|WRIT|_(MODE|READ|RO)(_|$)/;

const LIMITS = [
  "FIVETRAN_READ_ONLY",
  "FIVETRAN_SCOPE",
  "DISALLOWED_ACTIONS",
  "FIVETRAN_GROUPS",
  "FIVETRAN_CONNECTORS",
  "FIVETRAN_CONFIRM",
  "FIVETRAN_APPROVAL",
];

import { isObject, type JsonObject } from "../world/json.js";
import { failing, type ScriptedTest } from "../world/model.js";
import { UNKNOWN_HOST_KEY, UNTRUSTED_CERTIFICATE } from "./samples.js";

/** A value that makes a setup test fail, as long as the configuration contains it. */
interface Trigger {
  /** The failure, and a description of the values that cause it. */
  failure: string;
  values: string;
  word: string;
  /** Matches the names of the fields whose values are checked. */
  fields: RegExp;
  test: ScriptedTest;
}

const HOSTS = /host|server|endpoint|url|domain|account|address|broker/;
const NAMING = /^(schema|schema_prefix|table|table_group_name)$/;

/** The triggers of connections and destinations, except those for secrets. */
const OF_VALUES: readonly Trigger[] = [
  {
    failure: "unreachable host",
    values: "hosts that start with `unreachable`",
    word: "unreachable",
    fields: HOSTS,
    test: failing("Connecting to the host", "The host does not respond", undefined),
  },
  {
    failure: "untrusted certificate",
    values: "hosts that start with `untrusted`",
    word: "untrusted",
    fields: HOSTS,
    test: failing(
      "Validating the certificate",
      "The certificate of the server is not trusted yet",
      "certificate",
      [UNTRUSTED_CERTIFICATE],
    ),
  },
  {
    failure: "unknown host key",
    values: "tunnel hosts that start with `unknown`",
    word: "unknown",
    fields: /tunnel_?host/,
    test: failing(
      "Validating the host key of the SSH tunnel",
      "The host key of the SSH server is not known yet",
      "fingerprint",
      [UNKNOWN_HOST_KEY],
    ),
  },
  {
    failure: "missing permission",
    values: "users and roles that start with `denied`",
    word: "denied",
    fields: /user|role|principal|email|login|client_id|account|project/,
    test: failing("Checking the permissions", "A permission is missing", undefined),
  },
  {
    failure: "wrong database",
    values: "databases that start with `missing`",
    word: "missing",
    fields: /database|catalog|warehouse|project|bucket|dataset|container|db|sid|path/,
    test: failing("Checking the database", "The database does not exist", undefined),
  },
];

/** Every failure of a setup test that can be caused, with its cause. */
export const TRIGGERS: readonly { failure: string; values: string }[] = [
  {
    failure: "wrong secret",
    values: "secrets that start with `wrong`, and asterisks sent as a secret",
  },
  ...OF_VALUES.map(({ failure, values }) => ({ failure, values })),
];

/** Adds the trigger to the message of the test that it fails. */
export function because(test: ScriptedTest, values: string): ScriptedTest {
  const named = `${test.message} (in the sandbox: ${values.replaceAll("`", "'")})`;
  return { ...structuredClone(test), message: named, triggered: true };
}

/** Returns the text fields of a configuration with their values. */
function texts(config: JsonObject): [string, string][] {
  return Object.entries(config).flatMap(([name, value]): [string, string][] => {
    if (typeof value === "string") return NAMING.test(name) ? [] : [[name, value]];
    if (isObject(value)) return texts(value);
    if (!Array.isArray(value)) return [];
    return value.flatMap((entry): [string, string][] =>
      isObject(entry) ? texts(entry) : typeof entry === "string" ? [[name, entry]] : [],
    );
  });
}

/** Returns the setup tests that the values of a configuration make fail. */
export function triggeredBy(config: JsonObject): ScriptedTest[] {
  const values = texts(config).map(([name, value]) => [
    name.toLowerCase(),
    value.replace(/^\w+:\/\//, "").toLowerCase(),
  ]);
  return OF_VALUES.filter(({ word, fields }) =>
    values.some(([name = "", value = ""]) => fields.test(name) && value.startsWith(word)),
  ).map(({ test, values: words }) => because(test, words));
}

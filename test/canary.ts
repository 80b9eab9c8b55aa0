import { expect } from "vitest";

/** Secrets in many forms. Tests plant them and search for them in all output. */
export const CANARY = "c4n4ry-Q7d1fObx94";
export const PLAIN = {
  url: "https://admin:url-p4ssword@db.example.com/x",
  jdbc: "jdbc:sqlserver://db.example.com;user=sa;password=jdbc-p4ssword;encrypt=true",
  key: "-----BEGIN RSA PRIVATE KEY-----\nMIIEkeym4terial\n-----END RSA PRIVATE KEY-----",
  cut: "tail0fTheKeym4terial==\n-----END PRIVATE KEY-----",
  header: "Authorization: Bearer be4rer-t0ken-value",
};
const bytes = Buffer.from(CANARY);
export const FORMS = [
  CANARY,
  CANARY.toUpperCase(),
  bytes.toString("base64"),
  Buffer.from(`key:${CANARY}`).toString("base64"),
  bytes.toString("hex"),
  bytes.toString("hex").replace(/../g, "%$&"),
  ...Object.values(PLAIN),
];
// Lengths near the limits at which texts are clipped, so that the cut is inside the secret.
export const LENGTHS = [0, 108, 110, 148, 150, 188, 190, 288, 290, 488, 490, 1990];

/** Returns every piece of eight characters of a form, in lower case. None may appear in output. */
const pieces = (form: string) =>
  Array.from({ length: form.length - 7 }, (_, at) => form.slice(at, at + 8).toLowerCase());
const FORBIDDEN = [
  ...[CANARY, bytes.toString("base64").slice(0, -4), bytes.toString("hex")].flatMap(pieces),
  "url-p4ssword",
  "jdbc-p4ssword",
  "keym4terial",
  "be4rer-t0ken-value",
];

/** Expects that no piece of the secret is in a text. */
export function clean(text: string, where: string) {
  const lower = text.toLowerCase();
  expect(
    FORBIDDEN.filter((piece) => lower.includes(piece)),
    where,
  ).toEqual([]);
}

const TEXTS = /message|title|description|reason|details|display_name|created_by|reason_code/;

/**
 * Returns a function that rewrites responses. It puts a secret into each text, and adds a key that
 * is a secret to each record. With `steady`, a repeated response gets the same secrets, so that the
 * state of a plan does not change.
 */
export function planting({ steady }: { steady: boolean }) {
  let at = 0;
  const next = () => {
    at += 1;
    const length = LENGTHS[at % LENGTHS.length] ?? 0;
    return `${"y ".repeat(length).slice(0, length)}${FORMS[at % FORMS.length]}`;
  };
  const plant = (value: unknown, key = ""): unknown => {
    if (Array.isArray(value)) return value.map((item) => plant(item, key));
    if (typeof value === "string") return TEXTS.test(key) ? `${value} ${next()}` : value;
    if (typeof value !== "object" || value === null) return value;
    const fields = Object.entries(value);
    // An object that contains only objects is a map of names.
    const isRecord = fields.some(([, inner]) => typeof inner !== "object");
    return {
      ...Object.fromEntries(fields.map(([name, inner]) => [name, plant(inner, name)])),
      ...(isRecord ? { field_of_tomorrow: next(), [`key ${next()}`]: "x" } : {}),
    };
  };
  return (_: string, body: string) => {
    if (steady) at = 0;
    return body === "" ? body : JSON.stringify(plant(JSON.parse(body)));
  };
}

/** Response headers with a secret in their value, and one with a secret as its name. */
export const HEADERS = {
  "x-request-id": CANARY,
  "www-authenticate": `Bearer realm="${PLAIN.url}"`,
  "set-cookie": `session=${CANARY}; Path=/`,
  location: `https://api.example.com/?key=${CANARY}`,
  warning: `199 - "${PLAIN.header}"`,
  [`x-${CANARY}`]: PLAIN.jdbc,
};

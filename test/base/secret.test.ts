import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createRedactor,
  decodeKeyPair,
  isMask,
  redactedJson,
  redacting,
  Secret,
} from "../../src/base/secret.js";
import { sanitize } from "../../src/base/text.js";
import { holds } from "../holds.js";

test("a secret prints as a mask wherever it ends up", () => {
  const secret = new Secret("hunter2hunter2");
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }),
    `${[secret]}`,
  ];
  expect(shown.join("\n")).not.toContain("hunter2");
  expect(secret.reveal()).toBe("hunter2hunter2");
  expect(Object.keys(secret)).toEqual([]);
});

/** A value that is neither part of the mask nor of the words around it. */
const value = fc
  .string({ unit: "binary", minLength: 8, maxLength: 40 })
  .filter((text) => text.trim().length >= 8 && !"[redacted]".includes(text));
const around = fc.string({ maxLength: 12 });
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a known secret", () => {
  const forms: [string, (text: string) => string][] = [
    ["as it is", (text) => text],
    ["in Base64", base64],
    ["in Base64 without padding", (text) => base64(text).replace(/=+$/, "")],
    ["in Base64 for URLs", (text) => Buffer.from(text).toString("base64url")],
    ["URL-encoded", (text) => encodeURIComponent(Buffer.from(text).toString())],
    [
      "URL-encoded in lower case",
      (text) =>
        encodeURIComponent(Buffer.from(text).toString()).replace(/%../g, (hex) =>
          hex.toLowerCase(),
        ),
    ],
    ["in a form", (text) => new URLSearchParams([["k", text]]).toString().slice(2)],
    ["inside JSON", (text) => JSON.stringify(text).slice(1, -1)],
  ];
  test.each(forms)("does not survive %s", (_, form) => {
    holds(
      fc.property(value, around, around, (secret, before, after) => {
        const text = before + form(secret) + after;
        expect(createRedactor([new Secret(secret)])(text)).not.toContain(form(secret));
      }),
      200,
    );
  });

  test("does not survive in the Base64 of something longer", () => {
    const plain = fc.string({ minLength: 12, maxLength: 40 });
    holds(
      fc.property(plain, around, around, (secret, before, after) => {
        fc.pre(secret.trim() === secret);
        const out = createRedactor([new Secret(secret)])(base64(before + secret + after));
        expect(out).toContain("[redacted]");
      }),
      200,
    );
  });

  test("hides its neighbour in an Authorization header too", () => {
    const redact = createRedactor([new Secret("s3cr3t-s3cr3t")]);
    const header = `Authorization: Basic ${base64("key-of-mine:s3cr3t-s3cr3t")}`;
    expect(redact(header)).toBe("Authorization: Basic [redacted]");
  });

  test("that overlaps another leaves no rest behind", () => {
    const redact = createRedactor([new Secret("abcdefgh"), new Secret("fghijklm")]);
    expect(redact("x abcdefghijklm y")).toBe("x [redacted] y");
    expect(
      createRedactor([new Secret("redacted"), new Secret("other-one")])("other-one redacted"),
    ).toBe("[redacted] [redacted]");
  });

  test("with a newline at its end is known without it", () => {
    expect(createRedactor([new Secret("hunter2hunter2\n")])("it is hunter2hunter2.")).toBe(
      "it is [redacted].",
    );
  });

  test("of seven characters is left alone", () => {
    expect(createRedactor([new Secret("abcdefg"), new Secret("")])("abcdefg")).toBe("abcdefg");
  });

  test.each([
    ["in another letter case", (text: string) => text.toUpperCase()],
    ["in hexadecimal", (text: string) => Buffer.from(text).toString("hex")],
    ["in capital hexadecimal", (text: string) => Buffer.from(text).toString("hex").toUpperCase()],
    [
      "each byte percent-encoded",
      (text: string) => Buffer.from(text).toString("hex").replace(/../g, "%$&"),
    ],
    ["in Base64 of another letter case", (text: string) => base64(text.toUpperCase())],
    ["in JSON inside JSON", (text: string) => JSON.stringify(JSON.stringify(text))],
  ])("does not survive %s", (_, form) => {
    const secret = 'hunter2-"hunter2';
    const out = createRedactor([new Secret(secret)])(`before ${form(secret)} after`);
    expect(out).toMatch(/^before \W*\[redacted\]\W* after$/);
  });

  test("is redacted before a text is clipped", () => {
    const redact = createRedactor([new Secret("hunter2hunter2")]);
    for (const length of [10, 14, 20, 24]) {
      expect(redacting(redact, () => sanitize("it is hunter2hunter2.", length))).not.toContain(
        "hunt",
      );
    }
  });

  test("may hold half a character", () => {
    expect(() => createRedactor([new Secret("half\ud800half")])("text")).not.toThrow();
  });
});

describe("secret-looking shapes", () => {
  const redact = createRedactor([]);
  test.each([
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "[redacted]"],
    ["-----BEGIN PRIVATE KEY-----\\nMIIE cut off", "[redacted]"],
    ["token eyJhbGciOiJI.eyJzdWIiOiIx.c2ln end", "token [redacted] end"],
    ["Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l", "Authorization: Basic [redacted]"],
    ["bearer abc123def456", "bearer [redacted]"],
    ["Bearer AbCdEfGhIjKl", "Bearer [redacted]"],
    ["AKIAIOSFODNN7EXAMPLE", "[redacted]"],
    ["fvc1_abcdefghijklmnopqrstuvwxyz", "fvc1_[redacted]"],
    ["https://x.io/a?sig=abc%2Fdef&b=1", "https://x.io/a?sig=[redacted]&b=1"],
    ["https://x.io/#access_token=abcdef", "https://x.io/#access_token=[redacted]"],
    ["https://x.io/?X-Amz-Signature=abcdef", "https://x.io/?X-Amz-Signature=[redacted]"],
    ["postgres://me:pa55@db.io/x", "postgres://[redacted]@db.io/x"],
    ["postgres://me:p@55@db.io/x", "postgres://[redacted]@db.io/x"],
    ["redis://:pa55@cache", "redis://[redacted]@cache"],
    ["https://me:pa/55@db.io/x", "https://[redacted]@db.io/x"],
    ["MIIEkey==\n-----END PRIVATE KEY----- rest", "[redacted] rest"],
    [
      "jdbc:x://h:1/db;user=sa;password=pa55;a=b",
      "jdbc:x://h:1/db;user=sa;password=[redacted];a=b",
    ],
    ["host=h password='p a 55' x=1", "host=h password=[redacted] x=1"],
    ["spring.datasource.password=pa55", "spring.datasource.password=[redacted]"],
    ["AccountKey=abc==;Suffix=net", "AccountKey=[redacted];Suffix=net"],
    ["password=true-pa55 x=1", "password=[redacted] x=1"],
    ["jdbc:oracle:thin:scott/tiger1@//db:1/o", "jdbc:oracle:thin:[redacted]@//db:1/o"],
    ["Server=h;Pwd={pa;55};x=1", "Server=h;Pwd=[redacted];x=1"],
    ["password='pa''55' x=1", "password=[redacted] x=1"],
    ['password="pa\\"55" x', "password=[redacted] x"],
    [':password=>"pa55 x"', ":password=>[redacted]"],
    ['{"password":"pa\\"55","a":1}', '{"password":"[redacted]","a":1}'],
    ['{\\"password\\":\\"pa\\\\\\"55\\",\\"a\\":1}', '{\\"password\\":\\"[redacted]\\",\\"a\\":1}'],
    ["{'password': 'pa55 x'}", "{'password': '[redacted]'}"],
    ["<db:password>pa55</db:password>", "<db:password>[redacted]</db:password>"],
    ["password: hunter2hunter2", "password: [redacted]"],
    ["AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMI/K7", "AWS_SECRET_ACCESS_KEY: [redacted]"],
    ["X-Api-Key: abc123def456", "X-Api-Key: [redacted]"],
    ["psql --password hunter2hunter2 db", "psql --password [redacted] db"],
    ["login with password 'hunter2'", "login with password [redacted]"],
    ["IDENTIFIED BY 'hunter2'", "IDENTIFIED BY [redacted]"],
    ["Authorization: Token abc123def456", "Authorization: Token [redacted]"],
    ["authorization=Bearer%20abc123def456", "authorization=Bearer%20[redacted]"],
    ["SigV4 x, Signature=abcdef", "SigV4 x, Signature=[redacted]"],
    ["Set-Cookie: session=abcdef; Path=/", "Set-Cookie: session=[redacted]; Path=/"],
    ["https://hunter2hunter2@h.io/x", "https://[redacted]@h.io/x"],
    ["https://me%3Apa55@h.io/x", "https://[redacted]@h.io/x"],
    ["?to=https%3A%2F%2Fme%3Apa55%40h.io%2Fx", "?to=https%3A%2F%2F[redacted]@h.io%2Fx"],
    ["https:\\/\\/me:pa55@h.io\\/x", "https:\\/\\/[redacted]@h.io\\/x"],
    ["postgres://me:pa55@[2001:db8::1]:5432/x", "postgres://[redacted]@[2001:db8::1]:5432/x"],
    ["-----BEGIN%20PRIVATE%20KEY-----%0AMIIE&a=1", "[redacted]&a=1"],
    ["key dapi0123456789abcdef0123456789abcdef.", "key [redacted]."],
    ["AIzaSyA1234567890abcdefghijklmnopqrstuv", "[redacted]"],
    ["shpat_0123456789abcdef0123456789abcdef", "[redacted]"],
    ['{"user":"a","password":"pa55"}', '{"user":"a","password":"[redacted]"}'],
  ])("%j", (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  test.each([
    "Basic authentication is required",
    "Authorization: required",
    "password: must have 12 characters",
    "config.password: a secret, hidden → secret from env:DB_PASSWORD2",
    "token: env:API_TOKEN_2",
    "primary_key: customer_id_2",
    "the password 'is required' here",
    "ssh://git@github.com/x",
    "tokens: 12345678",
    "Bearer Authentication failed.",
    "bearer credentials, please",
    "https://fivetran.com/docs?page=2",
    "https://api.fivetran.com:443/v1/connections",
    "me@example.com: hello",
    "orders_pg is stale",
    "config.password = a hidden secret",
    "config.password = a secret (not shown)",
    "config.password = a new secret (not shown)",
    "active=true has_api_key=false",
    'config.password="[redacted]" config.token=******',
    '{"secret_ref":"env:NAME"}',
    "https://api.fivetran.com:443/v1/x?mail=me@example.com",
  ])("%j stays", (text) => {
    expect(redact(text)).toBe(text);
  });

  test("hostile texts are redacted without backtracking", () => {
    for (const part of [
      'password="\\"',
      "password='''",
      '\\"password\\":\\"a\\\\',
      "token: a",
      "://a%3a",
      ":%2f%2fa",
      "jdbc:oracle:a:b/",
      "authorization: a ",
      "-eyJaaaaaaaa",
      "://a:",
      "Bearer ",
      "?a.",
      "-----BEGIN PRIVATE KEY-----",
    ]) {
      const text = part.repeat(20_000);
      expect(redact(text).length).toBeLessThanOrEqual(text.length);
    }
  });
});

test.each([
  "******",
  "a***b",
  "[REDACTED]",
  "<redacted>",
  "{{redacted}}",
  "[masked]",
  "••••",
  "····",
  "＊＊＊＊",
  "\\u2022\\u2022\\u2022",
  "%2A%2A%2A%2A",
  "%5Bredacted%5D",
  "[\u200bredacted]",
  "Secret, hidden",
  "https://[redacted]@h.io",
])("%j is a mask", (text) => expect(isMask(text)).toBe(true));

test.each([
  // An example from Fivetran's own documentation.
  "XXXXXXXX",
  "hidden_gems",
  "*",
  "orders_*",
  "**/x.csv",
  "xxl",
  "·",
  "redacted_orders",
  // Names that real schemas and tables have.
  "masked",
  "redacted",
])("%j is not a mask", (text) => expect(isMask(text)).toBe(false));

test.each<[string, string, [string, string] | undefined]>([
  ["Base64 of a key and a secret", btoa("key:secret"), ["key", "secret"]],
  ["the same without padding", btoa("key:secret").replace(/=+$/, ""), ["key", "secret"]],
  ["the line that echo ends", btoa("key:secret\n"), ["key", "secret"]],
  ["a file of Windows with a mark", btoa("\u00ef\u00bb\u00bfkey: secret\r\n"), ["key", "secret"]],
  ["an encoding on two lines", btoa("key:sec").replace("On", "O\r\nn"), ["key", "sec"]],
  ["a plain key", "aPlainKey123", undefined],
  ["Base64 without a colon", btoa("keysecret"), undefined],
  ["Base64 without a key", btoa(":secret"), undefined],
  ["Base64 without a secret", btoa("key:"), undefined],
  ["Base64 of a key and white space", btoa("key: \n"), undefined],
])("a key pair: %s", (_, encoded, parts) => {
  const pair = decodeKeyPair(encoded);
  expect(pair && [pair.key.reveal(), pair.secret.reveal()]).toEqual(parts);
});

test("JSON for a file has no secrets, in keys and values at any depth", () => {
  const token = "Bearer be4rer-t0ken-value";
  const value = { [token]: [{ inner: token, plain: 1 }], plain: null };
  const text = redactedJson(value, 2);
  expect(text).not.toContain("be4rer");
  const masked = "Bearer [redacted]";
  expect(JSON.parse(text)).toEqual({ [masked]: [{ inner: masked, plain: 1 }], plain: null });
});

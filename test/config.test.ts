import { homedir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../src/base/errors.js";
import { operation, operationIds, resources } from "../src/client/operations/catalog.js";
import { type Flags, loadConfig, OPTIONS } from "../src/config.js";
import { holds } from "./holds.js";

const known = () => ({ resources: resources(), operations: operationIds.map(operation) });
const load = (env: Record<string, string>, flags: Flags = {}) => loadConfig(flags, env, known);

function problems(env: Record<string, string>, flags: Flags = {}): string[] {
  try {
    load(env, flags);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.type !== "config") throw error;
    return error.message.split("\n").slice(1);
  }
}

test("nothing set is a configuration: read and write, by token, of the real account", () => {
  expect(load({})).toMatchObject({
    credentials: undefined,
    apiUrl: "https://api.fivetran.com",
    sandbox: false,
    policy: { scope: "read/write", readOnly: false, denied: [], groups: new Set() },
    confirm: "default",
    approval: "token",
    auditLog: undefined,
    stateDir: join(homedir(), ".local", "state", "fivetran-agent"),
  });
  expect(load({ XDG_STATE_HOME: "/x" }).stateDir).toBe(join("/x", "fivetran-agent"));
});

test("credentials are a pair, or Base64 of it in the key alone", () => {
  const pair = (env: Record<string, string>) => {
    const { credentials } = load(env);
    return [credentials?.key.reveal(), credentials?.secret.reveal()];
  };
  expect(pair({ FIVETRAN_API_KEY: " k ", FIVETRAN_API_SECRET: "s" })).toEqual(["k", "s"]);
  expect(pair({ FIVETRAN_API_KEY: btoa("k:s:t") })).toEqual(["k", "s:t"]);
  for (const env of [
    { FIVETRAN_API_KEY: "alone" },
    { FIVETRAN_API_KEY: btoa("no colon") },
    { FIVETRAN_API_SECRET: "alone" },
  ]) {
    expect(problems(env)).toHaveLength(1);
  }
});

test("no problem and no configuration shows a secret", () => {
  const secret = "0123456789abcdef-secret";
  const shown = JSON.stringify(
    load({ FIVETRAN_API_KEY: "key-key-key", FIVETRAN_API_SECRET: secret }),
  );
  expect(shown).not.toMatch(/key-key-key|0123456789abcdef/);
  expect(problems({ FIVETRAN_API_KEY: secret }).join()).not.toContain(secret);
});

describe("the address", () => {
  test.each([
    ["https://api.fivetran.com", "https://api.fivetran.com"],
    ["https://api.fivetran.com/v1/", "https://api.fivetran.com"],
    ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
    ["http://localhost:4010/v1", "http://localhost:4010"],
    ["https://[::1]:4010", "https://[::1]:4010"],
  ])("%s is taken", (raw, origin) => {
    expect(load({ FIVETRAN_API_URL: raw }).apiUrl).toBe(origin);
  });

  test.each([
    "http://api.fivetran.com",
    "https://api.fivetran.com.example.com",
    "https://api.fivetran.com:8443",
    "https://key:secret@api.fivetran.com",
    "https://user@127.0.0.1:4010",
    "https://api.fivetran.com/v2",
    "https://api.fivetran.com/?x=1",
    "https://127.0.0.1.example.com",
    "http://10.0.0.1",
    "ftp://127.0.0.1",
    "api.fivetran.com",
    "file:///etc/passwd",
  ])("%s is not", (raw) => {
    expect(problems({ FIVETRAN_API_URL: raw })).toEqual([
      expect.stringContaining("FIVETRAN_API_URL must be https://api.fivetran.com"),
    ]);
  });

  test("no other host gets in", () => {
    holds(
      fc.property(fc.webUrl({ withQueryParameters: true }), (raw) => {
        return (
          new URL(raw).host === "api.fivetran.com" ||
          problems({ FIVETRAN_API_URL: raw }).length === 1
        );
      }),
      300,
    );
  });
});

test("flags go before the environment", () => {
  const env = { FIVETRAN_SCOPE: "read", FIVETRAN_READ_ONLY: "false" };
  expect(load(env, { scope: "read/write/delete" }).policy.scope).toBe("read/write/delete");
  expect(load(env, { "read-only": true }).policy.readOnly).toBe(true);
  expect(load({ FIVETRAN_SANDBOX: "0" }, { sandbox: true }).sandbox).toBe(true);
});

test("the sandbox takes no notice of credentials and address, and may delete", () => {
  const config = load(
    { FIVETRAN_API_KEY: "k", FIVETRAN_API_URL: "http://evil.example.com" },
    { sandbox: true },
  );
  expect(config).toMatchObject({
    credentials: undefined,
    policy: { scope: "read/write/delete" },
  });
  expect(load({ FIVETRAN_SCOPE: "read" }, { sandbox: true }).policy.scope).toBe("read");
});

test("every choice that is misspelt is named, all at once", () => {
  const wrong = {
    FIVETRAN_SCOPE: "write",
    FIVETRAN_READ_ONLY: "maybe",
    FIVETRAN_CONFIRM: "some",
    FIVETRAN_APPROVAL: "robot",
    FIVETRAN_LOG: "loud",
    FIVETRAN_SANDBOX: "x",
    FIVETRAN_GROUPS: "fine_one,../up",
    FIVETRAN_SECRET_REFS: "GOOD,9bad",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  };
  const found = problems(wrong);
  expect(found).toHaveLength(Object.keys(wrong).length);
  for (const name of Object.keys(wrong)) {
    expect(found.filter((line) => line.includes(name))).toHaveLength(1);
  }
});

test("a settings file that cannot be read is a problem", () => {
  expect(problems({}, { "env-file": "/no/such/file.env" })).toEqual([
    '- --env-file "/no/such/file.env" cannot be read (ENOENT).',
  ]);
});

test("references may name only what the operator listed", () => {
  const { refs } = load({ FIVETRAN_SECRET_REFS: "A, B", A: "value", C: "other" }).secrets;
  expect([...refs.keys()]).toEqual(["A", "B"]);
  expect(refs.get("A")?.reveal()).toBe("value");
  expect(refs.get("B")).toBeUndefined();
});

test("each option is listed once, and no secret has a flag", () => {
  const names = OPTIONS.map(({ env }) => env);
  expect(new Set(names).size).toBe(names.length);
  const flagged = OPTIONS.filter((option) => "flag" in option).map(({ env }) => env);
  expect(flagged.filter((name) => /KEY|SECRET|TOKEN/.test(name))).toEqual([]);
});

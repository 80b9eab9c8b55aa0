import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../src/base/errors.js";
import { operation, operationIds, resources } from "../src/client/operations/catalog.js";
import { type Flags, loadConfig, OPTIONS } from "../src/config.js";
import { settingsFile as readSettings } from "../src/setting-files.js";
import { temporaryFolder } from "./harness.js";
import { holds } from "./holds.js";

async function settingsFile(content: string | Buffer): Promise<string> {
  const file = join(await temporaryFolder(), "settings.env");
  await writeFile(file, content);
  return file;
}

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
  // As `echo key:secret | openssl base64` prints it.
  const lines = btoa(`${"k".repeat(30)}:${"s".repeat(30)}\n`).replace(/.{64}/, "$&\n");
  expect(pair({ FIVETRAN_API_KEY: lines })).toEqual(["k".repeat(30), "s".repeat(30)]);
  for (const env of [
    { FIVETRAN_API_KEY: "alone" },
    { FIVETRAN_API_KEY: btoa("no colon") },
    { FIVETRAN_API_SECRET: "alone" },
  ]) {
    expect(problems(env)).toHaveLength(1);
  }
});

test("Base64 of key:secret beside a secret is a problem, but a key that happens to decode is not", () => {
  const pair = btoa("abcdefghijklmnop:0123456789abcdef0123456789abcdef");
  for (const secret of [pair, "0123456789abcdef0123456789abcdef"]) {
    expect(problems({ FIVETRAN_API_KEY: pair, FIVETRAN_API_SECRET: secret })).toEqual([
      expect.stringContaining("FIVETRAN_API_KEY is the Base64 of key:secret, so leave out"),
    ]);
  }
  expect(problems({ FIVETRAN_API_KEY: btoa("abc:efghijkl"), FIVETRAN_API_SECRET: "s" })).toEqual(
    [],
  );
});

test.each(["abc,", "abc;", 'ab"c', "ab****cd", "FIVETRAN_API_SECRET=abc", '{"secret"'])(
  "a secret like %s was not copied as it is",
  (secret) => {
    expect(problems({ FIVETRAN_API_KEY: "key-key", FIVETRAN_API_SECRET: secret })).toEqual([
      expect.stringMatching(/^- FIVETRAN_API_SECRET contains .*Set only the value itself\.$/),
    ]);
  },
);

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

test("flags override the environment", () => {
  const env = { FIVETRAN_SCOPE: "read/write", FIVETRAN_READ_ONLY: "false" };
  expect(load(env, { scope: "read" }).policy.scope).toBe("read");
  expect(load({}, { scope: "read/write/delete" }).policy.scope).toBe("read/write/delete");
  expect(load(env, { "read-only": true }).policy.readOnly).toBe(true);
  expect(load({ FIVETRAN_SANDBOX: "0" }, { sandbox: true }).sandbox).toBe(true);
});

test("a flag or a file cannot widen the scope that the environment sets", async () => {
  const file = await settingsFile("FIVETRAN_SCOPE=read/write/delete\n");
  const env = { FIVETRAN_SCOPE: "read" };
  for (const flags of [{ scope: "read/write" }, { scope: "read/write/delete" }]) {
    expect(problems(env, flags)).toEqual([
      expect.stringMatching(
        /wider than FIVETRAN_SCOPE=read\. A flag or a file can only narrow the scope/,
      ),
    ]);
  }
  expect(load(env, { settings: file }).policy.scope).toBe("read");
});

describe("the settings file", () => {
  const TEXT =
    "FIVETRAN_READ_ONLY=true\r\n\tFIVETRAN_SCOPE=read\n# comment\n\nexport OTHER='a b'\n";

  test.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a byte-order mark", Buffer.from(`\ufeff${TEXT}`)],
    ["UTF-16 LE with a byte-order mark", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
    ["UTF-16 LE", Buffer.from(TEXT, "utf16le")],
    ["UTF-16 BE", Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16()],
  ])("is read as %s, its first line included", async (_encoding, content) => {
    const { policy } = load({}, { settings: await settingsFile(content) });
    expect(policy).toMatchObject({ readOnly: true, scope: "read" });
  });

  test("a line that cannot be read is a problem, by number", async () => {
    const file = await settingsFile('FIVETRAN_SCOPE=read\nFIVETRAN_READ_ONLY true\nA="open\n');
    expect(problems({}, { settings: file })).toEqual([
      expect.stringMatching(/: lines 2, 3 are not NAME=value on one line\.$/),
    ]);
  });

  test.each([
    ["export\tFIVETRAN_READ_ONLY=true\nexport  FIVETRAN_SCOPE = read", "read"],
    ["FIVETRAN_READ_ONLY=true # no changes\nFIVETRAN_SCOPE='read' # c", "read"],
    ["FIVETRAN_READ_ONLY=true\nFIVETRAN_READ_ONLY=true\nFIVETRAN_SCOPE=`read`", "read"],
  ])("%j sets the guards", async (text, scope) => {
    const { policy } = load({}, { settings: await settingsFile(text) });
    expect(policy).toMatchObject({ readOnly: true, scope });
  });

  test("two values for one setting, and a # that would cut a value, are problems", async () => {
    const wrong = [
      "FIVETRAN_READ_ONLY=true",
      "FIVETRAN_READ_ONLY=",
      "FIVETRAN_API_KEY=k",
      "FIVETRAN_API_SECRET=ab#cd",
    ];
    expect(problems({}, { settings: await settingsFile(wrong.join("\n")) })).toEqual([
      expect.stringMatching(
        /: line 4 has a # in the value\. If it belongs to the value, put the value in quotes/,
      ),
      expect.stringMatching(/: line 2 gives another value to a setting that an earlier line sets/),
    ]);
    const right = "FIVETRAN_API_KEY=k\nFIVETRAN_API_SECRET='ab#cd' # mine\n";
    const { credentials } = load({}, { settings: await settingsFile(right) });
    expect(credentials?.secret.reveal()).toBe("ab#cd");
  });

  test.each([
    'DISALLOWED_ACTIONS="connections:delete","groups:delete"',
    "FIVETRAN_CONNECTORS='*','!prod'",
    'FIVETRAN_GROUPS=""a_b""',
    String.raw`FIVETRAN_SCOPE="re\"ad"`,
  ])("%s is a problem: only the first quoted part would be read", async (line) => {
    expect(problems({}, { settings: await settingsFile(`A=1\n${line}\n`) })).toContainEqual(
      expect.stringMatching(
        /: line 2 has text after the closing quote\. Put one pair of quotes around the whole value\.$/,
      ),
    );
  });

  test.each([
    "FIVETRAN_SCOPE='read' # it's all",
    'FIVETRAN_SCOPE="read"#"',
    "FIVETRAN_SCOPE=`read`",
  ])("%s has a comment at most", async (line) => {
    expect(load({}, { settings: await settingsFile(line) }).policy.scope).toBe("read");
  });

  test.each(["DB_PASSWORD=x#y", "export FIVETRAN_GROUPS = a#b", "FIVETRAN_GROUPS=#a_b"])(
    "%s would be cut at the #, even after one character or none",
    async (line) => {
      expect(problems({}, { settings: await settingsFile(line) })).toEqual([
        expect.stringContaining(": line 1 has a # in the value."),
      ]);
    },
  );

  test("a # after a space starts a comment, and so does one that no text follows", async () => {
    const settings = await settingsFile("A=# c\nB= #c\nC=x #c\nD=##\nE=#");
    expect(problems({}, { settings })).toEqual([]);
  });

  test("a variable that is set to nothing leaves what the file sets", async () => {
    const file = await settingsFile("FIVETRAN_GROUPS=a_b\nDISALLOWED_ACTIONS=connections:delete\n");
    const blank = { FIVETRAN_GROUPS: "", DISALLOWED_ACTIONS: " " };
    const { policy } = load(blank, { settings: file });
    expect([...policy.groups]).toEqual(["a_b"]);
    expect(policy.denied).toHaveLength(1);
  });

  test("a file that cannot be read is a problem", () => {
    expect(problems({}, { settings: "/no/such/file.env" })).toEqual([
      '- --settings "/no/such/file.env" cannot be read (ENOENT).',
    ]);
  });

  test.skipIf(process.platform === "win32")(
    "a device without an end is a problem, and so is a pipe that nobody writes to",
    async () => {
      const pipe = join(await temporaryFolder(), "pipe");
      execFileSync("mkfifo", [pipe]);
      const found: string[] = [];
      for (const path of ["/dev/zero", pipe]) readSettings(path, found);
      expect(found).toEqual([
        '--settings "/dev/zero" cannot be read (larger than 32 MB).',
        `--settings ${JSON.stringify(pipe)} cannot be read (nothing was written to the pipe).`,
      ]);
    },
    20_000,
  );

  test.skipIf(process.platform === "win32")(
    "a pipe is read to its end, also if its writer opens it later",
    async () => {
      const pipe = join(await temporaryFolder(), "pipe");
      execFileSync("mkfifo", [pipe]);
      const text = 'sleep 0.1; (printf "FIVETRAN_SCOPE="; sleep 0.1; printf "read\\n") > "$0"';
      const writer = spawn("sh", ["-c", text, pipe]);
      const found: string[] = [];
      expect(readSettings(pipe, found)).toEqual({ FIVETRAN_SCOPE: "read" });
      expect(found).toEqual([]);
      await once(writer, "close");
    },
  );

  test("lines that are not text are a problem", async () => {
    const path = join(await temporaryFolder(), "settings.env");
    const lines = "FIVETRAN_SCOPE=read\nA=caf\xe9\nB=a\0b\n";
    await writeFile(path, Buffer.from(lines, "latin1"));
    const found: string[] = [];
    readSettings(path, found);
    expect(found).toEqual([
      `--settings ${JSON.stringify(path)}: lines 2, 3 contain bytes that are not text. Save the file as UTF-8.`,
    ]);
  });
});

test.each([
  [`$${"{FIVETRAN_API_KEY}"}`, /placeholder "\$\{FIVETRAN_API_KEY\}", which was not replaced/],
  ["$FIVETRAN_API_KEY", /placeholder/],
  ["%FIVETRAN_API_KEY%", /placeholder/],
  ["{{fivetran_key}}", /placeholder/],
  ["<your key>", /placeholder/],
  ["…", /placeholder "…", which was not replaced/],
  ["...", /placeholder/],
  ["xxxxxxxx", /placeholder/],
  ["YOUR_API_KEY", /placeholder/],
  ["my-fivetran-key", /placeholder/],
  ["[key]", /placeholder/],
  ["undefined", /placeholder/],
  ["op://vault/fivetran/key", /placeholder/],
  [`$${"{{ secrets.FIVETRAN_API_KEY }}"}`, /placeholder/],
  ["$(FIVETRAN_API_KEY)", /placeholder/],
  ["$env:FIVETRAN_API_KEY", /placeholder/],
  ["{env:FIVETRAN_API_KEY}", /placeholder/],
  ["{FIVETRAN_API_KEY}", /placeholder/],
  ["#{FIVETRAN_API_KEY}", /placeholder/],
  ["@FIVETRAN_API_KEY@", /placeholder/],
  ["__FIVETRAN_API_KEY__", /placeholder/],
  ["%%FIVETRAN_API_KEY%%", /placeholder/],
  ["process.env.FIVETRAN_API_KEY", /placeholder/],
  ["env.FIVETRAN_API_KEY", /placeholder/],
  ["vars/fivetran_api_key", /placeholder/],
  ["redacted", /placeholder/],
  ["/run/secrets/key", /is the path of a file\. Set the content of the file\.$/],
  ["~/.fivetran/key", /is the path of a file/],
  ["./key.txt", /is the path of a file/],
  ["vault:secret/fivetran", /placeholder/],
  ["secret://fivetran", /placeholder/],
  ["REPLACE_ME", /placeholder/],
  ["insert key here", /placeholder/],
  ["TODO", /placeholder/],
  ["“abc”", /in quotes/],
  ["Bearer abc", /starts with "Bearer"/],
  ["key:secret", /contains a colon, as key:secret does/],
  ["key:", /contains a colon/],
  ["arn:aws:secretsmanager:eu-west-1:1:secret:fivetran", /contains a colon/],
  [String.raw`abc\n`, /contains "\\\\", which is not part of a key or secret/],
  ["@keyvault(key)", /contains "\(", which is not part of a key or secret/],
  ["abc\u200bdef", /contains a space or a character that keys do not have/],
  ['"abc"', /in quotes/],
  ["Basic YTpi", /starts with "Basic"/],
])("the key %s is named for what it is", (FIVETRAN_API_KEY, says) => {
  expect(problems({ FIVETRAN_API_KEY, FIVETRAN_API_SECRET: "s" })).toEqual([
    expect.stringMatching(says),
  ]);
});

test("a secret in Base64 that begins with a slash is a secret", () => {
  const FIVETRAN_API_SECRET = "/u7Yq+8mPz3KdW1vXr5tBn2cHf6jLs9a";
  expect(problems({ FIVETRAN_API_KEY: "k", FIVETRAN_API_SECRET })).toEqual([]);
});

test.each([
  [`*,!$${"{PROD}"}`, /An entry of FIVETRAN_CONNECTORS is the placeholder "\$\{PROD\}"/],
  ["!%PROD%,a*", /An entry of FIVETRAN_CONNECTORS is the placeholder "%PROD%"/],
  ["*,!'prod*'", /An entry of FIVETRAN_CONNECTORS is in quotes/],
  ['!"prod*"', /An entry of FIVETRAN_CONNECTORS is in quotes/],
])("FIVETRAN_CONNECTORS=%s is a problem: the entry would deny nothing", (rule, says) => {
  expect(problems({ FIVETRAN_CONNECTORS: rule })).toEqual([expect.stringMatching(says)]);
});

test.each([
  `$${"{DB_PASSWORD}"}`,
  `$${"{input:db_password}"}`,
  `$${"{{ secrets.DB }}"}`,
  "{{ db_password }}",
  "$DB_PASSWORD",
  "$env:DB_PASSWORD",
  "%DB_PASSWORD%",
  "op://vault/db/password",
])("the placeholder %s does not become the password of a connector", (DB_PASSWORD) => {
  const found = problems({ FIVETRAN_SECRET_REFS: "DB_PASSWORD", DB_PASSWORD });
  expect(found).toEqual([
    "- FIVETRAN_SECRET_REFS: the variable DB_PASSWORD contains a placeholder, which was not replaced. Set it to the secret itself.",
  ]);
});

test.each(["$ecret", "%a%", "<b>", '"q"', "{A}", `a$${"{b}"}`, "jdbc:x://h", "s3cr3t://op://"])(
  "%s can be a password",
  (DB_PASSWORD) => {
    const { refs } = load({ FIVETRAN_SECRET_REFS: "DB_PASSWORD", DB_PASSWORD }).secrets;
    expect(refs.get("DB_PASSWORD")?.reveal()).toBe(DB_PASSWORD);
  },
);

test("the file of a secret can be in UTF-16 and its path start with ~, but it contains no placeholder", async () => {
  const secretIn = async (content: string | Buffer) => ({
    FIVETRAN_WEBHOOK_SECRET: `file:${await settingsFile(content)}`,
  });
  const utf16 = await secretIn(Buffer.from("\ufeffs3cret\r\n", "utf16le"));
  expect(load(utf16).watch.webhookSecret?.reveal()).toBe("s3cret");
  expect(problems(await secretIn("{{ webhook_secret }}\n"))).toEqual([
    expect.stringMatching(/FIVETRAN_WEBHOOK_SECRET: the file ".*" is the placeholder/),
  ]);
  expect(problems({ FIVETRAN_WEBHOOK_SECRET: "file:~/no/such" })).toEqual([
    `- FIVETRAN_WEBHOOK_SECRET: the file "${homedir()}/no/such" cannot be read (ENOENT).`,
  ]);
});

describe("the credentials of an account in FIVETRAN_ACCOUNTS", () => {
  const accounts = async (fields: object, env: Record<string, string>, settings = "") => {
    const path = join(await temporaryFolder(), "accounts.json");
    const account = { api_key: "env:SALES_KEY", api_secret: "env:SALES_SECRET", ...fields };
    await writeFile(path, JSON.stringify({ accounts: { sales: account }, principals: [] }));
    const flags = { settings: await settingsFile(settings) };
    return [
      { SALES_KEY: "k-k", SALES_SECRET: "s", FIVETRAN_ACCOUNTS: path, ...env },
      flags,
    ] as const;
  };
  const at = "FIVETRAN_ACCOUNTS: api_key of the account sales:";

  test.each([
    [`$${"{SALES_KEY}"}`, `SALES_KEY is the placeholder "$${"{SALES_KEY}"}", which was not`],
    ["Basic a2V5", 'SALES_KEY starts with "Basic"'],
    ['"abc"', "SALES_KEY is in quotes"],
    ["key:secret", "SALES_KEY contains a colon"],
  ])("%s is named for what it is, as in FIVETRAN_API_KEY", async (SALES_KEY, says) => {
    expect(problems(...(await accounts({}, { SALES_KEY })))).toEqual([
      expect.stringContaining(`${at} ${says}`),
    ]);
  });

  test.each(["!'prod*'", `!$${"{PROD}"}`])(
    "the connectors of an account cannot have %s, which would deny nothing",
    async (entry) => {
      expect(problems(...(await accounts({ connectors: ["*", entry] }, {})))).toEqual([
        expect.stringMatching(
          /accounts\.sales\.connectors\.1: "is in quotes or is a placeholder that was not replaced"\.$/,
        ),
      ]);
    },
  );

  test("a file is checked too, and its path is read like that of a setting", async () => {
    const secret = await settingsFile("YOUR_API_KEY\n");
    expect(problems(...(await accounts({ api_key: `file:${secret}` }, {})))).toEqual([
      expect.stringContaining(`${at} the file ${JSON.stringify(secret)} is the placeholder`),
    ]);
    expect(problems(...(await accounts({ api_key: "file:~/no/such" }, {})))).toEqual([
      expect.stringContaining(`the file "${homedir()}/no/such" cannot be read`),
    ]);
    expect(problems(...(await accounts({ api_key: "file:$HOME/x" }, {})))).toEqual([
      expect.stringContaining('has the placeholder "$HOME", which was not replaced'),
    ]);
  });

  test("a variable that is set to nothing leaves what the settings file sets", async () => {
    const [env, flags] = await accounts({}, { SALES_KEY: "" }, "SALES_KEY=of-the-file\n");
    const { accounts: found } = load(env, flags);
    expect(found?.accounts.get("sales")?.credentials.key.reveal()).toBe("of-the-file");
  });
});

describe.each(["FIVETRAN_STATE_DIR", "FIVETRAN_AUDIT_LOG", "FIVETRAN_SECRETS_DIR"])(
  "%s",
  (name) => {
    const shown = (path: string) => {
      const { stateDir, auditLog, secrets } = load({ [name]: path });
      return [stateDir, auditLog, secrets.folder];
    };

    test("~ is the home folder, as in a shell", () => {
      expect(shown("~/kept")).toContain(`${homedir()}/kept`);
      expect(shown("a~/~b")).toContain("a~/~b");
    });

    test.each([
      [`$${"{workspaceFolder}"}/kept`, `"$${"{workspaceFolder}"}"`],
      ["$HOME/kept", '"$HOME"'],
      ["%USERPROFILE%\\kept", '"%USERPROFILE%"'],
    ])("%s is a problem: it would be the name of a new folder", (path, placeholder) => {
      expect(problems({ [name]: path })).toEqual([
        `- ${name} has the placeholder ${placeholder}, which was not replaced. Write the whole path.`,
      ]);
    });
  },
);

test("a misspelt setting is a problem with the nearest name, an unrelated one is only reported", () => {
  expect(problems({ FIVETRAN_READONLY: "true" })).toEqual([
    '- "FIVETRAN_READONLY" is not a setting. Did you mean FIVETRAN_READ_ONLY?',
  ]);
  expect(problems({ fivetran_read_only: "true" })).toEqual([
    '- "fivetran_read_only" is not a setting. Write it as FIVETRAN_READ_ONLY.',
  ]);
  expect(problems({ fivetran_read_only: "1", FIVETRAN_READ_ONLY: "1" })).toEqual([]);
  expect(problems({ DISALLOWED_ACTION: "webhooks:write" })).toHaveLength(1);
  expect(problems({ FIVETRAN_GROUP: "g" })).toHaveLength(1);
  expect(problems({ fivetran_read_only: "true", FIVETRAN_READ_ONLY: "false" })).toEqual([
    expect.stringContaining("Write it as FIVETRAN_READ_ONLY."),
  ]);
  expect(load({ FIVETRAN_XYZZY: "1" }).unknownSettings).toEqual(["FIVETRAN_XYZZY"]);
  expect(
    load({ FIVETRAN_SECRET_REFS: "FIVETRAN_KEY_2", FIVETRAN_KEY_2: "x" }).unknownSettings,
  ).toEqual([]);
});

test.each([
  ["FIVETRAN_ALLOW_WRITES", "To limit this program, use FIVETRAN_READ_ONLY, FIVETRAN_SCOPE,"],
  ["FIVETRAN_NO_DELETE", "To limit this program, use"],
  ["FIVETRAN_NO_CHANGES", "To limit this program, use"],
  ["FIVETRAN_DRY_RUN", "To limit this program, use"],
  ["FIVETRAN_PERMISSIONS", "To limit this program, use"],
  ["FIVETRAN_RO", "To limit this program, use"],
  ["DISALLOWED_TOOLS", "Did you mean DISALLOWED_ACTIONS?"],
  ["FIVETRAN_HUMAN_APPROVAL", "Did you mean FIVETRAN_APPROVAL?"],
])("%s, which other programs may take for a limit, is not ignored", (name, instead) => {
  expect(problems({ [name]: "x" })).toEqual([
    expect.stringContaining(`"${name}" is not a setting. ${instead}`),
  ]);
});

test.each([
  "FIVETRAN_CONFIGURATION",
  "FIVETRAN_DESTINATION_NAME",
  "FIVETRAN_CONNECTION_NAME",
  "FIVETRAN_ACCOUNT_ID",
  "FIVETRAN_MCP_ENABLED",
])("%s of another program is only reported", (name) => {
  expect(load({ [name]: "x" }).unknownSettings).toEqual([name]);
});

test("the credentials of the Terraform provider are a problem only if they are the only ones", () => {
  const other = { FIVETRAN_APIKEY: "a", FIVETRAN_APISECRET: "b" };
  expect(
    load({ ...other, FIVETRAN_API_KEY: "key", FIVETRAN_API_SECRET: "secret" }).unknownSettings,
  ).toEqual(Object.keys(other));
  expect(problems(other)).toEqual([
    expect.stringContaining("Did you mean FIVETRAN_API_KEY?"),
    expect.stringContaining("Did you mean FIVETRAN_API_SECRET?"),
  ]);
});

test("a denied action that no operation has is a problem", () => {
  expect(problems({ DISALLOWED_ACTIONS: "hvr:delete" })).toEqual([
    expect.stringMatching(/has no effect: hvr has no delete operation/),
  ]);
});

test("a proxy may be given without a scheme; one that is not an address is a problem without its text", () => {
  expect(load({ HTTPS_PROXY: "proxy.corp:8080" }).proxy.https).toBe("http://proxy.corp:8080");
  expect(load({ https_proxy: "http://user:pw@proxy.corp:8080" }).proxy.https).toBe(
    "http://user:pw@proxy.corp:8080",
  );
  const found = problems({ HTTPS_PROXY: "socks5://user:secret@proxy:1", HTTP_PROXY: "a b" });
  expect(found).toHaveLength(2);
  expect(found.join()).not.toContain("secret");
  expect(problems({ HTTPS_PROXY: `$${"{HTTPS_PROXY}"}`, HTTP_PROXY: '"http://proxy:1"' })).toEqual([
    expect.stringContaining("HTTPS_PROXY is the placeholder"),
    expect.stringContaining("HTTP_PROXY is in quotes"),
  ]);
});

test.each([
  "http:/proxy:8080",
  "http//proxy:8080",
  "http://proxy/proxy.pac",
  "http://user:100%@proxy:8080",
  "http://user:1#2@proxy:8080",
])("%s is not the address of a proxy", (address) => {
  expect(problems({ HTTPS_PROXY: address })).toEqual([
    expect.stringContaining("HTTPS_PROXY is not the address of an HTTP proxy"),
  ]);
});

test.each(["none", "OFF", "false", "0"])("%s is not taken for the host of a proxy", (word) => {
  expect(problems({ HTTPS_PROXY: word })).toEqual(
    [`HTTPS_PROXY is "${word}". To connect without a proxy, leave it out.`].map(
      (line) => `- ${line}`,
    ),
  );
});

test("a proxy can be in lower case, in ALL_PROXY or in the settings file, and an empty one is none", async () => {
  const { proxy } = load({ HTTPS_PROXY: "", https_proxy: "a:1", ALL_PROXY: "b:2" });
  expect([proxy.https, proxy.http]).toEqual(["http://a:1", "http://b:2"]);
  const file = await settingsFile("HTTPS_PROXY=file:1\nHTTP_PROXY=file:2\n");
  const mixed = load({ https_proxy: "env:1" }, { settings: file }).proxy;
  expect([mixed.https, mixed.http]).toEqual(["http://env:1", "http://file:2"]);
  expect(load({ ALL_PROXY: "socks5://p:1" }).proxy).toMatchObject({
    https: undefined,
    unusable: true,
  });
  expect(load({ ALL_PROXY: "socks5://p:1", HTTPS_PROXY: "a:1" }).proxy.unusable).toBe(false);
  expect(load({ HTTPS_PROXY: "a:1", NO_PROXY: "localhost, *" }).proxy.https).toBeUndefined();
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

test("groups and connectors are lists; one that is set and names nothing is refused", () => {
  const { policy } = load({ FIVETRAN_GROUPS: " a_b , c_d,", FIVETRAN_CONNECTORS: "x_*, !y ," });
  expect([...policy.groups]).toEqual(["a_b", "c_d"]);
  expect(policy.connectors?.entries).toEqual(["x_*", "!y"]);
  expect(load({}).policy.connectors).toBeUndefined();
  for (const name of ["FIVETRAN_GROUPS", "FIVETRAN_CONNECTORS"]) {
    expect(problems({ [name]: " , " })).toEqual([
      expect.stringContaining("is set, but contains no value"),
    ]);
  }
  for (const wrong of ["!", "!!x", "a/b", "a b", "x,!y z"]) {
    expect(problems({ FIVETRAN_CONNECTORS: wrong }), wrong).toHaveLength(1);
  }
});

test("read-only holds wherever it is set, and a flag cannot widen what a file sets", async () => {
  const file = await settingsFile("FIVETRAN_READ_ONLY=1\nFIVETRAN_SCOPE=read\n");
  expect(load({ FIVETRAN_READ_ONLY: "0" }, { settings: file }).policy.readOnly).toBe(true);
  expect(load({ FIVETRAN_READ_ONLY: "1" }, { "read-only": false }).policy.readOnly).toBe(true);
  expect(problems({}, { settings: file, scope: "read/write" })).toEqual([
    expect.stringContaining("wider than FIVETRAN_SCOPE=read"),
  ]);
});

import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/base/json.js";
import { Secret } from "../../src/base/secret.js";
import type { Reply } from "../../src/client/http/send.js";
import { type Call, call } from "../../src/client/operations/call.js";
import { checkSecrets, type SecretPlaces, withSecrets } from "../../src/engine/secrets.js";
import { temporaryFolder } from "../harness.js";

const REFS = new Map([
  ["DB_PASSWORD", new Secret("s3cret-canary")],
  ["UNSET", undefined],
]);
const places = (folder?: string): SecretPlaces => ({ refs: REFS, folder });
const ref = (name: string) => ({ secret_ref: `env:${name}` });

function sender(data: unknown = {}) {
  const sent: Call[] = [];
  const send = (request: Call): Promise<Reply> => {
    sent.push(request);
    return Promise.resolve({
      operation: request.operation,
      status: 200,
      message: "",
      data,
      attempts: 1,
    });
  };
  return { sent, send };
}

describe("a reference", () => {
  test.each<[string, Json, Json]>([
    [
      "a password",
      { config: { password: ref("DB_PASSWORD") } },
      { config: { password: "s3cret-canary" } },
    ],
    [
      "within auth",
      { auth: { client_access: { client_secret: ref("DB_PASSWORD") } } },
      { auth: { client_access: { client_secret: "s3cret-canary" } } },
    ],
    [
      "in a list",
      { config: { secrets_list: [{ key: "a", value: ref("DB_PASSWORD") }] } },
      { config: { secrets_list: [{ key: "a", value: "s3cret-canary" }] } },
    ],
    ["of a webhook", { secret: ref("DB_PASSWORD") }, { secret: "s3cret-canary" }],
  ])("is filled in: %s", async (_, body, filled) => {
    const { sent, send } = sender();
    await withSecrets(send, places())(call("modify_connection", { connectionId: "c" }, body));
    expect(sent[0]?.body).toEqual(filled);
  });

  test.each<[string, Json, string]>([
    [
      "an unlisted name",
      { config: { password: ref("OTHER") } },
      "Allowed names: DB_PASSWORD, UNSET.",
    ],
    ["an unset one", { config: { password: ref("UNSET") } }, "is not set"],
    [
      "another form",
      { config: { password: { secret_ref: "file:/etc/passwd" } } },
      "is not a valid reference",
    ],
    [
      "more than a reference",
      { config: { password: { secret_ref: "env:DB_PASSWORD", as: "x" } } },
      "is not a valid reference",
    ],
  ])("is refused before anybody is asked: %s", async (_, body, words) => {
    const { sent, send } = sender();
    const step = call("modify_connection", { connectionId: "c" }, body);
    const refused = (() => {
      try {
        checkSecrets([step], places());
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(refused).toMatchObject({ type: "input" });
    expect(`${String(refused)} ${JSON.stringify(refused)}`).toContain(words);
    expect(JSON.stringify(refused)).not.toContain("s3cret-canary");
    await expect(withSecrets(send, places())(step)).rejects.toMatchObject({ type: "input" });
    expect(sent).toEqual([]);
  });
});

describe("a secret that is shown once", () => {
  const mint = call("create_hybrid_deployment_agent", {}, { display_name: "a" });
  const data = { id: "agent", token: "tok-canary", files: { auth_json: "YXV0aC1jYW5hcnk=" } };

  test("goes to a file of mode 0600, and its place beside the response", async () => {
    const folder = join(await temporaryFolder(), "made", "here");
    const kept = await withSecrets(sender(data).send, places(folder))(mint);
    expect(JSON.stringify(kept)).not.toMatch(/tok-canary|YXV0aC1jYW5hcnk/);
    const [name = ""] = await readdir(folder);
    const path = join(folder, name);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({
      operation: "create_hybrid_deployment_agent",
      token: "tok-canary",
      files: { auth_json: "YXV0aC1jYW5hcnk=" },
    });
    expect(kept.reply.data).toEqual({ id: "agent" });
    const print = expect.stringMatching(/^[0-9a-f]{8}$/);
    expect(kept.kept).toEqual({ path, sha256: { token: print, files: print } });
  });

  test("leaves no file behind where none came", async () => {
    const folder = await temporaryFolder();
    await withSecrets(sender({ id: "agent" }).send, places(folder))(mint);
    expect(await readdir(folder)).toEqual([]);
    const failing = () => Promise.reject(new Error("refused"));
    await expect(withSecrets(failing, places(folder))(mint)).rejects.toThrow("refused");
    expect(await readdir(folder)).toEqual([]);
  });

  test("is not asked for without a place that can be written to", async () => {
    const { sent, send } = sender(data);
    expect(() => checkSecrets([mint], places())).toThrow("no folder is set for saving it");
    await expect(withSecrets(send, places())(mint)).rejects.toMatchObject({
      type: "policy_denied",
    });
    const file = join(await temporaryFolder(), "file");
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, "");
    await expect(withSecrets(send, places(file))(mint)).rejects.toMatchObject({ type: "config" });
    expect(sent).toEqual([]);
  });
});

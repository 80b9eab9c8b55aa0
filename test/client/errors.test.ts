import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AppError } from "../../src/base/errors.js";
import { Secret } from "../../src/base/secret.js";
import { createFivetran, type FivetranOptions } from "../../src/client/fivetran.js";
import { harness } from "../harness.js";

function refusal(options: unknown): AppError {
  try {
    createFivetran(options as FivetranOptions);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("it was accepted");
}

describe("credentials that cannot be right are refused at once", () => {
  test.each<[string, object, string]>([
    ["empty ones", { apiKey: "", apiSecret: "" }, "apiKey is empty. apiSecret is empty."],
    ["blank ones", { apiKey: " \n", apiSecret: "s" }, "apiKey is empty."],
    ["a number", { apiKey: 42, apiSecret: "s" }, "apiKey is not a string."],
    ["null", { apiKey: null, apiSecret: "s" }, "apiKey is not a string."],
    ["a placeholder", { apiKey: "$FIVETRAN_KEY", apiSecret: "s" }, "apiKey is the placeholder"],
    ["another", { apiKey: "k", apiSecret: "<your secret>" }, "apiSecret is the placeholder"],
    [
      "a lost variable",
      { apiKey: "undefined", apiSecret: "s" },
      'apiKey is the placeholder "undefined"',
    ],
    ["quotes", { apiKey: "'k'", apiSecret: "s" }, "apiKey is in quotes"],
    ["a header", { apiKey: "Basic a2V5OnNlY3JldA==" }, 'apiKey starts with "Basic"'],
    ["no secret", { apiKey: "plain" }, "apiSecret is missing."],
    ["no key", { apiSecret: "s" }, "apiKey is missing."],
    ["an empty Secret", { apiKey: new Secret(""), apiSecret: "s" }, "apiKey is empty."],
  ])("%s", (_, options, message) => {
    const error = refusal(options);
    expect(error).toMatchObject({ type: "config", setting: "credentials", sent: false });
    expect(error.message).toContain(message);
    expect(error.hint).not.toMatch(/[A-Z]+_[A-Z]+/);
  });

  test("no value of a credential is in the message", () => {
    const { message } = refusal({ apiKey: '"canary-1"', apiSecret: "Basic canary-2" });
    expect(message).not.toContain("canary");
  });

  test("a line break after a value does not count, and Base64 of both is enough", async () => {
    const { sandbox, url } = await harness();
    const { apiKey, apiSecret } = sandbox;
    const both = Buffer.from(`${apiKey}:${apiSecret}`).toString("base64");
    for (const given of [{ apiKey: `${apiKey}\n`, apiSecret }, { apiKey: both }]) {
      const fivetran = createFivetran({ ...given, baseUrl: url });
      expect(await fivetran.account.info()).toBeDefined();
      await fivetran.close();
    }
  });

  test("without any, the first call says so", async () => {
    const fivetran = createFivetran();
    await expect(fivetran.groups.get("g")).rejects.toMatchObject({
      type: "config",
      message: "The Fivetran API key or secret is missing.",
    });
    await fivetran.close();
  });
});

describe("the message of an error contains Fivetran's reason", () => {
  test.each([400, 401, 403, 404, 409, 429, 500])("status %i", async (status) => {
    const { sandbox, url } = await harness();
    const { apiKey, apiSecret } = sandbox;
    const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: url, retry: { maxAttempts: 1 } });
    const body = { code: status === 404 ? "NotFound_Group" : "Refused", message: 'Because "so"' };
    sandbox.fault({ operation: "group_details", status, body: JSON.stringify(body) });
    const error = await fivetran.groups.get("g").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    if (!(error instanceof AppError)) return;
    expect(error.message).toBe(`${error.summary} Fivetran says: "Because \\"so\\""`);
    expect(error.upstreamMessage).toBe('Because "so"');
    await fivetran.close();
  });

  test("a change whose outcome is unknown too, once", async () => {
    const { sandbox, url } = await harness();
    const { apiKey, apiSecret } = sandbox;
    const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: url });
    sandbox.fault({
      operation: "create_group",
      status: 503,
      body: JSON.stringify({ code: "Unavailable", message: "Try later" }),
    });
    const error = await fivetran.groups
      .create({ name: "fresh" })
      .catch((reason: unknown) => reason);
    if (!(error instanceof AppError)) throw new Error("it succeeded");
    expect(error.type).toBe("outcome_unknown");
    expect(error.message.split("Try later")).toHaveLength(2);
    await fivetran.close();
  });
});

test("every field of an error has its description", () => {
  const source = readFileSync(new URL("../../src/base/errors.ts", import.meta.url), "utf8");
  const [, fields = ""] = /class AppError[^{]*\{([\s\S]*?)constructor/.exec(source) ?? [];
  const named = [...fields.matchAll(/(\/\*\*[^/]*\*\/\s*)?readonly (\w+):/g)];
  expect(named.length).toBeGreaterThan(10);
  expect(named.flatMap(([, comment, name]) => (comment === undefined ? [name] : []))).toEqual([]);
});

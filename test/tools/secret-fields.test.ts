import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Json } from "../../src/base/json.js";
import type { JsonSchema } from "../../src/base/json-schema.js";
import { isSecretAt, placeAt } from "../../src/client/operations/secret-fields.js";
import { tools } from "../../tools/index.js";
import { changes, type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId } from "./change-facts.js";

const env = { FIVETRAN_SECRET_REFS: "SOURCE_SECRET", SOURCE_SECRET: "canary-93be50d7a1" };
const reference = { secret_ref: "env:SOURCE_SECRET" };

const Fields = z.array(
  z.looseObject({ path: z.string(), type: z.string(), secret: z.boolean().optional() }),
);

/** Returns the fields of a service that describe_service shows. */
async function fieldsOf({ call }: Harness, service: string) {
  const { data, text } = await call("describe_service", { service });
  expect(data["fields"], text).toBeDefined();
  return Fields.parse(data["fields"]);
}

/** Returns the object with a value at a path such as `config.files[].name`. */
const at = (path: string, value: Json): Record<string, Json> => {
  const [first = "", ...rest] = path.split(".");
  const inner = rest.length === 0 ? value : at(rest.join("."), value);
  const name = first.replace("[]", "");
  return { [name]: name === first ? inner : [inner] };
};

test("the keys of a map are names from the source, which make nothing a secret", () => {
  const schema: JsonSchema = {
    type: "object",
    properties: { columns: { type: "object", propertyNames: {} } },
  };
  const isSecret = (path: string[]) => isSecretAt(placeAt(schema, path));
  expect(isSecret(["columns", "password"])).toBe(false);
  expect(isSecret(["columns", "email", "password"])).toBe(true);
  expect(isSecret(["password"])).toBe(true);
});

const REFUSED = /secret field|cannot take a secret_ref/;

describe("the type at hand says which fields take a reference, and what a plan shows", () => {
  test.each(["postgres", "github", "s3", "google_ads", "aws_lambda", "apache_kafka", "sftp"])(
    "%s",
    async (service) => {
      const on = await harness({ env });
      const group = groupId(on.sandbox, "staging");
      for (const { path, type, secret } of await fieldsOf(on, service)) {
        if (/^config\.(schema|table)/.test(path)) continue;
        const common = { service, paused: true, run_setup_tests: false };
        const takes = async (tool: string, args: Record<string, unknown>) => {
          const { isError, text } = await on.call(tool, args);
          const refused = isError && REFUSED.test(text);
          expect(refused, `${tool} ${path}: ${text}`).toBe(secret !== true);
        };
        const fields = at(path, reference);
        const name = service === "s3" ? "fresh.files" : "fresh";
        await takes("create_connector", { ...common, group, name, ...fields });
        const body = { ...common, group_id: group, ...fields };
        await takes("write_api", { operation_id: "create_connection", body });
        if (type !== "string" || !path.startsWith("config.")) continue;
        const plan = await on.call("write_api", {
          operation_id: "create_connection",
          body: { ...body, ...at(path, "canary-in-plain"), paused: false },
        });
        expect(plan.status, plan.text).toBe("confirmation_required");
        expect(plan.text.includes("canary-in-plain"), path).toBe(secret !== true);
      }
      expect(changes(on.sandbox)).toEqual([]);
    },
  );
});

test("a list of secrets takes references, and a token in plain text is in no plan", async () => {
  const on = await harness({ env });
  const pats = { type: "array", items: { type: "string", format: "password" } };
  const data = { id: "github", name: "GitHub", type: "API", config: { properties: { pats } } };
  const body = JSON.stringify({ code: "Success", data });
  on.sandbox.fault({ operation: "metadata_connector_config", status: 200, body });
  const plan = await on.call("update_connector", {
    connector: "github_repos",
    config: { pats: [reference, "canary-in-plain"] },
  });
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(plan.text).toContain(
    'config.pats[0]: a secret (not shown) → secret from "env:SOURCE_SECRET"',
  );
  expect(plan.text).toContain("config.pats[1]: unset → a new secret (not shown)");
  expect(JSON.stringify(plan)).not.toContain("canary");
});

test("where the type may not be read, references are refused and other values are shown", async () => {
  const on = await harness({ env });
  on.sandbox.fault({ operation: "metadata_connector_config", status: 403 });
  const connector = "postgres_orders";
  const config = { host: "new.example.com", something: "9f8a7b6c5d4e3f2a1b0c9d8e", password: "x" };
  const plan = await on.call("update_connector", { connector, config });
  expect(plan.text).toContain('→ "new.example.com"');
  expect(plan.text).toContain("config.something: unset → a new secret (not shown)");
  expect(plan.text).toContain("config.password: a secret (not shown) → a new secret (not shown)");
  for (const field of ["password", "something"]) {
    const given = { config: { [field]: reference } };
    const refused = await on.call("update_connector", { connector, ...given });
    expect(refused.text).toContain(`config.${field} cannot take a secret_ref`);
    const byId = await on.call("write_api", {
      operation_id: "modify_connection",
      params: { connectionId: idOf(on.sandbox, connector) },
      body: given,
    });
    expect(byId.text).toContain(`config.${field} cannot take a secret_ref`);
  }
});

test.each(["snowflake", "redshift", "databricks"])(
  "a field of a %s destination takes a reference where its type marks it, and nowhere else",
  async (service) => {
    const on = await harness({ env });
    const group_id = groupId(on.sandbox, "staging");
    const { data } = await on.call("describe_service", { service });
    for (const { path, secret } of Fields.parse(data["fields"])) {
      if (!path.startsWith("config.")) continue;
      const body = { group_id, service, time_zone_offset: "0", ...at(path, reference) };
      const call = { operation_id: "create_destination", body };
      const { isError, text } = await on.call("write_api", call);
      expect(isError && REFUSED.test(text), `${service} ${path}: ${text}`).toBe(secret !== true);
      if (secret === true) expect(path).not.toMatch(/(^|_)host(name)?$|arn$|_(type|method)$/);
    }
  },
);

describe("a mask is never written back", () => {
  test.each([
    "******",
    "[redacted]",
    "hidden",
    "a hidden secret",
    "a secret (not shown)",
    "a new secret (not shown)",
    "••••••",
    "sk_live_****",
    "AKIA******WXYZ",
    "[shown once]",
    "[kept in /tmp/x, sha256 00]",
    "https://user:[redacted]@db.example.com",
    '{"type":"service_account","private_key":"******"}',
    '{"private_key":"hidden"}',
  ])("%s", async (mask) => {
    const on = await harness({ env });
    const group = groupId(on.sandbox, "staging");
    const connectionId = idOf(on.sandbox, "postgres_orders");
    const before = on.sandbox.requests().length;
    const config = { password: mask };
    const api = (operation_id: string, params: object, body: object) =>
      on.call("write_api", { operation_id, params, body });
    const hook = { url: "https://a.example", events: ["sync_end"], active: true, secret: mask };
    const refusals = [
      await on.call("update_connector", { connector: "postgres_orders", config }),
      await on.call("update_connector", {
        connector: "github_repos",
        config: { pats: ["x", mask] },
      }),
      await on.call("create_connector", { service: "postgres", group, name: "fresh", config }),
      await on.call("create_connector", {
        copy_of: "postgres_orders",
        copies: [{ group, config }],
      }),
      await api("modify_connection", { connectionId }, { config }),
      await api("modify_connection", { connectionId }, { auth: { client_secret: mask } }),
      await api("create_account_webhook", {}, hook),
    ];
    expect(refusals.map(({ text }) => text.split(" is a masked value")[0])).toEqual([
      "config.password",
      '"config.pats[1]"',
      "config.password",
      '"copies[0].config.password"',
      "body.config.password",
      "body.auth.client_secret",
      "body.secret",
    ]);
    for (const { isError, text } of refusals) {
      expect(isError).toBe(true);
      expect(text).toContain("leave the field out");
    }
    expect(on.sandbox.requests()).toHaveLength(before);
  });

  test("by any tool that changes something", async () => {
    const on = await harness();
    for (const { name, effect } of tools) {
      if (effect === "read") continue;
      const { isError } = await on.call(name, { connector: "******", connectors: ["******"] });
      expect(isError, name).toBe(true);
    }
    expect(changes(on.sandbox)).toEqual([]);
  });

  test("a name that only resembles one is sent", async () => {
    const on = await harness();
    const body = { name: "hidden_gems" };
    const done = await agreed(on, "write_api", { operation_id: "create_group", body });
    expect(done.status, done.text).toBe("done");
  });
});

import { describe, expect, test } from "vitest";
import { type JsonSchema, schemaAt } from "../../../src/base/json-schema.js";
import { openSchemas } from "../../../src/client/operations/body-schemas.js";
import { call, type OperationId } from "../../../src/client/operations/call.js";
import {
  asks,
  groupScope,
  operation,
  operationIds,
  repeatOf,
  shownOnce,
  unverifiable,
  verification,
} from "../../../src/client/operations/catalog.js";
import { isMarked, isSecretAt, placeAt } from "../../../src/client/operations/secret-fields.js";
import { BETTER_TOOL, HINTS, SUMMARIES, WARNINGS } from "../../../src/features/api/wording.js";
import { destinationType } from "../../../src/features/services/destination-types.js";

const CARD = ["connect_card.token", "connect_card.uri"];
/**
 * Secret fields of a response that are masked, because Fivetran masks them too or they are not
 * newly created.
 */
const MASKED: Partial<Record<OperationId, readonly string[]>> = {
  create_connection: CARD,
  connection_details: CARD,
  modify_connection: CARD,
  run_setup_tests: CARD,
  connect_card: CARD,
};
/** Secret fields of a body outside of `config` and `auth`. */
const SENT: Partial<Record<OperationId, readonly string[]>> = {
  create_account_webhook: ["secret"],
  create_group_webhook: ["secret"],
  modify_webhook: ["secret"],
};

const changes = operationIds.filter((id) => operation(id).effect !== "read");

describe("every operation", () => {
  test("has a summary of ours: short, no full stop, kept apart from all others", () => {
    expect(Object.keys(SUMMARIES).sort()).toEqual([...operationIds].sort());
    for (const id of operationIds) {
      expect(SUMMARIES[id].length, id).toBeLessThanOrEqual(90);
      expect(SUMMARIES[id], id).toMatch(/^[A-Z].*[^.]$/);
    }
    expect(new Set(Object.values(SUMMARIES)).size).toBe(operationIds.length);
    for (const notes of [WARNINGS, HINTS, BETTER_TOOL]) {
      expect(Object.keys(notes).filter((id) => !Object.hasOwn(SUMMARIES, id))).toEqual([]);
    }
  });

  test("says how its group is found, by parameters that it has", async () => {
    const schemas = await openSchemas();
    for (const id of operationIds) {
      const rule = groupScope(id);
      expect(rule, id).toBeDefined();
      if (typeof rule === "string") continue;
      const { pathParams, queryParams, effect } = operation(id);
      const known = [...pathParams, ...Object.keys(queryParams)];
      if ("items" in rule) {
        expect(effect, id).toBe("read");
        if (rule.param !== undefined) expect(known, id).toContain(rule.param);
        continue;
      }
      for (const source of rule) {
        const at = source.slice(source.indexOf(":") + 1);
        if (!at.startsWith("body.")) expect(known, id).toContain(at);
        else
          expect(schemas.body(id)?.properties, `${id} ${at}`).toHaveProperty(
            at.split(".")[1] ?? "",
          );
      }
    }
  });

  test("that touches a group by its path names that group", () => {
    for (const id of operationIds) {
      const { path, pathParams } = operation(id);
      // Proxy agents can serve any group.
      if (path.startsWith("/v1/proxy/")) continue;
      const rule = JSON.stringify(groupScope(id));
      for (const [param, kind] of [
        ["groupId", "group:groupId"],
        ["destinationId", "group:destinationId"],
        ["connectionId", "connection:connectionId"],
        ["webhookId", "webhook:webhookId"],
        ["transformationId", "transformation:transformationId"],
        ["projectId", "project:projectId"],
        ["agentId", "agent:agentId"],
        ["package_id", "package:package_id"],
        ["logId", "group:logId"],
      ] as const) {
        if (pathParams.includes(param)) expect(rule, id).toContain(kind);
      }
    }
  });
});

describe("every change", () => {
  test("is classified for sending again and for asking", () => {
    for (const id of changes) {
      expect(repeatOf(call(id)), id).not.toBe("read");
      expect(typeof asks(call(id)), id).toBe("boolean");
    }
  });

  test("has a read that clears up a lost reply, or says why there is none", () => {
    for (const id of changes) {
      const check = verification(id);
      const why = unverifiable(id);
      expect(
        [check, why].filter((one) => one !== undefined),
        id,
      ).toHaveLength(1);
      if (why !== undefined) expect(why, id).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  test("of a way out, a role, a membership or a key asks", () => {
    for (const id of changes) {
      const asking =
        /^(create|modify)_.*webhook|log_service$|membership|user|team|system_key|_esm$|proxy|hybrid|role/;
      const free = /^(run_setup_tests|test_)/;
      if (asking.test(id) && !free.test(id)) expect(asks(call(id)), id).toBe(true);
    }
  });
});

describe("secrets", () => {
  test("those of each reply are kept, or masked, and named by hand", async () => {
    const schemas = await openSchemas();
    for (const id of operationIds) {
      const secret = secretFields(schemas.reply(id));
      const named = [...shownOnce(id), ...(MASKED[id] ?? [])];
      if (operation(id).effect === "read" && MASKED[id] === undefined) continue;
      for (const path of secret) {
        const covered = named.some((name) => path === name || path.startsWith(`${name}.`));
        // The secret of a webhook or a key is masked in responses to changes that do not create a
        // new one.
        const echo = /webhook|update_system_key/.test(id);
        expect(covered || echo, `${id} ${path}`).toBe(true);
      }
    }
    for (const id of changes) {
      if (repeatOf(call(id)) !== "mints-secret" || id === "connect_card") continue;
      expect(shownOnce(id).length, id).toBeGreaterThan(0);
    }
  });

  test("those of each body are known by name too, so that they take a reference", async () => {
    const schemas = await openSchemas();
    for (const id of changes) {
      const variants = schemas.variants(id)?.values ?? [];
      for (const variant of [undefined, ...variants]) {
        for (const path of secretFields(schemas.body(id, variant))) {
          const place = placeAt(schemas.body(id, variant), path.split("."));
          expect(isMarked(place), `${id} ${variant} ${path}`).toBe(true);
          if (!path.includes(".")) expect(SENT[id], id).toContain(path);
        }
      }
    }
  });

  test.each([
    [true, "config.password"],
    [true, "config.secrets_list.value"],
    [false, "auth.client_access.client_id"],
    [true, "config.license_key"],
    [true, "config.primary_key"],
    [false, "config.public_key"],
    [true, "secret"],
    [false, "config.secrets_list.key"],
    [false, "config.host"],
    [false, "config.hostname"],
    [false, "config.bucket"],
    [false, "config.port"],
    [false, "config.role_arn"],
    [false, "config.s3role_arn"],
    [false, "config.username"],
    [false, "config.client_id"],
    [false, "config.tenant_id"],
    [false, "config.container_name"],
    [false, "config.auth_type"],
    [false, "config.auth"],
    [false, "config.token_url"],
    [false, "config.public_key"],
    [false, "name"],
    [false, "external_secrets_manager_id"],
    [false, "external_secrets_keys_config.password"],
    [false, "public_key"],
  ])("that no schema lists: %s: %s", (secret, path) => {
    expect(isSecretAt(placeAt(undefined, path.split(".")))).toBe(secret);
  });
});

describe("schemas", () => {
  test("of every body and response can be read, without references", async () => {
    const schemas = await openSchemas();
    for (const id of operationIds) {
      const { body } = operation(id);
      expect(schemas.body(id) !== undefined, id).toBe(body !== undefined);
      const variants = schemas.variants(id)?.values ?? [];
      const bodies = [undefined, ...variants].map((variant) => schemas.body(id, variant));
      expect(JSON.stringify([...bodies, schemas.reply(id)]), id).not.toContain("$ref");
    }
  });

  test("of every body refuse a field that they do not list", async () => {
    const schemas = await openSchemas();
    for (const id of operationIds) {
      const body = schemas.body(id);
      if (operation(id).body !== "json" || body?.properties === undefined) continue;
      expect(body.additionalProperties, id).toBe(false);
    }
  });

  test("are those of the definition, corrected", async () => {
    const schemas = await openSchemas();
    const fields = (id: string) => schemas.body(id)?.properties ?? {};
    const map = (title: string, values: JsonSchema) => ({
      type: "object",
      propertyNames: { title },
      additionalProperties: values,
    });
    expect(schemas.body("resync_tables")).toEqual(
      map("schema", { type: "array", items: { type: "string" } }),
    );
    expect(fields("create_connection")["sync_frequency"]).toEqual({
      type: "integer",
      enum: [1, 5, 15, 30, 60, 120, 180, 360, 480, 720, 1440],
    });
    expect(fields("modify_destination")).toHaveProperty("time_zone_offset");
    expect(schemas.body("modify_destination")?.required ?? []).not.toContain("time_zone_offset");
    expect(fields("reload_connection_schema_config")).toEqual({
      exclude_mode: { type: "string", enum: ["PRESERVE", "EXCLUDE", "INCLUDE"] },
    });
    const columns = schemas.body("delete_multiple_columns_connection_config");
    const tables = schemaAt(columns, ["schemas", "any_schema", "tables"]);
    expect(tables?.propertyNames).toEqual({ title: "table" });
    expect(schemaAt(tables, ["any_table", "columns"])).toBeDefined();
  });
});

test("37 destination types are known, each with its fields", async () => {
  const schemas = await openSchemas();
  expect(schemas.variants("create_destination")?.values).toHaveLength(37);
  const fieldsOf = async (service: string) => (await destinationType(service))?.fields;
  const snowflake = (await fieldsOf("snowflake")) ?? [];
  const field = (path: string) => snowflake.find((one) => one.path === path);
  expect(field("config.password")).toMatchObject({ type: "string", secret: true });
  expect(field("config.port")).toMatchObject({ type: "integer", secret: false });
  expect(field("config.auth")?.values).toEqual(["PASSWORD", "KEY_PAIR", "OAUTH"]);
  expect((await fieldsOf("big_query"))?.find(({ secret }) => secret)?.path).toBe(
    "config.secret_key",
  );
  expect(await fieldsOf("clickhouse")).toEqual([]);
  expect(await destinationType("postgres")).toBeUndefined();
  expect(await destinationType("__proto__")).toBeUndefined();
});

function secretFields(schema: JsonSchema | undefined, path = ""): string[] {
  if (schema === undefined) return [];
  if (schema.format === "password") return [path];
  const { items, additionalProperties: values, properties = {} } = schema;
  return [
    ...secretFields(items, path),
    ...(typeof values === "object" ? secretFields(values, path) : []),
    ...Object.entries(properties).flatMap(([name, field]) =>
      secretFields(field, path === "" ? name : `${path}.${name}`),
    ),
  ];
}

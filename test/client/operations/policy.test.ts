import { describe, expect, test } from "vitest";
import {
  destinationServices,
  openShapes,
  type ShapeBook,
} from "../../../src/client/operations/body-schemas.js";
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
import { isSecretPath } from "../../../src/client/operations/secret-fields.js";
import { parseShape, type Shape, shapeText } from "../../../src/client/operations/shape.js";
import { BETTER_TOOL, HINTS, SUMMARIES, WARNINGS } from "../../../src/features/api/wording.js";
import { destinationType } from "../../../src/features/services/destination-types.js";

const CARD = ["connect_card.token", "connect_card.uri"];
/** Fields of a response that are secret and masked, because Fivetran masks them too or they are no new secret. */
const MASKED: Partial<Record<OperationId, readonly string[]>> = {
  create_connection: CARD,
  connection_details: CARD,
  modify_connection: CARD,
  run_setup_tests: CARD,
  connect_card: CARD,
};
/** Fields of a body, outside `config` and `auth`, that are secret. */
const SENT: Partial<Record<OperationId, readonly string[]>> = {
  create_account_webhook: ["secret"],
  create_group_webhook: ["secret"],
  modify_webhook: ["secret"],
};

const changes = operationIds.filter((id) => operation(id).effect !== "read");

describe("every operation", () => {
  test("has a summary of ours: short, no full stop, told apart from all others", () => {
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
    const book = await openShapes();
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
          expect(hasField(book.body(id), at.split(".")[1] ?? "", book), `${id} ${at}`).toBe(true);
      }
    }
  });

  test("that touches a group by its path names that group", () => {
    for (const id of operationIds) {
      const { path, pathParams } = operation(id);
      // Proxy agents serve any group.
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

  test("has a read that clears up a lost answer, or says why there is none", () => {
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
  test("those of each answer are kept, or masked, and named by hand", async () => {
    const book = await openShapes();
    for (const id of operationIds) {
      const secret = secretFields(book.reply(id), book);
      const named = [...shownOnce(id), ...(MASKED[id] ?? [])];
      if (operation(id).effect === "read" && MASKED[id] === undefined) continue;
      for (const path of secret) {
        const covered = named.some((name) => path === name || path.startsWith(`${name}.`));
        // A webhook's and a key's secret comes back masked from changes that do not make a new one.
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
    const book = await openShapes();
    for (const id of changes) {
      const variants = book.variants(id)?.values ?? [];
      for (const variant of [undefined, ...variants]) {
        for (const path of secretFields(book.body(id, variant), book)) {
          expect(isSecretPath(path.split(".")), `${id} ${variant} ${path}`).toBe(true);
          if (!path.includes(".")) expect(SENT[id], id).toContain(path);
        }
      }
    }
  });

  test.each([
    [true, "config.password"],
    [true, "config.tenant_id"],
    [true, "auth.client_access.client_id"],
    [true, "config.secrets_list.value"],
    [true, "secret"],
    [false, "config.host"],
    [false, "name"],
    [false, "tenant_id"],
    [false, "external_secrets_manager_id"],
    [false, "external_secrets_keys_config.password"],
    [false, "public_key"],
  ])("%s: %s", (secret, path) => {
    expect(isSecretPath(path.split("."))).toBe(secret);
  });
});

describe("shapes", () => {
  test("of every body and answer can be read, and are written as they were", async () => {
    const book = await openShapes();
    for (const id of operationIds) {
      const { body } = operation(id);
      expect(book.body(id) !== undefined, id).toBe(body !== undefined);
      for (const shape of [book.body(id), book.reply(id)]) {
        if (shape !== undefined) expect(parseShape(shapeText(shape))).toEqual(shape);
      }
    }
    expect(() => parseShape("{a: nothing}")).toThrow("no shape");
    expect(() => parseShape("{a: string} x")).toThrow("no shape");
  });

  test("of the definition are corrected", async () => {
    const book = await openShapes();
    const body = (id: string) =>
      shapeText(book.resolve(book.body(id) ?? { kind: "named", name: "" }));
    expect(body("resync_tables")).toBe("{<schema>: [string]}");
    expect(body("create_connection")).toContain("sync_frequency?: integer=1|5|15|30|60");
    expect(body("modify_destination")).toContain("time_zone_offset?: ");
    expect(body("reload_connection_schema_config")).toBe(
      "{exclude_mode?: =PRESERVE|EXCLUDE|INCLUDE}",
    );
    expect(body("delete_multiple_columns_connection_config")).toContain(
      "{<schema>: {tables: {<table>: {columns: ",
    );
  });
});

test("37 destination types are known, each with its fields, regions and time zones", () => {
  expect(destinationServices).toHaveLength(37);
  const snowflake = destinationType("snowflake")?.fields ?? [];
  const field = (path: string) => snowflake.find((one) => one.path === path);
  expect(field("config.password")).toMatchObject({ type: "string", secret: true });
  expect(field("config.port")).toMatchObject({ type: "integer", secret: false });
  expect(field("config.auth")?.values).toEqual(["PASSWORD", "KEY_PAIR", "OAUTH"]);
  expect(destinationType("big_query")?.fields.find(({ secret }) => secret)?.path).toBe(
    "config.secret_key",
  );
  expect(destinationType("clickhouse")?.fields).toEqual([]);
  expect(destinationType("postgres")).toBeUndefined();
  expect(destinationType("__proto__")).toBeUndefined();
});

function hasField(shape: Shape | undefined, name: string, book: ShapeBook): boolean {
  const form = shape === undefined ? undefined : book.resolve(shape);
  return form?.kind === "fields" && Object.hasOwn(form.fields, name);
}

function secretFields(shape: Shape | undefined, book: ShapeBook, path = ""): string[] {
  const form = shape === undefined ? undefined : book.resolve(shape);
  if (form?.kind === "simple") return form.name === "secret" ? [path] : [];
  if (form?.kind === "list" || form?.kind === "map") return secretFields(form.of, book, path);
  if (form?.kind !== "fields") return [];
  return Object.entries(form.fields).flatMap(([name, field]) =>
    secretFields(field.shape, book, path === "" ? name : `${path}.${name}`),
  );
}

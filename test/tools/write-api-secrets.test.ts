import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSchemas } from "../../src/client/operations/body-schemas.js";
import { presentable } from "../../src/features/api/mask.js";
import { destinationType } from "../../src/features/services/destination-types.js";
import { harness, openSandbox, type Result, temporaryFolder } from "../harness.js";
import { agreed } from "./agreed.js";
import { tap } from "./tap.js";

const CANARY = "canary-7d1f0b94c2";

/** Returns every text that a harness returned or wrote to disk. */
async function everything(results: readonly Result[], folder: string, log: readonly string[]) {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), "utf8")),
  );
  return [...results.map(({ text, data }) => text + JSON.stringify(data)), ...texts, ...log].join(
    "\n",
  );
}

describe("a destination is created, tested and changed, and no secret is in an argument", () => {
  test.each<[service: string, config: Record<string, unknown>, secret: string]>([
    [
      "snowflake",
      {
        host: "acme.snowflakecomputing.com",
        port: 443,
        database: "RAW",
        auth: "PASSWORD",
        user: "LOADER",
        password: { secret_ref: "env:WAREHOUSE_SECRET" },
      },
      "password",
    ],
    [
      "big_query",
      {
        project_id: "acme-raw",
        data_set_location: "EU",
        bucket: "acme-stage",
        secret_key: { secret_ref: "env:WAREHOUSE_SECRET" },
      },
      "secret_key",
    ],
  ])("%s", async (service, config, secret) => {
    const audit = join(await temporaryFolder(), "audit.jsonl");
    const { sandbox, url } = await openSandbox();
    const wire = await tap(url);
    const fixture = await harness({
      account: { sandbox, url: wire.url },
      env: {
        FIVETRAN_SECRET_REFS: "WAREHOUSE_SECRET",
        WAREHOUSE_SECRET: CANARY,
        FIVETRAN_AUDIT_LOG: audit,
        FIVETRAN_LOG: "debug",
        FIVETRAN_CONFIRM: "all",
      },
    });
    const results: Result[] = [];
    const write = async (operation_id: string, params: object, body: object) => {
      const done = await agreed(fixture, "write_api", { operation_id, params, body });
      expect(done.status, done.text).toBe("done");
      results.push(done, { ...done, text: done.plan });
      return done;
    };
    await write("create_group", {}, { name: `new_${service}` });
    let group = "";
    fixture.sandbox.edit((world) => {
      for (const { id, name } of world.groups.values()) if (name === `new_${service}`) group = id;
    });
    const made = await write(
      "create_destination",
      {},
      { group_id: group, service, time_zone_offset: "+1", region: "GCP_EUROPE_WEST3", config },
    );
    expect(made.plan).toContain(`config.${secret}: the secret in env:WAREHOUSE_SECRET`);
    expect(made.text).toContain("setup_status=connected");
    const tested = await write("run_destination_setup_tests", { destinationId: group }, {});
    expect(tested.text).toContain("status=PASSED");
    const changed = await write(
      "modify_destination",
      { destinationId: group },
      { config: { [secret]: { secret_ref: "env:WAREHOUSE_SECRET" } } },
    );
    expect(changed.plan).toContain("time_zone_offset: +1 (unchanged)");
    results.push(
      await fixture.call("read_api", {
        operation_id: "destination_details",
        params: { destinationId: group },
      }),
    );

    // Only Fivetran received the secret.
    const reported = wire.bodies.filter((body) => body.includes(`"${secret}":"${CANARY}"`));
    expect(reported).toHaveLength(2);
    const out = await everything(results, fixture.stateDir, [
      ...fixture.log,
      await readFile(audit, "utf8"),
    ]);
    expect(out).not.toContain(CANARY);
    expect(out).not.toContain(Buffer.from(CANARY).toString("base64"));
  });
});

test("a secret in plain is taken, masked everywhere, and replaced by advice", async () => {
  const fixture = await harness({ env: { FIVETRAN_LOG: "debug" } });
  const done = await agreed(fixture, "write_api", {
    operation_id: "create_account_webhook",
    body: {
      url: "https://hooks.example.com/x",
      events: ["sync_end"],
      active: false,
      secret: CANARY,
    },
  });
  expect(done.status).toBe("done");
  expect(done.text).toContain('Next time pass {"secret_ref":"env:NAME"}');
  const out = await everything([done, { ...done, text: done.plan }], fixture.stateDir, fixture.log);
  expect(out).not.toContain(CANARY);
});

test("every secret field of every destination type is masked in what is shown", async () => {
  const schemas = await openSchemas();
  const services = schemas.variants("create_destination")?.values ?? [];
  expect(services.length).toBeGreaterThan(30);
  for (const service of services) {
    const schema = schemas.body("create_destination", service);
    for (const { path, secret } of (await destinationType(service))?.fields ?? []) {
      const value = path
        .split(".")
        .reverse()
        .reduce<unknown>((inner, key) => ({ [key]: inner }), CANARY);
      const shown = JSON.stringify(presentable(value, { schema }));
      expect(shown.includes(CANARY), `${service} ${path}`).toBe(!secret);
      // If the service is not known, only the name of the field decides.
      if (secret) expect(JSON.stringify(presentable(value, {})), path).not.toContain(CANARY);
    }
  }
});

describe("a secret that is shown once", () => {
  const create = {
    operation_id: "create_system_key",
    body: {
      name: "ci",
      expiration_period: "ONE_WEEK",
      permissions: [{ resource_type: "CONNECTOR", access_level: "READ" }],
    },
  };

  test("goes to a file that only its owner reads; rotating makes another", async () => {
    const folder = join(await temporaryFolder(), "secrets");
    const fixture = await harness({ env: { FIVETRAN_SECRETS_DIR: folder, FIVETRAN_LOG: "debug" } });
    const made = await agreed(fixture, "write_api", create);
    expect(made.data["kept"]).toMatchObject({
      key: expect.stringMatching(/^\[kept in .*, sha256 [0-9a-f]{8}\]$/),
      secret: expect.stringMatching(/^\[kept in /),
    });
    const reply: unknown = made.data["response"];
    const id = typeof reply === "object" && reply !== null ? Reflect.get(reply, "id") : undefined;
    const rotated = await agreed(fixture, "write_api", {
      operation_id: "rotate_system_key",
      params: { keyId: id },
      body: { expiration_period: "ONE_MONTH" },
    });
    expect(rotated.plan).toContain("ci (");
    expect(rotated.plan).toContain("stops working immediately");
    const read = await fixture.call("read_api", { operation_id: "get_system_keys" });

    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    const out = await everything(
      [made, rotated, read, { ...made, text: made.plan }, { ...rotated, text: rotated.plan }],
      fixture.stateDir,
      fixture.log,
    );
    for (const name of names) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      const kept: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
      expect(kept).toMatchObject({ key: expect.any(String), secret: expect.any(String) });
      const { secret } = Object.assign({ secret: "" }, kept);
      expect(secret.length).toBeGreaterThan(8);
      expect(out).not.toContain(secret);
    }
  });

  test("is refused before anything is sent where there is no place for it", async () => {
    const { call, sandbox } = await harness();
    const refused = await call("write_api", create);
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("FIVETRAN_SECRETS_DIR");
    expect(sandbox.effects()).toEqual([]);
  });

  test("that was lost with its reply is not a success", async () => {
    const folder = await temporaryFolder();
    const fixture = await harness({ env: { FIVETRAN_SECRETS_DIR: folder } });
    const plan = await fixture.call("write_api", create);
    fixture.sandbox.fault({ path: "/v1/system-keys", method: "POST", status: 500, when: "after" });
    const lost = await fixture.call("write_api", { ...create, confirmation_token: plan.token });
    expect(lost.isError).toBe(true);
    expect(lost.status).toBe("unknown");
    expect(lost.text).toContain("the lost response contained its secret");
    expect(fixture.sandbox.effects()).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });
});

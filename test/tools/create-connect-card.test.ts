import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf, type Result } from "../harness.js";
import {
  connectionOf,
  consequencesOf,
  groupId,
  sameName,
  sent,
  shownStable,
  targetIds,
} from "./change-facts.js";
import { stateText } from "./state-folder.js";

const args = { connector: "linkedin_ads_brand", redirect_uri: "https://app.example.com/done?x=1" };

const linkIn = ({ data }: Result) => String(data["link"]);

/** Like `shownStable`, but without the link, which contains a port and a token. */
const shownCard = (on: Harness, result: Result) =>
  shownStable(on, result)
    .replaceAll(linkIn(result), "LINK")
    .replaceAll(String(result.data["expires_at"]), "TOMORROW");

test("asks, shows where the person goes, and hands the link over once", async () => {
  const on = await harness({ env: { FIVETRAN_LOG: "debug" } });
  const { call, sandbox } = on;
  const id = idOf(sandbox, "linkedin_ads_brand");
  const plan = await call("create_connect_card", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(shownStable(on, plan)).toMatchSnapshot();
  expect(targetIds(plan)).toEqual([id]);
  expect(plan.text).toContain('"app.example.com"');
  expect(plan.text).toContain(`"${args.redirect_uri}"`);
  expect(sent(on)).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("create_connect_card", confirmed);
  const link = linkIn(done);
  expect(shownCard(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({
    status: "done",
    connector: { name: "linkedin_ads_brand", id },
    redirect_uri: args.redirect_uri,
  });
  const days = (Date.parse(String(done.data["expires_at"])) - sandbox.now().getTime()) / 86_400_000;
  expect(days).toBeCloseTo(1, 2);
  expect(link).toContain("/connect-card/setup?");
  expect(sent(on)).toEqual([
    `POST /v1/connections/id:linkedin_ads_brand/connect-card ${JSON.stringify({
      connect_card_config: { redirect_uri: args.redirect_uri },
    })}`,
  ]);
  const token = new URL(link).searchParams.get("auth") ?? "";
  expect(token.length).toBeGreaterThan(20);
  // The token is only in the link.
  expect(done.text.split(token)).toHaveLength(2);
  expect(JSON.stringify(done.data).split(token)).toHaveLength(2);

  const again = await call("create_connect_card", confirmed);
  expect(shownCard(on, again)).toMatchSnapshot();
  expect(sandbox.effects()).toHaveLength(1);
  const kept = [JSON.stringify(again), await stateText(on.stateDir), ...on.log].join("\n");
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(encodeURIComponent(token));

  // The link works: anyone who opens it can authorize the connector.
  const opened = await fetch(link, { method: "POST", redirect: "manual" });
  expect(opened.headers.get("location")).toBe(args.redirect_uri);
});

test("sends how the card looks, both ways, and only where it was given", async () => {
  const on = await harness();
  for (const look of [
    { hide_setup_guide: true, all_fields: false },
    { hide_setup_guide: false },
    { all_fields: true },
  ]) {
    const given = { ...args, ...look };
    const plan = await on.call("create_connect_card", given);
    const done = await on.call("create_connect_card", { ...given, confirmation_token: plan.token });
    expect(done.status).toBe("done");
    expect(sent(on).at(-1)).toContain(
      JSON.stringify({ connect_card_config: { redirect_uri: args.redirect_uri, ...look } }),
    );
  }
});

test("says that it replaces the credentials of one that is connected, and only of such", async () => {
  const on = await harness();
  const connected = await on.call("create_connect_card", args);
  const incomplete = await on.call("create_connect_card", {
    ...args,
    connector: "tiktok_ads_launch",
  });
  expect(connectionOf(on.sandbox, "tiktok_ads_launch").status.setup_state).toBe("incomplete");
  expect(shownStable(on, incomplete)).toMatchSnapshot();
  expect(consequencesOf(connected)).toHaveLength(consequencesOf(incomplete).length + 1);
});

test("a connector whose service changed since the plan is refused", async () => {
  const on = await harness();
  const plan = await on.call("create_connect_card", args);
  on.sandbox.edit((world) => {
    connectionNamed(world, "linkedin_ads_brand").service = "google_ads";
  });
  const moved = await on.call("create_connect_card", { ...args, confirmation_token: plan.token });
  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toMatchSnapshot();
  expect(moved.token).not.toBe(plan.token);
  expect(sent(on)).toEqual([]);
});

test("a token is good for its own redirect only", async () => {
  const on = await harness();
  const { token } = await on.call("create_connect_card", args);
  const other = { ...args, redirect_uri: "https://elsewhere.example.com/" };
  const refused = await on.call("create_connect_card", { ...other, confirmation_token: token });
  expect(refused.isError).toBe(true);
  expect(sent(on)).toEqual([]);
});

test.each([
  ["ftp://example.com"],
  ["app.example.com/done"],
  ["javascript:alert(1)"],
  ["https://user:secret@example.com"],
  ["https://user@example.com"],
  ["https://:secret@example.com"],
])("refuses the address %s before anything is read", async (redirect_uri) => {
  const on = await harness();
  const refused = await on.call("create_connect_card", { ...args, redirect_uri });
  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(refused.text).not.toContain("secret@");
  expect(on.sandbox.requests()).toEqual([]);
});

test("takes http, and shows the whole address as a browser reads it", async () => {
  const on = await harness();
  const plan = await on.call("create_connect_card", {
    ...args,
    redirect_uri: "http://localhost:3000",
  });
  expect(plan.status).toBe("confirmation_required");
  expect(plan.text).toContain('"localhost:3000"');
  expect(plan.text).toContain('"http://localhost:3000/"');
});

test("takes the operator's address where the call has none, else refuses and says why", async () => {
  const { connector } = args;
  const without = await harness();
  const refused = await without.call("create_connect_card", { connector });
  expect(refused.isError).toBe(true);
  expect(shownStable(without, refused)).toMatchSnapshot();
  expect(refused.text).toContain("FIVETRAN_CONNECT_CARD_REDIRECT");

  const on = await harness({
    env: { FIVETRAN_CONNECT_CARD_REDIRECT: "https://ops.example.com/back" },
  });
  const plan = await on.call("create_connect_card", { connector });
  expect(shownStable(on, plan)).toMatchSnapshot();
  expect(plan.text).toContain('"https://ops.example.com/back"');
  const done = await on.call("create_connect_card", { connector, confirmation_token: plan.token });
  expect(done.data["redirect_uri"]).toBe("https://ops.example.com/back");
  const own = await on.call("create_connect_card", args);
  expect(own.text).not.toContain("ops.example.com");
});

test("a response without a link that can be opened is partial, and shows no link", async () => {
  for (const connect_card of [
    null,
    {},
    { uri: "not an address" },
    { uri: "javascript:alert(1)" },
  ]) {
    const on = await harness();
    const plan = await on.call("create_connect_card", args);
    on.sandbox.fault({
      operation: "connect_card",
      status: 200,
      body: JSON.stringify({ code: "Success", data: { connect_card } }),
    });
    const failed = await on.call("create_connect_card", {
      ...args,
      confirmation_token: plan.token,
    });
    expect(failed).toMatchObject({ status: "partial", isError: true });
    expect(failed.data).not.toHaveProperty("link");
    expect(failed.data["next"]).toContain("create_connect_card");
    expect(failed.text).not.toMatch(/reading it back|do not repeat/i);
    if (connect_card === null) expect(shownStable(on, failed)).toMatchSnapshot();
    expect(JSON.stringify(failed)).not.toContain("javascript");
    expect(sent(on)).toHaveLength(1);
  }
});

test("a refusal by Fivetran is shown in its words", async () => {
  const on = await harness();
  const plan = await on.call("create_connect_card", args);
  const body = JSON.stringify({ code: "InvalidInput", message: "no card for this one" });
  on.sandbox.fault({ operation: "connect_card", status: 400, body });
  const failed = await on.call("create_connect_card", { ...args, confirmation_token: plan.token });
  expect(failed.isError).toBe(true);
  expect(shownStable(on, failed)).toMatchSnapshot();
});

test("a lost response is not repeated; it says that a card nobody opens does no harm", async () => {
  const on = await harness();
  const plan = await on.call("create_connect_card", args);
  on.sandbox.fault({ operation: "connect_card", when: "after", reset: true });
  const lost = await on.call("create_connect_card", { ...args, confirmation_token: plan.token });
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(shownStable(on, lost)).toMatchSnapshot();
  expect(on.sandbox.effects()).toHaveLength(1);
  expect(sent(on)).toHaveLength(1);
});

test.each([
  [{ connector: "linkedin_ads_brant" }, "linkedin_ads_brand"],
  [{ connector: "nobody_knows_this" }, "nobody_knows_this"],
  [{ connector: "linkedin_ads_brand", redirect: "https://a.example.com" }, "redirect_uri"],
])("%j is refused", async (given, hint) => {
  const on = await harness();
  const { redirect_uri } = args;
  const refused = await on.call("create_connect_card", { redirect_uri, ...given });
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(hint);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("a name that two connectors have is refused with both", async () => {
  const on = await harness();
  const ids = [idOf(on.sandbox, "xero_ledger"), idOf(on.sandbox, "linkedin_ads_brand")];
  sameName(on.sandbox, "xero_ledger", "linkedin_ads_brand");
  const refused = await on.call("create_connect_card", args);
  expect(refused.isError).toBe(true);
  expect(ids.every((id) => refused.text.includes(id))).toBe(true);
});

test("is refused where the scope or the groups forbid it", async () => {
  const reader = await harness({ env: { FIVETRAN_SCOPE: "read" } });
  const refused = await reader.call("create_connect_card", args);
  expect(refused.isError).toBe(true);
  expect(shownStable(reader, refused)).toMatchSnapshot();
  expect(reader.sandbox.requests()).toEqual([]);

  const account = { sandbox: reader.sandbox, url: reader.url };
  const env = { FIVETRAN_GROUPS: groupId(reader.sandbox, "finance") };
  const confined = await harness({ account, env });
  expect((await confined.call("create_connect_card", args)).isError).toBe(true);
  expect(sent(confined)).toEqual([]);
});

import { expect, test } from "vitest";
import { harness } from "../harness.js";
import { stateText } from "./state-folder.js";

const args = { connector: "linkedin_ads_brand", redirect_uri: "https://app.example.com/done?x=1" };

test("asks, shows where the person goes, and hands the link over once", async () => {
  const scene = await harness({ env: { FIVETRAN_LOG: "debug" } });
  const { call, sandbox } = scene;
  const plan = await call("create_connect_card", args);
  expect(plan).toMatchObject({ status: "confirmation_required" });
  expect(plan.text).toContain('host "app.example.com"');
  expect(sandbox.effects()).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("create_connect_card", confirmed);
  const link = String(done.data["link"]);
  expect(link).toContain("/connect-card/setup?");
  expect(
    done.text.replace(link, "<link>").replace(/127\.0\.0\.1:\d+/g, "host"),
  ).toMatchInlineSnapshot(`
    "Connect card for linkedin_ads_brand (sleek_barley)
    Link: <link>
    Good until 2026-03-03T09:30Z, for one person at a time; it is not shown again.
    Afterwards the person is sent to "https://app.example.com/done?x=1"
    Next: Give the link to the person who owns the account at the source; they have to open it. Afterwards look with get_status connectors=sleek_barley."
  `);
  const token = new URL(link).searchParams.get("auth") ?? "";
  expect(token.length).toBeGreaterThan(20);
  // The token stands in the link and nowhere else.
  expect(done.text.split(token)).toHaveLength(2);

  const again = await call("create_connect_card", confirmed);
  expect(again.text).toContain("[shown once]");
  expect(sandbox.effects()).toHaveLength(1);
  const kept = [JSON.stringify(again), await stateText(scene.stateDir), ...scene.log].join("\n");
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(encodeURIComponent(token));

  // The link is good: whoever opens it authorises the connector.
  const opened = await fetch(link, { method: "POST", redirect: "manual" });
  expect(opened.headers.get("location")).toBe(args.redirect_uri);
});

test.each([
  ["ftp://example.com", "no http or https address"],
  ["app.example.com/done", "no http or https address"],
  ["javascript:alert(1)", "no http or https address"],
  ["https://user:secret@example.com", "must not hold a user or password"],
])("refuses the address %s", async (redirect_uri, reason) => {
  const { call, sandbox } = await harness();
  const refused = await call("create_connect_card", { ...args, redirect_uri });
  expect(refused).toMatchObject({ isError: true });
  expect(refused.text).toContain(reason);
  expect(sandbox.requests()).toEqual([]);
});

test("takes the operator's address where the call names none, else refuses with the reason", async () => {
  const without = await harness();
  const { connector } = args;
  const refused = await without.call("create_connect_card", { connector });
  expect(refused.text).toContain("FIVETRAN_CONNECT_CARD_REDIRECT");
  const scene = await harness({
    env: { FIVETRAN_CONNECT_CARD_REDIRECT: "https://ops.example.com/back" },
  });
  const plan = await scene.call("create_connect_card", { connector, hide_setup_guide: true });
  expect(plan.text).toContain('"https://ops.example.com/back" (the operator\'s default)');
});

test("a lost answer is not repeated; it says that a card nobody opens does no harm", async () => {
  const { call, sandbox } = await harness();
  const plan = await call("create_connect_card", args);
  sandbox.fault({ operation: "connect_card", when: "after", reset: true });
  const lost = await call("create_connect_card", { ...args, confirmation_token: plan.token });
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(lost.text).toContain("a card that nobody opens does no harm");
  expect(sandbox.effects()).toHaveLength(1);
});

import { expect, test } from "vitest";
import { wireFailure } from "../../../src/client/http/errors.js";
import { type WireCause, WireError } from "../../../src/client/http/transport.js";
import { operation } from "../../../src/client/operations/catalog.js";

const failure = (cause: WireCause, proxyHost: string | undefined) =>
  wireFailure(
    {
      operation: operation("list_connections"),
      host: "api.fivetran.com",
      proxyHost,
      attempts: 1,
      sentAt: undefined,
    },
    new WireError(cause, false, undefined),
  );

test.each<[WireCause, string | undefined]>([
  ["refused", "base_url"],
  ["dns", "base_url"],
  ["unreachable", undefined],
  ["connect_timeout", "proxy"],
])("a connection that failed as %s points to the proxy where there is one", (cause, setting) => {
  const hint = "Check the address of the proxy and its credentials.";
  expect(failure(cause, "proxy.example.com:8080")).toMatchObject({
    type: "network",
    setting: "proxy",
    hint,
  });
  const direct = failure(cause, undefined);
  expect([direct.setting, direct.hint === hint]).toEqual([setting, false]);
});

test("a certificate behind the proxy is Fivetran's, or one that the proxy put in its place", () => {
  expect(failure("tls", "proxy.example.com:8080").setting).toBe("certificates");
});

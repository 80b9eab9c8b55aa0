import { expect, test } from "vitest";
import { wireFailure } from "../../../src/client/http/errors.js";
import { WireError } from "../../../src/client/http/transport.js";
import { operation } from "../../../src/client/operations/catalog.js";

const refused = (proxyHost: string | undefined) =>
  wireFailure(
    {
      operation: operation("list_connections"),
      host: "api.fivetran.com",
      proxyHost,
      attempts: 1,
      sentAt: undefined,
    },
    new WireError("refused", false, undefined),
  );

test("a refused connection points to the proxy where there is one, else to the base URL", () => {
  expect(refused("proxy.example.com:8080")).toMatchObject({ type: "network", setting: "proxy" });
  expect(refused(undefined)).toMatchObject({ type: "network", setting: "base_url" });
});

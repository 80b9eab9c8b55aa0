import { expect, test } from "vitest";
import { proxyFor } from "../../../src/client/http/url.js";

const ORIGIN = "https://api.fivetran.com";
const https = "http://secure:1";
const http = "http://plain:2";

test("the proxy for HTTPS is used, else that for HTTP, but never for loopback", () => {
  expect(proxyFor(ORIGIN, { https, http })).toBe(https);
  expect(proxyFor(ORIGIN, { http, https: "" })).toBe(http);
  expect(proxyFor(ORIGIN, {})).toBeUndefined();
  expect(proxyFor("https://127.0.0.1:8443", { https })).toBeUndefined();
});

test.each([
  ["*", undefined],
  ["localhost, *", undefined],
  ["api.fivetran.com", undefined],
  ["API.FIVETRAN.COM", undefined],
  ["fivetran.com", undefined],
  [".fivetran.com", undefined],
  ["*.fivetran.com:443", undefined],
  ["localhost api.fivetran.com", undefined],
  ["api.fivetran.com:8443", https],
  ["api.fivetran", https],
  ["an.com", https],
  [" , ", https],
  [".", https],
])("NO_PROXY=%s leads to the proxy %s", (none, proxy) => {
  expect(proxyFor(ORIGIN, { https, none })).toBe(proxy);
});

test.each([
  ["gateway.example.com", undefined],
  ["gateway.example.com:8443", undefined],
  ["gateway.example.com:443", https],
])("for another port, NO_PROXY=%s leads to the proxy %s", (none, proxy) => {
  expect(proxyFor("https://gateway.example.com:8443", { https, none })).toBe(proxy);
});

import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSignInLimit } from "../../src/server/auth/sign-in-limit.js";
import { clientAddressBehind } from "../../src/server/http/client-address.js";
import { modernCall, service } from "./service.js";

const call = (url: string, bearer?: string, more: Record<string, string> = {}) => {
  const { headers, ...rest } = modernCall("search_api", { query: "usage" });
  const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  return fetch(url, { ...rest, headers: { ...headers, ...authorization, ...more } });
};
const wrong = (n: number) => `fvk1_${String(n).padStart(12, "0")}_${"A".repeat(43)}`;
const withKeys = (options: Parameters<typeof service>[0] = {}) =>
  service({ ...options, prepare: (keys) => keys.create({ name: "first" }) });

describe("failed sign-ins of one address", () => {
  test("after twenty within a minute further ones are asked to wait, and what is valid is served", async () => {
    let at = Date.now();
    const { url, key, log, revoke } = await withKeys({ now: () => new Date(at) });
    const [good, old] = [await key("good"), await key("old")];
    for (let n = 0; n < 20; n += 1) expect((await call(url, wrong(n))).status).toBe(401);
    const limited = await call(url, wrong(20));
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(await limited.text()).toMatch(/Too many failed sign-ins from this address/);
    expect(limited.headers.has("www-authenticate")).toBe(false);

    expect((await call(url, good)).status).toBe(200);
    // A client that looks for the sign-in method, and one whose key was revoked, are not guessing.
    expect((await call(url)).status).toBe(401);
    await revoke("old");
    expect((await call(url, old)).status).toBe(401);
    // Guesses beyond the limit do not fill the log.
    expect(log.filter((line) => line.includes("unknown key"))).toHaveLength(20);

    at += 60_000;
    expect((await call(url, wrong(21))).status).toBe(401);
  });
});

describe("behind a proxy", () => {
  const from = (url: string, forwarded: string) =>
    call(url, wrong(0), { "x-forwarded-for": forwarded });
  const guess = async (url: string, forwarded: string, times: number) => {
    let last = 0;
    for (let n = 0; n < times; n += 1) last = (await from(url, forwarded)).status;
    return last;
  };

  test("that is trusted, each client is counted on its own, and cannot say that it is another", async () => {
    const env = { FIVETRAN_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/24" };
    const { url, log } = await withKeys({ env });
    expect(await guess(url, "192.0.2.1", 21)).toBe(429);
    expect(await guess(url, "192.0.2.2", 1)).toBe(401);
    // The addresses that the client sends come before the one that the proxy adds, even with two
    // proxies in a row.
    expect(await guess(url, "192.0.2.9, 192.0.2.1", 1)).toBe(429);
    expect(await guess(url, "198.51.100.7, 192.0.2.1, 10.0.0.3", 1)).toBe(429);
    expect(await guess(url, "192.0.2.1, 192.0.2.3", 1)).toBe(401);
    expect(log.join("")).toMatch(/ not-authenticated .*why="unknown key" from=192\.0\.2\.3\n/);
  });

  test("that is not trusted, the header counts for nothing", async () => {
    for (const env of [{}, { FIVETRAN_TRUSTED_PROXIES: "10.0.0.1" }]) {
      const { url } = await withKeys({ env });
      for (let n = 0; n < 20; n += 1) await from(url, `192.0.2.${n}`);
      expect((await from(url, "192.0.2.99")).status).toBe(429);
    }
  });
});

describe("the address of a client", () => {
  const addressOf = (trusted: readonly string[], peer: string, forwarded?: string) => {
    const request = new IncomingMessage(new Socket());
    Object.defineProperty(request.socket, "remoteAddress", { value: peer });
    if (forwarded !== undefined) request.headers["x-forwarded-for"] = forwarded;
    return clientAddressBehind(trusted)(request);
  };
  const PROXIES = ["10.0.0.0/24", "2001:db8::1", "127.0.0.1", "fe80::/64", "::ffff:10.9.0.5"];

  test.each([
    ["192.0.2.1", undefined, "192.0.2.1"],
    ["192.0.2.1", "198.51.100.1", "192.0.2.1"],
    ["10.0.0.5", "198.51.100.1", "198.51.100.1"],
    ["::ffff:10.0.0.5", "198.51.100.1:4711", "198.51.100.1"],
    ["2001:db8::1", "[2001:db8:1::7]:4711", "2001:db8:1::7"],
    ["2001:db8::1", "2001:db8:1::7", "2001:db8:1::7"],
    // Each address is reduced to one notation, so that it is counted as one.
    ["2001:DB8:0::1", "2001:0DB8:1:0::0007", "2001:db8:1::7"],
    ["10.0.0.5", "::ffff:192.0.2.1", "192.0.2.1"],
    ["10.0.0.5", "[::FFFF:c000:201]", "192.0.2.1"],
    ["10.9.0.5", "192.0.2.1", "192.0.2.1"],
    ["fe80::7%eth0", "fe81::9%25eth0", "fe81::9"],
    ["10.0.0.5", " 1.1.1.1 ,2.2.2.2 , 10.0.0.9", "2.2.2.2"],
    // If the text of a trusted proxy cannot be read, the proxy is the last known address.
    ["10.0.0.5", undefined, "10.0.0.5"],
    ["10.0.0.5", "", "10.0.0.5"],
    ["10.0.0.5", "1.1.1.1, unknown", "10.0.0.5"],
    ["10.0.0.5", "1.1.1.1, unknown, 10.0.0.9", "10.0.0.9"],
    ["10.0.0.5", "1.1.1.1, 999.1.1.1", "10.0.0.5"],
    ["10.0.0.5", "10.0.0.7, 10.0.0.9", "10.0.0.7"],
    ["", "1.1.1.1", ""],
  ])("%s with %j: %s", (peer, forwarded, expected) => {
    expect(addressOf(PROXIES, peer, forwarded)).toBe(expected);
  });

  test("is never one that the client wrote itself", () => {
    const given = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("10.0.0.2", "", "x")));
    fc.assert(
      fc.property(given, fc.ipV4(), (written, real) => {
        fc.pre(!real.startsWith("10.0.0.") && real !== "127.0.0.1");
        const forwarded = [...written, real, "10.0.0.3"].join(", ");
        expect(addressOf(PROXIES, "10.0.0.2", forwarded)).toBe(real);
      }),
    );
  });
});

describe("the limit", () => {
  const at = (time = { ms: 0 }) => createSignInLimit(() => new Date(time.ms));
  const fail = (
    failed: (address: string) => number | undefined,
    address: string,
    times: number,
  ) => {
    let last: number | undefined;
    for (let n = 0; n < times; n += 1) last = failed(address);
    return last;
  };

  test("counts each address on its own, and a network of IPv6 as one", () => {
    const { failed } = at();
    expect(fail(failed, "192.0.2.1", 20)).toBeUndefined();
    expect(failed("::ffff:192.0.2.1")).toBe(60);
    expect(failed("192.0.2.2")).toBeUndefined();
    fail(failed, "2001:db8::1", 20);
    expect(failed("2001:db8:0:0:ffff::2")).toBe(60);
    expect(failed("2001:db8:0:1::1")).toBeUndefined();
    expect(failed("::1")).toBeUndefined();
  });

  test("ends after a minute, also when the clock was set back", () => {
    const time = { ms: 1e12 };
    const { failed } = at(time);
    fail(failed, "192.0.2.1", 21);
    time.ms += 59_001;
    expect(failed("192.0.2.1")).toBe(1);
    time.ms += 1000;
    expect(failed("192.0.2.1")).toBeUndefined();
    fail(failed, "192.0.2.1", 21);
    time.ms -= 1e9;
    expect(failed("192.0.2.1")).toBeUndefined();
  });

  test("remembers a bounded number of addresses, those that failed last", () => {
    const { failed } = at();
    fail(failed, "192.0.2.1", 20);
    for (let n = 0; n < 9_999; n += 1) failed(`10.0.${n >> 8}.${n & 255}`);
    expect(failed("192.0.2.1")).toBe(60);
    for (let n = 0; n < 10_000; n += 1) failed(`10.1.${n >> 8}.${n & 255}`);
    expect(failed("192.0.2.1")).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import { createSignInLimit } from "../../src/server/auth/sign-in-limit.js";
import { modernCall, service } from "./service.js";

const call = (url: string, bearer?: string) => {
  const { headers, ...rest } = modernCall("search_api", { query: "usage" });
  const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  return fetch(url, { ...rest, headers: { ...headers, ...authorization } });
};

describe("failed sign-ins of one address", () => {
  const wrong = (n: number) => `fvk1_${String(n).padStart(12, "0")}_${"A".repeat(43)}`;

  test("after twenty within a minute further ones are asked to wait, and what is valid is served", async () => {
    let at = Date.now();
    const { url, key, log, revoke } = await service({
      now: () => new Date(at),
      prepare: (keys) => keys.create({ name: "first" }),
    });
    const [good, old] = [await key("good"), await key("old")];
    for (let n = 0; n < 20; n += 1) expect((await call(url, wrong(n))).status).toBe(401);
    const limited = await call(url, wrong(20));
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(await limited.text()).toMatch(/Too many failed sign-ins from this address/);
    expect(limited.headers.has("www-authenticate")).toBe(false);

    expect((await call(url, good)).status).toBe(200);
    // A client that looks for the way to sign in, and one whose key was revoked, do not guess.
    expect((await call(url)).status).toBe(401);
    await revoke("old");
    expect((await call(url, old)).status).toBe(401);
    // Guesses beyond the limit do not fill the log.
    expect(log.filter((line) => line.includes("unknown key"))).toHaveLength(20);

    at += 60_000;
    expect((await call(url, wrong(21))).status).toBe(401);
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

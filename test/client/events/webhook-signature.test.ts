import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FivetranError, signWebhook, verifyWebhook } from "../../../src/client/index.js";

const secret = fc.string({ minLength: 1 });
const body = fc.uint8Array();

describe("signWebhook", () => {
  test("is the HMAC-SHA256 of the bytes in upper-case hex", () => {
    fc.assert(
      fc.property(body, secret, (bytes, key) => {
        const expected = createHmac("sha256", key).update(bytes).digest("hex").toUpperCase();
        expect(signWebhook(bytes, key)).toBe(expected);
      }),
    );
  });

  test("refuses an empty secret and a parsed body", () => {
    expect(() => signWebhook("{}", "")).toThrow(FivetranError);
    const parsed: unknown = { event: "sync_end" };
    // @ts-expect-error the compiler refuses it too
    expect(() => signWebhook(parsed, "s")).toThrow(/already parsed/);
  });
});

describe("verifyWebhook", () => {
  test("accepts a signature of signWebhook, in both cases, with either of two secrets", () => {
    fc.assert(
      fc.property(body, secret, secret, (bytes, old, fresh) => {
        const signature = signWebhook(bytes, old);
        expect(verifyWebhook(bytes, signature, old)).toBe(true);
        expect(verifyWebhook(bytes, signature.toLowerCase(), old)).toBe(true);
        expect(verifyWebhook(bytes, signature, [fresh, old])).toBe(true);
        expect(verifyWebhook(bytes, signature, [old, fresh])).toBe(true);
      }),
    );
  });

  test("reads text as its UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), secret, (text, key) => {
        expect(verifyWebhook(Buffer.from(text), signWebhook(text, key), key)).toBe(true);
      }),
    );
  });

  test("refuses another body, another secret and a changed signature", () => {
    fc.assert(
      fc.property(body, secret, fc.nat(63), (bytes, key, at) => {
        const signature = signWebhook(bytes, key);
        expect(verifyWebhook(Buffer.concat([bytes, Buffer.from([0])]), signature, key)).toBe(false);
        expect(verifyWebhook(bytes, signature, `${key}x`)).toBe(false);
        const other = signature[at] === "0" ? "1" : "0";
        const changed = signature.slice(0, at) + other + signature.slice(at + 1);
        expect(verifyWebhook(bytes, changed, key)).toBe(false);
      }),
    );
  });

  test("refuses text that is not 64 hex digits", () => {
    const good = signWebhook("{}", "s");
    const bad = ["", `${good}00`, good.slice(2), `${good}\n`, ` ${good}`, `sha256=${good}`];
    for (const signature of [...bad, `${good.slice(0, 63)}g`, undefined, null]) {
      expect(verifyWebhook("{}", signature, "s")).toBe(false);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^[0-9A-Fa-f]{64}$/.test(text));
        expect(verifyWebhook("{}", text, "s")).toBe(false);
      }),
    );
  });

  test("is never valid with an empty secret", () => {
    const forged = createHmac("sha256", "").update("{}").digest("hex");
    expect(verifyWebhook("{}", forged, "")).toBe(false);
    expect(verifyWebhook("{}", forged, ["", "s"])).toBe(false);
    expect(verifyWebhook("{}", forged, [])).toBe(false);
  });
});

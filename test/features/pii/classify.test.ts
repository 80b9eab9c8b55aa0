import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/features/pii/index.js";
import { HELD_BACK, KNOWN, type Labelled } from "./columns.js";

/** Of what is called personal, and is more than a guess: which share is; and of what is, which share is called so. */
function measured(columns: readonly Labelled[]) {
  const called = ({ table, column, type }: Labelled) => {
    const found = classify(table, column, type);
    return found !== undefined && found.confidence !== "low";
  };
  const right = columns.filter((one) => one.personal && called(one)).length;
  const all = columns.filter(called).length;
  const personal = columns.filter((one) => one.personal).length;
  return { names: columns.length, precision: right / all, recall: right / personal };
}

test.each([
  ["known while the rules were made", KNOWN],
  ["held back from their making", HELD_BACK],
])("precision and recall on labelled names, %s", (what, columns) => {
  const { names, precision, recall } = measured(columns);
  process.stdout.write(
    `find_pii, ${names} labelled names ${what}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
  );
  expect(precision).toBeGreaterThan(0.95);
  expect(recall).toBeGreaterThan(0.95);
});

describe("what decides", () => {
  test.each([
    ["customers", "email", undefined, "email", "high", 'named "email"'],
    ["customers", "lastLoginIP2", undefined, "online_id", "high", 'named "ip"'],
    ["kunden", "Straße", undefined, "address", "high", 'named "strasse"'],
    ["contacts", "name", undefined, "name", "high", 'named "name" in a table about people'],
    ["orders", "shipping_address", "varchar(80)", "address", "high", 'named "shipping address"'],
    ["users", "password_hash", "text", "credential", "high", 'named "password hash"'],
    ["users", "birth_year", "int4", "birth", "high", 'named "birth year"'],
    ["refunds", "note", "text", "free_text", "low", 'named "note"'],
    ["users", "very_odd_email", undefined, "email", "medium", 'named "email"'],
    ["users", "contact_info", "JSON", "free_text", "low", 'a nested value named "contact"'],
    ["orders", "customer_raw", "VARIANT", "free_text", "low", 'a nested value named "customer"'],
    [
      "users",
      "payload",
      "struct<a:string>",
      "free_text",
      "low",
      "a nested value in a table about people",
    ],
    ["leads", "payload.email", undefined, "email", "high", 'named "email"'],
  ])("%s.%s %s is %s, %s", (table, column, type, kind, confidence, reason) => {
    expect(classify(table, column, type)).toEqual({ kind, confidence, reason });
  });

  test.each([
    ["products", "name", undefined],
    ["products", "이름", undefined],
    ["events", "payload", "JSON"],
    ["users", "payload", "STRING"],
    ["users", "email_opt_in", undefined],
    ["users", "emailOptIn", "BOOLEAN"],
    ["users", "is_email_verified", undefined],
    ["users", "email_count", "INTEGER"],
    ["samples", "ph", "FLOAT"],
    ["customers", "email", "boolean"],
    ["customers", "email", "BIT"],
    ["customers", "email", "timestamp with time zone"],
    ["customers", "last_name", "integer"],
    ["customers", "name_id", undefined],
    ["customers", "", undefined],
    ["", "id", undefined],
  ])("%s.%s of type %s holds nothing about a person", (table, column, type) => {
    expect(classify(table, column, type)).toBeUndefined();
  });

  test.each([
    [
      "email",
      "cust_eml emailAddr e-mail 이메일 อีเมล ईमेल البريد_الإلكتروني ηλεκτρονικό_ταχυδρομείο",
    ],
    ["phone", "phoneNbr ph_no tel_nr mobile_nr 手机号码 전화번호 τηλέφωνο טלפון"],
    ["name", "fname l_name first_nm 성명 ονοματεπώνυμο"],
    ["birth", "d_o_b birth_dt 생년월일 תאריך_לידה"],
    ["address", "addr1 addr_line_2 postal_cd 주소 ที่อยู่"],
  ])("abbreviations and other alphabets: %s", (kind, columns) => {
    for (const column of columns.split(" ")) {
      expect(classify("t", column), column).toMatchObject({ kind });
    }
  });

  test("any name is read, however odd, and the same in other letters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (table, column) => {
        const found = classify(table, column);
        expect([undefined, "high", "medium", "low"]).toContain(found?.confidence);
      }),
    );
    for (const { table, column, type } of [...KNOWN, ...HELD_BACK]) {
      if (!/^[a-z_0-9]+$/.test(column)) continue;
      const found = classify(table, column, type);
      expect(classify(table.toUpperCase(), column.toUpperCase(), type)).toEqual(found);
      const camel = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      expect(classify(table, camel, type), camel).toEqual(found);
    }
  });
});

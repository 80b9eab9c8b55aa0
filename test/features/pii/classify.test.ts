import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/features/pii/index.js";
import { HELD_BACK, KNOWN, type Labelled } from "./columns.js";

/** Returns precision and recall of the findings that are more than guesses. */
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
    ["uzytkownicy", "Hasło", undefined, "credential", "high", 'named "haslo"'],
    ["brukere", "Løsenord", undefined, "credential", "high", 'named "losenord"'],
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

  test.each([
    ["email", "CUSTOMEREMAIL custemail useremail EMAILADDR guestEmail contactemail 用户邮箱"],
    ["phone", "homephone PHONENO homephonenumber customerphoneno 用户手机号"],
    ["name", "CLIENTNAME patientname empfirstname contactlastname 客户姓名 顧客名前"],
    ["address", "billingaddress ZIPCODE"],
    ["credential", "USERPASSWORD"],
    ["online_id", "clientIPv4 IPv6Address"],
  ])("words without anything between them: %s", (kind, columns) => {
    for (const column of columns.split(" ")) {
      expect(classify("t", column), column).toMatchObject({ kind, confidence: "high" });
    }
  });

  test.each([
    [
      "name",
      "jmeno prijmeni vezeteknev keresztnev prenume etunimi sukunimi nama_lengkap etternavn",
    ],
    ["name", "прізвище フリガナ 收货人 mothers_maiden_name next_of_kin"],
    ["phone", "telefonni_cislo telefonszam puhelinnumero nomor_telepon no_hp"],
    ["email", "sahkoposti эл_почта 邮箱地址 email_id"],
    [
      "birth",
      "datum_narozeni szuletesi_datum data_nasterii syntymaaika tanggal_lahir dt_nascimento",
    ],
    ["birth", "дата_народження lieu_de_naissance"],
    ["address", "lakcim katuosoite alamat bairro"],
    [
      "government_id",
      "rodne_cislo henkilotunnus fodselsnummer ktp cedula license_plate 주민등록번호",
    ],
    ["financial", "cc_number ccnum acct_no card_pan sortcode 银行卡号"],
    ["sensitive", "face_embedding voice_print dna_sequence hiv_status icd10_code"],
    ["location", "geo_lat gps_coordinates lat_long"],
  ])("names that more sources have: %s", (kind, columns) => {
    for (const column of columns.split(" ")) {
      expect(classify("t", column), column).toMatchObject({ kind });
    }
  });

  test("words that are personal in other company are not", () => {
    const others =
      "mobile_app_version mobile_friendly mobilehome race_condition zip_archive net_income operating_income " +
      "salary_band ip_whitelist ip_pool ip_license memory_address password_policy mail_merge_field tel_prefix " +
      "phone_support_hours email_frequency session_token_ttl fingerprint_algorithm cookie_policy cell_color " +
      "instagram_followers weight_kg streetlight secretary_count phonetype emailcount customertype leadsource " +
      "agentversion namespace addressable passwordless workstream newprice";
    const called = others.split(" ").filter((column) => classify("products", column) !== undefined);
    expect(called).toEqual([]);
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

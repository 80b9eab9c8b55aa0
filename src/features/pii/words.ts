/**
 * The kinds of personal data, and the action that keeps each out of the destination. Hashing keeps
 * joins working.
 */
export const KINDS = {
  email: "hash",
  phone: "hash",
  name: "hash",
  username: "hash",
  address: "hash",
  online_id: "hash",
  birth: "block",
  location: "block",
  government_id: "block",
  financial: "block",
  credential: "block",
  sensitive: "block",
  free_text: "hash",
} as const satisfies Record<string, "hash" | "block">;
export type Kind = keyof typeof KINDS;
export type Confidence = "high" | "medium" | "low";

export interface Words {
  kind: Kind;
  confidence: Confidence;
  /** Single words and phrases of several words, in lower case without accents. */
  words: string;
  /** True if the words count only in a table about people. */
  ofPeople?: true;
}

const words = (
  kind: Kind,
  confidence: Confidence,
  text: string,
  more: { ofPeople?: true } = {},
): Words => ({ kind, confidence, words: text, ...more });

/**
 * Words in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish, Danish,
 * Norwegian, Turkish, Russian, Japanese, Chinese, and common words of Czech, Hungarian, Romanian,
 * Finnish, Indonesian, Croatian, Ukrainian, Korean, Arabic, Greek, Hebrew, Hindi, Thai and
 * Vietnamese. The first match gives a column its kind.
 */
export const WORDS: readonly Words[] = [
  words(
    "credential",
    "high",
    "password, passwd, pwd, password hash, password digest, encrypted password, passphrase, passwort, kennwort, mot de passe, motdepasse, contrasena, senha, wachtwoord, haslo, losenord, sifre, пароль, パスワード, 密码, access token, refresh token, api token, auth token, session token, bearer token, oauth token, id token, api key, apikey, secret, secret answer, security answer, private key, pin code, otp, totp, mfa secret, password salt, pin hash, security question, hashed pw, pw hash, heslo, jelszo, parola, salasana, kata sandi, passord, lozinka, senha hash, hasla, password confirmation, client secret",
  ),
  words(
    "email",
    "high",
    "email, e mail, email address, emailaddress, mail address, mailadresse, email adresse, courriel, adresse mail, correo, correo electronico, endereco email, posta elettronica, e postadress, epost, eposta, почта, электронная почта, メール, メールアドレス, 邮箱, 电子邮件, eml, email addr, e mail addr, 이메일, 이메일주소, 電子郵件, البريد الإلكتروني, بريد إلكتروني, ηλεκτρονικό ταχυδρομείο, אימייל, דואר אלקטרוני, อีเมล, ईमेल, ইমেইল, e posta adresi, email id, emailid, mail id, mailid, recovery email, sahkoposti, sahkopostiosoite, e posta, email cim, adresa de email, surel, alamat email, эл почта, электронная почта, електронна пошта, почтовый ящик, 邮箱地址, 電郵, reply to, cc email, bcc, reply to email",
  ),
  words("email", "medium", "mail, recipient"),
  words(
    "government_id",
    "high",
    "ssn, social security number, social security, sin number, national id, national identifier, nationalid, passport, passport number, passport no, drivers license, driver license, driving licence, licence number, license number, tax id, taxid, tin, itin, taxpayer id, aadhaar, aadhaar number, pan number, nino, national insurance number, nhs number, personalausweis, personalausweisnummer, ausweisnummer, reisepass, steuernummer, steuer id, sozialversicherungsnummer, numero securite sociale, securite sociale, nir, dni, nif, nie, curp, rfc, cpf, rg number, codice fiscale, bsn, burgerservicenummer, pesel, personnummer, cpr, tc kimlik, снилс, инн, паспорт, マイナンバー, 身份证, 身份证号, ssn last4, ssn last 4, last 4 ssn, last4 ssn, national id number, identity number, id card number, identity card number, tax identification number, taxpayer identification number, visa number, license plate, licence plate, number plate, kfz kennzeichen, kennzeichen, codigo fiscal, code fiscal, rodne cislo, cnp, henkilotunnus, fodselsnummer, ktp, ktp number, no ktp, cedula, run chile, numero documento, nro documento, numero de documento, documento identidad, documento de identidad, numero identificacion, cpf cnpj, num secu, numero secu, tc no, tckn, tc kimlik no, szemelyi szam, tajszam, jmbg, amka, 주민등록번호, 여권번호, 护照, 护照号, 證件號碼, 证件号码, 身份证号码, 個人番号, ідентифікаційний код, номер паспорта",
  ),
  words(
    "financial",
    "high",
    "iban, bank account, bank account number, account number, routing number, sort code, card number, cardnumber, credit card, creditcard, credit card number, debit card, cvv, cvc, card last4, card last 4, last4, last four, kontonummer, bankverbindung, kreditkarte, kreditkartennummer, numero de compte, carte bancaire, cuenta bancaria, numero de cuenta, tarjeta de credito, tarjeta, conta bancaria, numero conto, rekeningnummer, numer konta, номер карты, номер счета, 口座番号, 银行账号, iban code, cc number, cc num, ccnum, card pan, cc last4, cc last 4, credit card no, card no, account no, acct no, acct number, acct num, bank acct, bank account no, sortcode, cvv2, card cvv, cislo uctu, bankszamlaszam, tilinumero, cont bancar, nomor rekening, no rekening, banka hesap no, numer rachunku, kontonr, 계좌번호, 카드번호, 銀行口座, 银行卡号, 信用卡号, номер рахунку",
  ),
  words("financial", "medium", "bic, swift code, account holder, kontoinhaber, titular"),
  words(
    "phone",
    "high",
    "phone, phone number, phonenumber, phone no, mobile, mobile phone, mobile number, cell, cell phone, cellphone, telephone, tel, fax, fax number, caller number, caller id, whatsapp, telefon, telefonnummer, handy, handynummer, mobilnummer, mobiltelefon, rufnummer, numero de telephone, telephone portable, numero telephone, telefono, telefono movil, celular, movil, telefone, telemovel, cellulare, telefoonnummer, telefoon, mobiel, numer telefonu, telefonnumer, telefonnummer, cep telefonu, телефон, номер телефона, 電話, 電話番号, 携帯電話, 手机, 手机号, 电话, 电话号码, 手机号码, 휴대폰, 휴대전화, 전화번호, 핸드폰, هاتف, رقم الهاتف, الجوال, τηλέφωνο, κινητό, טלפון, נייד, โทรศัพท์, เบอร์โทร, फ़ोन, मोबाइल, số điện thoại, phone nbr, phone nr, phone num, ph no, ph num, tel no, tel nr, tel num, mobile no, mobile nr, cell no, cell nr, telefonni cislo, telefonszam, mobilszam, puhelin, puhelinnumero, matkapuhelin, nomor telepon, no telp, nomor hp, no hp, telepon, telefon no, numar de telefon, numar telefon, mobilni telefon, broj telefona, номер мобильного, мобильный телефон, мобільний, telephone no, wechat, wechat id, line user id, 联系电话, 聯絡電話, 連絡先",
  ),
  words(
    "birth",
    "high",
    "date of birth, dateofbirth, dob, birth date, birthdate, birthday, birth year, year of birth, birth day, birth month, place of birth, birthplace, geburtsdatum, geburtstag, geburtsort, date de naissance, date naissance, fecha de nacimiento, fecha nacimiento, data de nascimento, data nascimento, data di nascita, geboortedatum, data urodzenia, fodelsedatum, fodselsdato, dogum tarihi, дата рождения, 生年月日, 誕生日, 出生日期, 生日, 생년월일, 생일, تاريخ الميلاد, ημερομηνία γέννησης, תאריך לידה, วันเกิด, जन्म तिथि, d o b, birth dt, date birth, birthdt, datum narozeni, misto narozeni, szuletesi datum, szuletesi hely, data nasterii, data nasc, dt nascimento, dt nasc, data de nasc, syntymaaika, syntymapaiva, tanggal lahir, tempat lahir, tgl lahir, fodselsdag, datum rodenja, dogum yeri, dogum gunu, lieu de naissance, luogo di nascita, lugar de nacimiento, дата народження, место рождения, день рождения, ngay sinh",
  ),
  words("government_id", "medium", "rut, nik, rg, egn, afm, oib, hetu", { ofPeople: true }),
  words("birth", "medium", "age, alter, edad, idade", { ofPeople: true }),
  words(
    "sensitive",
    "high",
    "gender, sex, ethnicity, ethnic group, race, religion, religious belief, nationality, citizenship, marital status, sexual orientation, political opinion, trade union, disability, diagnosis, diagnosis code, diagnoses, medication, blood type, blood group, medical record, medical record number, mrn, allergies, health status, salary, annual income, monthly income, yearly income, family income, taxable personal income, base pay, wage, geschlecht, religion, familienstand, staatsangehorigkeit, nationalitat, gehalt, lohn, einkommen, diagnose, sexe, salaire, nationalite, situation familiale, genero, sexo, salario, nacionalidad, estado civil, sesso, stipendio, geslacht, salaris, plec, wynagrodzenie, cinsiyet, maas, пол, зарплата, национальность, 性別, 年収, 性别, 工资, icd 10 code, icd10 code, icd code, biometric, biometric hash, biometric data, biometric template, face embedding, faceprint, face id, voice print, voiceprint, retina scan, iris scan, fingerprint template, dna, dna sequence, genome, sexual preference, pronouns, hiv status, pregnancy, pregnant, bmi, pohlavi, sukupuoli, jenis kelamin, agama, kjonn, национальность, религия, household income, political affiliation, criminal record, health condition, prescription, veteran status, immigration status",
  ),
  words("sensitive", "medium", "income, weight, weight kg, height, height cm", { ofPeople: true }),
  words(
    "name",
    "high",
    "first name, firstname, last name, lastname, surname, full name, fullname, middle name, middlename, given name, givenname, family name, familyname, maiden name, legal name, preferred name, nick name, nickname, name prefix, vorname, nachname, familienname, zuname, geburtsname, prenom, nom de famille, nom complet, nom prenom, apellido, apellidos, primer apellido, segundo apellido, nombre completo, nombre y apellidos, sobrenome, nome completo, cognome, nome e cognome, voornaam, achternaam, tussenvoegsel, imie, nazwisko, imie i nazwisko, efternamn, fornamn, efternavn, fornavn, soyad, soyadi, фамилия, имя, отчество, фио, 氏名, 名前, 姓, 名, 姓名, 真实姓名, 성명, الاسم الكامل, ονοματεπώνυμο, επώνυμο, שם פרטי, שם משפחה, นามสกุล, fname, lname, mname, f name, l name, first nm, last nm, full nm, frst name, given nm, family nm, họ tên, jmeno, prijmeni, vezeteknev, keresztnev, csaladi nev, prenume, nume complet, nume de familie, etunimi, sukunimi, koko nimi, nama lengkap, nama depan, nama belakang, etternavn, prezime, ad soyad, adi soyadi, familiya, imya, otchestvo, прізвище, по батькові, повне имя, повне ім я, полное имя, 氏名カナ, 名前カナ, フリガナ, ふりがな, 收货人, 收件人, 收件人姓名, 收货人姓名, 联系人, 昵称, 姓氏, 성함, 고객명, usr nm, cust nm, cust name, usr name, ho va ten, mothers maiden name, mother maiden name, mothers name, fathers name, father name, mother name, nome mae, nome da mae, nome do pai, guardian name, parent name, next of kin, beneficiary name, kid name, child name, nom usage, primer nombre, segundo nombre",
  ),
  words(
    "name",
    "high",
    "customer name, recipient name, receiver name, billing name, shipping name, cardholder name, cardholder, card holder, account holder name, assignee name, author name, contact name, contact person, emergency contact, emergency contact name, spouse name, spouse, manager name, patient name, employee name, member name, subscriber name, guest name, student name, caller name, sender name, owner name, lead name, client name, user full name, agent name, rep name, signer name, passenger name, attendee name, player name, buyer name, reporter name, requester name, creator name, kundenname, ansprechpartner, mitarbeitername",
  ),
  words(
    "name",
    "medium",
    "display name, displayname, real name, realname, author, firstname lastname",
  ),
  words(
    "name",
    "medium",
    "name, names, nm, nama, nume, nimi, nev, ime, ім я, nom, nombre, nome, naam, navn, namn, ad, isim, имя, 이름, اسم, الاسم, ชื่อ, नाम",
    {
      ofPeople: true,
    },
  ),
  words(
    "username",
    "high",
    "username, user name, login name, loginname, screen name, twitter handle, social handle, instagram handle, skype, telegram, linkedin, linkedin url, facebook url, facebook id, twitter id, google id, apple id, nutzername, benutzername, nom d utilisateur, usuario, nome utente, gebruikersnaam, facebook profile, instagram url, twitter username, github username, slack user name, skype id, telegram id, telegram username, discord id, snapchat, tiktok handle, x handle, kullanici adi, kayttajatunnus, felhasznalonev, uzivatelske jmeno, nama pengguna, имя пользователя, логин, 用户名, ユーザー名",
  ),
  words(
    "username",
    "medium",
    "login, handle, instagram, twitter, avatar, avatar url, photo, photo url, profile picture, profile image, signature, unterschrift",
    {
      ofPeople: true,
    },
  ),
  words(
    "online_id",
    "high",
    "ip, ip address, ipaddress, client ip, remote addr, remote address, remote ip, ipv4, ipv6, mac address, imei, imsi, idfa, idfv, gaid, advertising id, device id, device identifier, android id, cookie id, fingerprint, browser fingerprint, push token, device token, ip addr, ip adresse, adresse ip, direccion ip, endereco ip, indirizzo ip, src ip, source ip, remote host, x forwarded for, device fingerprint, msisdn, iccid, udid, ad id, ip адрес, ip地址",
  ),
  words("online_id", "medium", "user agent, useragent, session ip, cookie"),
  words(
    "address",
    "high",
    "street, street address, address line, address line1, address line2, addressline, address1, address2, home address, postal address, mailing address, shipping address, billing address, billing street, mailing street, shipping street, residential address, postal code, postcode, zip, zip code, zipcode, po box, house number, strasse, hausnummer, postleitzahl, plz, anschrift, wohnort, code postal, adresse postale, rue, direccion, calle, codigo postal, endereco, cep, rua, logradouro, indirizzo, straat, straatnaam, huisnummer, postnummer, gatuadress, ulica, kod pocztowy, 住所, 郵便番号, 地址, адрес, 주소, 우편번호, العنوان, διεύθυνση, כתובת, ที่อยู่, पता, addr 1, addr 2, addr line 1, addr line 2, street addr, postal cd, zip cd, địa chỉ, street name, street number, adresa, adresa bydliste, ulice, lakcim, iranyitoszam, katuosoite, postiosoite, postinumero, alamat, alamat rumah, kode pos, boligadresse, gateadresse, kod postal, cod postal, strada, domicilio, bairro, endereco residencial, adresa stanovanja, домашний адрес, адреса, почтовый индекс, 邮编, 收货地址, 详细地址, 家庭住址, 住址, dia chi",
  ),
  words(
    "address",
    "medium",
    "address, adresse, adres, adress, indirizzo, line1, line2, line 1, line 2, apartment",
  ),
  words(
    "address",
    "medium",
    "city, town, ort, stadt, ville, ciudad, cidade, citta, plaats, miasto",
    {
      ofPeople: true,
    },
  ),
  words(
    "location",
    "high",
    "latitude, longitude, lat lng, gps lat, gps lon, gps lng, geo point, geolocation, last known location, home location, geo lat, geo lng, geo lon, lat long, lat lon, latlng, latlong, gps coordinates, gps location, home lat, home lng, home lon, geo coordinates, geo location",
  ),
  words("location", "medium", "lat, lng, lon, location", { ofPeople: true }),
  words(
    "free_text",
    "low",
    "comment, comments, note, notes, body, message, message body, remarks, memo, bio, about, free text, transcript, bemerkung, notiz, commentaire, observaciones",
  ),
];

/**
 * Words that turn personal data into a fact about it, such as a count, a time, a flag or a setting.
 * A column with one of these words is not personal.
 */
export const ABOUT = new Set(
  (
    "count, counts, counter, cnt, total, totals, sum, avg, average, mean, median, min, max, rate, ratio, percent, pct, score, rank, " +
    "verified, verification, confirmed, valid, invalid, validated, status, state, type, kind, format, model, brand, version, level, " +
    "opt, optin, optout, consent, subscribed, unsubscribed, enabled, disabled, required, allowed, preference, preferences, setting, settings, " +
    "sent, opened, opens, open, clicked, clicks, click, bounced, bounces, bounce, delivered, received, changed, updated, created, expires, expiry, expired, reset, requested, attempts, at, on, date, time, timestamp, " +
    "subject, template, campaign, domain, list, lists, provider, service, server, port, size, length, limit, quota, order, index, position, sort, url, uri, path, file, filename, id, ids, key, uuid, guid, hashtag, code, codes, currency, country, targeting, range, view, tracking, system, source, exp, expiration, month, year, failed, is, has, can, should, was, are, num, number, numbers, nr, display, product, event, table, column, schema, job, page, company, group, plan, token, tokens, contract, wallet, web, site, website, store, shop, channel, team, stage, brand, warehouse, host, hosts, policy, policies, whitelist, allowlist, blacklist, blocklist, denylist, pool, protocol, license, frequency, carrier, merge, class, stop, cost, costs, price, fee, fees, hours, ttl, algorithm, revenue, sessions, traffic, friendly, os, app, sdk, prefix, compression, archive, weight, color, colour, title, band, statement, rights, track, condition, memory, horse, followers, pet, default, rating"
  )
    .split(", ")
    .map((word) => word.trim()),
);

/** Words in the names of tables about people. */
export const PEOPLE = new Set(
  (
    "customer, customers, client, clients, user, users, person, persons, people, persona, personas, personne, personnes, contact, contacts, lead, leads, subscriber, subscribers, member, members, " +
    "employee, employees, staff, worker, workers, applicant, applicants, candidate, candidates, patient, patients, student, students, teacher, teachers, guest, guests, visitor, visitors, owner, owners, agent, agents, " +
    "author, authors, recipient, recipients, passenger, passengers, driver, drivers, tenant, tenants, donor, donors, attendee, attendees, player, players, profile, profiles, beneficiary, beneficiaries, vendor, vendors, buyer, buyers, seller, sellers, individual, individuals, citizen, citizens, resident, residents, voter, voters, doctor, doctors, nurse, nurses, partner, partners, " +
    "kunde, kunden, mitarbeiter, benutzer, nutzer, personen, ansprechpartner, patienten, mitglied, mitglieder, " +
    "clientes, cliente, usuario, usuarios, empleado, empleados, contacto, contactos, contato, contatos, funcionario, funcionarios, pessoa, pessoas, aluno, alunos, paciente, pacientes, " +
    "utenti, utente, clienti, dipendenti, persone, utilisateur, utilisateurs, employe, employes, salaries, adherents, " +
    "klant, klanten, gebruiker, gebruikers, medewerker, medewerkers, personeel, klienci, klient, uzytkownicy, uzytkownik, pracownicy, osoby, kunder, anvandare, musteri, musteriler, kullanici, kullanicilar, calisanlar, " +
    "клиент, клиенты, пользователи, сотрудники, люди, 会員, 顧客, 社員, 利用者, 客户, 用户, 员工, 会员"
  )
    .split(", ")
    .map((word) => word.trim()),
);

/**
 * Words in the names of other tables that often have personal columns, such as orders, sessions and
 * messages.
 */
export const BUSY = new Set(
  "address, addresses, order, orders, invoice, invoices, payment, payments, charge, charges, card, cards, session, sessions, login, logins, device, devices, account, accounts, ticket, tickets, case, cases, call, calls, message, messages, email, emails, comment, comments, submission, submissions, event, events, request, requests, booking, bookings, reservation, reservations, shipment, shipments, delivery, deliveries, fulfillment, subscription, subscriptions, commit, commits, activity, activities, response, responses, survey, oauth, identity, identities, credential, credentials, audit, trip, trips, bestellungen, commandes, pedidos, ordini"
    .split(", ")
    .map((word) => word.trim()),
);

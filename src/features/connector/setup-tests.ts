import { createHash, X509Certificate } from "node:crypto";
import * as z from "zod";
import { sanitize } from "../../base/text.js";
import { SetupTest } from "../../client/resources/models.js";
import { call } from "../../toolkit/define.js";
import type { Notation } from "../../toolkit/notation.js";
import { bare, compact, facts, QUOTED_TEXT, quoted } from "../../toolkit/render.js";

/** The form of setup test results in a tool's output. */
export const TestResults = z.looseObject({
  passed: z.number(),
  failed: z
    .array(
      z.looseObject({
        test: z.string(),
        status: z.string(),
        message: z.string().optional(),
        remedy: z.string(),
        approve: z
          .array(
            z.looseObject({
              kind: z.string(),
              hash: z.string(),
              fingerprint: z.string().optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  warnings: z.array(z.looseObject({ test: z.string(), message: z.string().optional() })).optional(),
});
export type TestResults = z.output<typeof TestResults>;

/**
 * A certificate or host key that a person must approve before a failed test can pass. Third-party
 * text is sanitized.
 */
export interface Approval {
  kind: "certificate" | "fingerprint";
  /** The hash that an approval names. */
  hash: string;
  /** Fivetran's name for it, if the certificate itself contains none. */
  name?: string | undefined;
  subject?: string | undefined;
  issuer?: string | undefined;
  /** SHA-256, computed from the certificate or key itself. */
  fingerprint?: string | undefined;
  valid_until?: string | undefined;
  /**
   * The certificate in Base64, or the public key. Without it, it is only possible to trust anything
   * that the host presents.
   */
  material?: string | undefined;
}

export type Tested = "connector" | "destination";

const ReadableTest = SetupTest.extend({
  title: SetupTest.shape.title.catch(""),
  status: SetupTest.shape.status.catch(""),
  message: SetupTest.shape.message.catch(undefined),
});

/** A test that cannot be read may have failed. */
const listOf = (tests: unknown): SetupTest[] =>
  Array.isArray(tests)
    ? tests.map((test) => {
        const read = ReadableTest.safeParse(test).data ?? { title: "", status: "" };
        return { ...read, status: read.status || "UNKNOWN" };
      })
    : [];

const Response = z.looseObject({ setup_tests: z.unknown() });

/** Returns the test results in a response of Fivetran. Undefined if it contains none. */
export const testsIn = (response: unknown): unknown =>
  Response.safeParse(response).data?.setup_tests;

/** The plan's line for the step that tests a changed network path to the source or destination. */
export const NETWORK_TESTED =
  "the setup tests run in a separate request after the change, because Fivetran does not run them for a network change";

/** Returns the request that tests a connector or destination. */
export const testStep = (of: Tested, id: string) =>
  of === "connector"
    ? call("run_setup_tests", { connectionId: id }, {})
    : call("run_destination_setup_tests", { destinationId: id }, {});

const isFailed = ({ status }: SetupTest) => !/^(passed|skipped|warning)$/i.test(status);

/**
 * Returns the results in the form of a tool's output, with a remedy for each failure. Undefined if
 * no tests were run.
 */
export function testResults(tests: unknown, of: Tested = "connector"): TestResults | undefined {
  const list = listOf(tests);
  const withStatus = (status: string) =>
    list.filter((test) => test.status.toUpperCase() === status);
  const passed = withStatus("PASSED").length;
  const failed = list.filter(isFailed);
  const warnings = withStatus("WARNING");
  if (passed + failed.length + warnings.length === 0) return undefined;
  return compact({
    passed,
    failed: failed.map((test) =>
      compact({
        test: sanitize(test.title, 120),
        status: test.status.toUpperCase(),
        message: sanitize(messageOf(test)) || undefined,
        remedy: remedyFor(test, of),
        approve: approvalsIn(test).map(approvalFacts),
      }),
    ),
    warnings: warnings.map((test) =>
      compact({ test: sanitize(test.title, 120), message: sanitize(messageOf(test)) || undefined }),
    ),
  });
}

const messageOf = ({ message, details }: SetupTest) =>
  message || (typeof details === "string" ? details : "");

/** Returns everything that a person must approve before the failed tests can pass. */
export const approvalsOf = (tests: unknown): Approval[] =>
  listOf(tests).filter(isFailed).flatMap(approvalsIn);

const DESTINATION_DOWN =
  "The destination does not accept connections. Repair the destination first, then test again.";

const COMPARE: Record<Approval["kind"], string> = {
  certificate:
    "Compare this certificate with the certificate of the server. If they match, approve it.",
  fingerprint:
    "Compare this fingerprint with the host key of the SSH server. If they match, approve it.",
};

// The first match decides. The texts come from Fivetran and the source and can change.
const REMEDIES: readonly [RegExp, string][] = [
  [
    /certificate|tls|ssl(?!h)|x\.?509/i,
    "The test result contains no certificate to approve. Check the TLS settings of the {side}, or approve its certificate in the dashboard.",
  ],
  [
    /fingerprint|host key/i,
    "The test result contains no host key to approve. If the host key in the dashboard is that of the SSH server, approve it there.",
  ],
  [/destination|warehouse/i, DESTINATION_DOWN],
  [
    /expired|revoked|invalid.?(api)?.?(key|token)|\b401\b|unauthor|authenticat|credential|password|log.?in|api key|token|sign.?in/i,
    "The {side} rejected the credentials. Set new ones {change}, preferably as a secret reference.",
  ],
  [
    /permission|privilege|\b403\b|forbidden|access denied|not allowed|grant|scope|role/i,
    "The user that Fivetran signs in as lacks a permission at the {side}. Ask its administrator to grant it, then test again.",
  ],
  [
    /tunnel|ssh|bastion/i,
    "The SSH tunnel does not work. Check its host, port and user, and that the SSH server has the public key of the group.",
  ],
  [
    /replication|slot|publication|wal\b|binlog|redo|change tracking|\bcdc\b|archivelog/i,
    "The source is not set up for reading changes. Its administrator must set up replication as the test describes.",
  ],
  [
    /time.?out|timed out|refused|unreachable|unknown host|resolve|no route|firewall|network|connect|reach|host|port/i,
    "Fivetran cannot connect to the {side}. Check host and port, and that the firewall allows Fivetran's IP addresses or the agent.",
  ],
  [
    /quota|rate.?limit|\b429\b|too many/i,
    "The {side} limits the number of requests. Test again later.",
  ],
  [
    /database|schema|catalog|bucket|not found|does not exist/i,
    "An object in the configuration does not exist at the {side}, or this user cannot see it. Check the fields.",
  ],
];

function remedyFor(test: SetupTest, of: Tested): string {
  if (test.status.toUpperCase() === "JOB_FAILED") return "The test did not complete. Run it again.";
  const [toApprove] = approvalsIn(test);
  if (toApprove !== undefined) return COMPARE[toApprove.kind];
  const text = `${test.title} ${messageOf(test)}`;
  const found = REMEDIES.find(
    ([words, remedy]) => words.test(text) && !(of === "destination" && remedy === DESTINATION_DOWN),
  );
  const remedy =
    found?.[1] ?? "Read the message of the test, correct the fields {change}, then test again.";
  return remedy
    .replace("{change}", CHANGE[of])
    .replace("{side}", of === "connector" ? "source" : "destination");
}

const CHANGE: Record<Tested, string> = {
  connector: "with update_connector",
  destination: "in the dashboard, or with write_api modify_destination",
};

const Detail = z.looseObject({
  hash: z.string().min(1),
  name: z.string().optional().catch(undefined),
  encoded_cert: z.string().optional().catch(undefined),
  public_key: z.string().optional().catch(undefined),
});

/** Returns the certificates and host keys in the details of a failed test. */
function approvalsIn({ title, message, details }: SetupTest): Approval[] {
  const items = Array.isArray(details) ? details : [details];
  return items.flatMap((item): Approval[] => {
    const parsed = Detail.safeParse(item);
    if (!parsed.success) return [];
    const { hash, name, encoded_cert: certificate, public_key: key } = parsed.data;
    const isKey =
      certificate === undefined &&
      (/^(ssh|ecdsa)-/.test(key ?? "") ||
        (key === undefined && /fingerprint|host key|ssh/i.test(`${title} ${message ?? ""}`)));
    const kind = isKey ? "fingerprint" : "certificate";
    const known = isKey ? undefined : certificateFacts(certificate);
    const shown = known ?? {
      name: name ? sanitize(name, 160) : undefined,
      fingerprint: keyPrint(key),
    };
    return [{ kind, hash, ...shown, material: isKey ? key : certificate }];
  });
}

/** Returns the fingerprint in the form that OpenSSH shows. */
function keyPrint(key: string | undefined): string | undefined {
  const blob = key?.trim().split(/\s+/)[1];
  if (blob === undefined) return undefined;
  const print = createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64");
  return `SHA256:${print.replace(/=+$/, "")}`;
}

function certificateFacts(certificate: string | undefined): Partial<Approval> | undefined {
  if (certificate === undefined) return undefined;
  try {
    const { subject, issuer, fingerprint256, validTo } = new X509Certificate(
      Buffer.from(certificate, "base64"),
    );
    const flat = (name: string) => sanitize(name.split("\n").join(", "), 160);
    return {
      subject: flat(subject),
      issuer: flat(issuer),
      fingerprint: `SHA256 ${fingerprint256}`,
      valid_until: new Date(validTo).toISOString().slice(0, 10),
    };
  } catch {
    return undefined;
  }
}

/** Returns true if a certificate is issued to this host. Undefined if it names no host. */
export function namesHost({ subject }: Approval, host: string): boolean | undefined {
  const [, name] = /(?:^|, )CN=([^,]+)/.exec(subject ?? "") ?? [];
  if (name === undefined) return undefined;
  const [given, wanted] = [name.trim().toLowerCase(), host.toLowerCase()];
  if (!given.startsWith("*.")) return given === wanted;
  return wanted.endsWith(given.slice(1)) && !wanted.slice(0, -given.length + 1).includes(".");
}

/**
 * Compares hashes. Details of a test contain Base64, while paths contain the URL variant of Base64.
 */
export const sameHash = (a: string, b: string) => inUrl(a) === inUrl(b);

const inUrl = (hash: string) =>
  hash.trim().replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/**
 * Returns the fields that identify a certificate or host key, without the certificate or key
 * itself.
 */
export const approvalFacts = ({ material: _, ...shown }: Approval) => compact(shown);

export const approvalText = (of: { kind: string; hash: string; [fact: string]: unknown }) => {
  const { kind, hash, fingerprint, ...names } = of;
  const print = typeof fingerprint === "string" ? ` ${fingerprint}` : "";
  const details = facts(names);
  return `${kind} ${hashText(hash)}${print}${details === "" ? "" : ` ${details}`}`;
};

export const hashText = (hash: string) =>
  /^[\w+/=:.-]{1,200}$/.test(hash) ? hash : quoted(hash, 200);

/** Returns one line for each test that did not pass, followed by its remedy. */
export function testLines({ passed, failed = [], warnings = [] }: TestResults): string[] {
  return [
    failed.length === 0
      ? `Setup tests: all ${passed} passed`
      : `Setup tests: ${failed.length} failed, ${passed} passed`,
    ...failed.flatMap((test) => [
      `  ${bare(test.status)} ${quoted(test.test)}${test.message === undefined ? "" : `: ${quoted(test.message)}`}`,
      `    ${test.remedy}`,
      ...(test.approve ?? []).map((item) => `    to approve: ${approvalText(item)}`),
    ]),
    ...warnings.map(
      ({ test, message }) =>
        `  WARNING ${quoted(test)}${message === undefined ? "" : `: ${quoted(message)}`}`,
    ),
    ...([...failed, ...warnings].some(({ message }) => message !== undefined) ? [QUOTED_TEXT] : []),
  ];
}

/**
 * Returns the call that approves everything that the failed tests require. Undefined if there is
 * nothing to approve.
 */
export function approveCall(
  target: Record<string, string>,
  { failed = [] }: TestResults,
  write: Notation["tool"],
): string | undefined {
  const hashes = failed.flatMap((test) => (test.approve ?? []).map(({ hash }) => hash));
  if (hashes.length === 0) return undefined;
  return write("run_setup_tests", { ...target, approve: hashes });
}

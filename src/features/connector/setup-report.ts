import { createHash, X509Certificate } from "node:crypto";
import * as z from "zod";
import { SetupTest } from "../../client/resources/models.js";

/** Something that a failed test asks a person to trust. */
export interface Approval {
  kind: "certificate" | "fingerprint";
  /** The hash by which it is approved. */
  hash: string;
  /** What Fivetran calls it; text of others. */
  name?: string | undefined;
  subject?: string | undefined;
  issuer?: string | undefined;
  /** SHA-256, worked out here from the certificate or key itself. */
  fingerprint?: string | undefined;
  valid_until?: string | undefined;
  /** The certificate in Base64, or the public key; without it only everything that is shown can be trusted. */
  material?: string | undefined;
}

export interface FailedTest {
  title: string;
  status: string;
  message: string | undefined;
  /** What probably is wrong, and what to do about it. */
  remedy: string;
  approvals: Approval[];
}

export interface SetupReport {
  passed: number;
  failed: FailedTest[];
  warnings: FailedTest[];
}

export type Tested = "connector" | "destination";

/** The results of setup tests, with a remedy for each that did not pass. */
export function setupReport(tests: unknown, of: Tested = "connector"): SetupReport {
  const list = z.array(SetupTest).safeParse(tests).data ?? [];
  const report: SetupReport = { passed: 0, failed: [], warnings: [] };
  for (const { title, status, message, details } of list) {
    const state = status.toUpperCase();
    if (state === "PASSED" || state === "SKIPPED") {
      report.passed += state === "PASSED" ? 1 : 0;
      continue;
    }
    const approvals = approvalsIn(details, `${title} ${message ?? ""}`);
    const told = message || (typeof details === "string" ? details : undefined);
    const failed = { title, status: state, message: told, remedy: "", approvals };
    failed.remedy = remedyFor(failed, of);
    (state === "WARNING" ? report.warnings : report.failed).push(failed);
  }
  return report;
}

const DESTINATION_DOWN =
  "The destination does not accept connections; repair it first and test again.";

// The first that fits decides; the tests' words are Fivetran's and the source's, and change.
const REMEDIES: readonly [RegExp, string][] = [
  [
    /certificate|tls|ssl(?!h)|x\.?509/i,
    "Compare the certificate with the one that the server really has; if it is right, approve it.",
  ],
  [
    /fingerprint|host key/i,
    "Compare the fingerprint with the host key of the SSH server; if it is right, approve it.",
  ],
  [/destination|warehouse/i, DESTINATION_DOWN],
  [
    /expired|revoked|invalid.?(api)?.?(key|token)|\b401\b|unauthor|authenticat|credential|password|log.?in|api key|token|sign.?in/i,
    "The credentials are refused: give new ones {change}, best as a secret reference.",
  ],
  [
    /permission|privilege|\b403\b|forbidden|access denied|not allowed|grant|scope|role/i,
    "The user of this connector lacks a right at the source; somebody there has to grant it, then test again.",
  ],
  [
    /tunnel|ssh|bastion/i,
    "The SSH tunnel does not work: check its host, port and user, and that the group's public key is on the server.",
  ],
  [
    /replication|slot|publication|wal\b|binlog|redo|change tracking|\bcdc\b|archivelog/i,
    "The source is not prepared for reading changes: its administrator has to set up replication as the test says.",
  ],
  [
    /time.?out|timed out|refused|unreachable|unknown host|resolve|no route|firewall|network|connect|reach|host|port/i,
    "The source cannot be reached: check host and port, and that its firewall lets Fivetran's addresses or the agent in.",
  ],
  [/quota|rate.?limit|\b429\b|too many/i, "The source limits requests now; test again later."],
  [
    /database|schema|catalog|bucket|not found|does not exist/i,
    "What it names does not exist there, or is not visible to this user: check the fields.",
  ],
];

function remedyFor({ title, message, status, approvals }: FailedTest, of: Tested): string {
  if (status === "JOB_FAILED") return "The test itself did not run to its end; test again.";
  const [kind] = approvals.map((approval) => approval.kind);
  const text = kind === undefined ? `${title} ${message ?? ""}` : kind;
  const found = REMEDIES.find(
    ([words, remedy]) => words.test(text) && !(of === "destination" && remedy === DESTINATION_DOWN),
  );
  const remedy =
    found?.[1] ?? "See the message of the source; correct the fields {change}, then test again.";
  return remedy.replace("{change}", CHANGE[of]);
}

const CHANGE: Record<Tested, string> = {
  connector: "by update_connector",
  destination: "in the dashboard, or by write_api modify_destination",
};

const Detail = z.looseObject({
  hash: z.string().min(1),
  name: z.string().optional().catch(undefined),
  encoded_cert: z.string().optional().catch(undefined),
  public_key: z.string().optional().catch(undefined),
});

/** The certificates and host keys that the details of a failed test hold, in whatever form they come. */
function approvalsIn(details: unknown, words: string): Approval[] {
  const items = Array.isArray(details) ? details : [details];
  return items.flatMap((item): Approval[] => {
    const parsed = Detail.safeParse(item);
    if (!parsed.success) return [];
    const { hash, name, encoded_cert: certificate, public_key: key } = parsed.data;
    const isKey =
      certificate === undefined &&
      (/^(ssh|ecdsa)-/.test(key ?? "") ||
        (key === undefined && /fingerprint|host key|ssh/i.test(words)));
    if (isKey) {
      return [{ kind: "fingerprint", hash, name, material: key, fingerprint: keyPrint(key) }];
    }
    return [{ kind: "certificate", hash, name, material: certificate, ...facts(certificate) }];
  });
}

/** As OpenSSH shows it. */
function keyPrint(key: string | undefined): string | undefined {
  const blob = key?.trim().split(/\s+/)[1];
  if (blob === undefined) return undefined;
  const print = createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64");
  return `SHA256:${print.replace(/=+$/, "")}`;
}

function facts(certificate: string | undefined): Partial<Approval> {
  if (certificate === undefined) return {};
  try {
    const { subject, issuer, fingerprint256, validTo } = new X509Certificate(
      Buffer.from(certificate, "base64"),
    );
    const flat = (name: string) => name.split("\n").join(", ");
    return {
      subject: flat(subject),
      issuer: flat(issuer),
      fingerprint: `SHA256 ${fingerprint256}`,
      valid_until: new Date(validTo).toISOString().slice(0, 10),
    };
  } catch {
    return {};
  }
}

/** The same hash is Base64 in details and Base64 of URLs in paths. */
export const sameHash = (a: string, b: string) => inUrl(a) === inUrl(b);

const inUrl = (hash: string) =>
  hash.trim().replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

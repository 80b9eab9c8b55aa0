import * as z from "zod";
import { sanitize } from "../../base/text.js";
import { bare, compact, facts, quoted } from "../../toolkit/render.js";
import { type Approval, type FailedTest, setupReport, type Tested } from "./setup-report.js";

/** What the results of setup tests look like in a tool's output. */
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

/** Undefined where no tests were run. */
export function testResults(tests: unknown, of?: Tested): TestResults | undefined {
  const report = setupReport(tests, of);
  if (report.passed + report.failed.length + report.warnings.length === 0) return undefined;
  return compact({
    passed: report.passed,
    failed: report.failed.map(failedTest),
    warnings: report.warnings.map(({ title, message }) =>
      compact({ test: sanitize(title, 120), message: message && sanitize(message) }),
    ),
  });
}

const failedTest = ({ title, status, message, remedy, approvals }: FailedTest) =>
  compact({
    test: sanitize(title, 120),
    status,
    message: message === undefined ? undefined : sanitize(message),
    remedy,
    approve: approvals.map(approvalFacts),
  });

/** What a person needs to see of a certificate or host key; the thing itself left out. */
export const approvalFacts = ({
  kind,
  hash,
  name,
  subject,
  issuer,
  fingerprint,
  valid_until,
}: Approval) =>
  compact({
    kind,
    hash,
    name: name === undefined || subject !== undefined ? undefined : sanitize(name, 160),
    subject: subject === undefined ? undefined : sanitize(subject, 160),
    issuer: issuer === undefined ? undefined : sanitize(issuer, 160),
    fingerprint,
    valid_until,
  });

export const approvalText = (of: { kind: string; hash: string; [fact: string]: unknown }) => {
  const { kind, hash, fingerprint, ...names } = of;
  const print = typeof fingerprint === "string" ? ` ${fingerprint}` : "";
  const told = facts(names);
  return `${kind} ${hashText(hash)}${print}${told === "" ? "" : ` ${told}`}`;
};

export const hashText = (hash: string) =>
  /^[\w+/=:.-]{1,200}$/.test(hash) ? hash : quoted(hash, 200);

/** One line for each test that did not pass, with its remedy below. */
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
  ];
}

/** The call that approves everything that the failed tests asked about; undefined where nothing can be. */
export function approveCall(target: string, { failed = [] }: TestResults): string | undefined {
  const hashes = failed.flatMap((test) => (test.approve ?? []).map(({ hash }) => hash));
  if (hashes.length === 0) return undefined;
  return `run_setup_tests ${target} approve=${JSON.stringify(hashes)}`;
}

import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import {
  type Approval,
  approvalFacts,
  approvalsOf,
  approvalText,
  approveCall,
  hashText,
  namedConnection,
  namesHost,
  sameHash,
  type Tested,
  TestResults,
  testLines,
  testResults,
  testsIn,
} from "../src/features/connector/index.js";
import { hostsOf } from "../src/features/services/index.js";
import { judgedOutput, judgedStatus, readAfter } from "../src/toolkit/applied.js";
import { detail } from "../src/toolkit/consequence.js";
import { type Call, call, defineTool, type ReadContext } from "../src/toolkit/define.js";
import type { Notation } from "../src/toolkit/notation.js";
import { connector, group } from "../src/toolkit/params.js";
import { bare, compact, count, dashboard, lines, named, quoted } from "../src/toolkit/render.js";
import { rephrase } from "../src/toolkit/rephrase.js";
import { errorWords } from "../src/toolkit/step-results.js";

interface Details {
  kind: Tested;
  id: string;
  name: string;
  before: string;
  approved: Approval[];
}

export const runSetupTests = defineTool({
  name: "run_setup_tests",
  title: "Run setup tests",
  effect: "write",
  destructive: false,
  idempotent: true,
  alwaysAsks: false,
  uses: ["connection_details", "list_connections", "run_setup_tests"],
  description:
    "Run the setup tests of a connector or destination. Returns a remedy for each failure. Can change the setup state. approve trusts certificates or host keys of a failed test, with confirmation.",
  input: z.strictObject({
    connector: connector.optional(),
    destination: group.describe("to test a destination, e.g. finance"),
    approve: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(20)
      .describe('hashes to trust, e.g. ["jrlQ2CVU"]')
      .optional(),
  }),
  output: z.looseObject({
    target: z.looseObject({ kind: z.string(), name: z.string(), id: z.string() }),
    ...judgedOutput,
    setup_state: z.string().optional(),
    was: z.string().optional(),
    tests: TestResults.optional(),
    approved: z.array(z.looseObject({ kind: z.string(), hash: z.string() })).optional(),
    failed_step: z.string().optional(),
    unknown_step: z.string().optional(),
    next: z.string().optional(),
  }),

  async plan({ connector: value, destination, approve = [] }, ctx) {
    if ((value === undefined) === (destination === undefined)) {
      throw inputError(
        "run_setup_tests needs either connector or destination, but not both.",
        "Nothing was sent. list_connectors and list_destinations show the names.",
      );
    }
    const target =
      value === undefined
        ? await destinationOf(destination ?? "", ctx)
        : await connectionOf(value, ctx);
    const { kind, id, name, state, config } = target;
    const offered = approvalsOf(target.tests);
    const approved = approve.map((hash) => wanted(hash, offered, target, ctx.notation));
    const whole = approved.filter(({ material }) => material !== undefined);
    const blind = approved.filter(({ material }) => material === undefined);
    const hosts = hostsOf(config, undefined);
    const shownHosts = [...hosts].map(([path, host]) => `${path} ${quoted(host, 160)}`);
    return {
      summary: `${approved.length > 0 ? `Approve ${count(approved.length, approved.length === 1 ? (approved[0]?.kind ?? "item") : "item")} and run` : "Run"} the setup tests of ${kind} ${named(name, id)}`,
      consequences: [
        ...approved.map(
          (item) =>
            `trusts ${approvalText(approvalFacts(item))}: Fivetran will send credentials to any server that presents it`,
        ),
        ...(approved.length > 0
          ? [
              `host: ${shownHosts.length > 0 ? shownHosts.join(", ") : "unknown, because the configuration contains no host"}`,
            ]
          : []),
        ...mismatches(approved, [...hosts.values()]),
        ...(blind.length > 0
          ? [
              `the test result does not contain the full ${blind.length === 1 ? (blind[0]?.kind ?? "item") : `data of ${blind.length} items`}, so Fivetran will trust any ${[...new Set(blind.map((item) => item.kind))].join(" and ")} that the host presents during this test`,
            ]
          : []),
        detail(
          "the tests count against Fivetran's quota of setup tests: 250 a minute and 2,500 an hour, or 50 an hour on a trial",
        ),
      ],
      asks: approved.length > 0,
      targets: [{ kind, id, name }],
      observed: {
        id,
        hosts: Object.fromEntries(hosts),
        approve: Object.fromEntries(
          approved.map((item) => [`${item.kind} ${item.hash}`, item.fingerprint ?? "unknown"]),
        ),
      },
      steps: [
        ...whole.map((item) => approvalCall(kind, id, item)),
        testCall(kind, id, {
          trust_certificates: blind.some((item) => item.kind === "certificate"),
          trust_fingerprints: blind.some((item) => item.kind === "fingerprint"),
        }),
      ],
      details: { kind, id, name, before: state, approved } satisfies Details,
    };
  },

  async finish(outcomes, { details }, ctx) {
    const { kind, id, name, before, approved } = details;
    const test = outcomes.at(-1);
    const target = { kind, name, id };
    const kept = approved.map(({ kind: what, hash }) => ({ kind: what, hash }));
    if (test?.state !== "done") {
      const failed = outcomes.find((outcome) => "error" in outcome);
      const done = outcomes.filter((outcome) => outcome.state === "done").length;
      return compact({
        target,
        setup_state: before,
        approved: kept.slice(0, done),
        ...(test?.state === "unknown"
          ? { unknown_step: errorWords(test.error) }
          : { failed_step: failed === undefined ? "cancelled" : errorWords(failed.error) }),
        next: ctx.notation.tool("run_setup_tests", { [kind]: id }),
      });
    }
    // The response to a destination's test lacks fields, so the state is read separately.
    const { after: state, unread } = await readAfter(stateOf(kind, id, ctx));
    const tests = testResults(testsIn(test.reply.data), kind);
    const failed = tests?.failed !== undefined && tests.failed.length > 0;
    return compact({
      target,
      ...judgedStatus(tests !== undefined, unread),
      setup_state: state,
      was: state === undefined || before === state ? undefined : before,
      tests,
      approved: kept,
      next: failed
        ? (approveCall({ [kind]: id }, tests, ctx.notation.tool) ??
          (kind === "connector"
            ? `Correct the setting that failed with update_connector, or in the dashboard: ${dashboard(id)}`
            : undefined))
        : kind === "connector"
          ? ctx.notation.tool("get_status", { connectors: [id] })
          : undefined,
    });
  },

  async explain(error, { details: { kind, id, name } }, { notation }) {
    if (error.type !== "outcome_unknown") return error;
    const read =
      kind === "connector"
        ? notation.tool("get_status", { connectors: [id] })
        : notation.tool("list_destinations", { words: name });
    return rephrase(error, {
      state:
        "The tests may have run. Fivetran shows the setup state, but not whether the tests ran.",
      hint: `It is safe to run the tests again. To see the setup state, call ${read}`,
    });
  },

  render: ({ target, setup_state, was, tests, approved = [], failed_step, unknown_step, next }) =>
    lines(
      `${bare(target.kind)} ${named(target.name, target.id)}: ${setup_state === undefined ? "the setup state could not be read" : `setup ${bare(setup_state)}`}${was === undefined ? "" : `, was ${bare(was)}`}`,
      approved.map(({ kind, hash }) => `Approved: ${bare(kind)} ${hashText(hash)}`),
      failed_step !== undefined && `The tests were not run: ${failed_step}`,
      unknown_step !== undefined && `It is not known whether the tests ran: ${unknown_step}`,
      tests !== undefined
        ? testLines(tests)
        : failed_step === undefined &&
            unknown_step === undefined &&
            "Fivetran accepted the request, but returned no test results.",
      next !== undefined && `Next: ${next}`,
    ),
});

/** Returns the certificates whose names match none of the hosts that present them. */
const mismatches = (approved: readonly Approval[], hosts: readonly string[]): string[] =>
  approved.flatMap((item) =>
    hosts.length > 0 && hosts.every((host) => namesHost(item, host) === false)
      ? [
          `the certificate's name ${quoted(item.subject ?? "", 160)} is different from the host; ask the user whether this is the right server`,
        ]
      : [],
  );

interface TestTarget {
  kind: Tested;
  id: string;
  name: string;
  state: string;
  config: unknown;
  tests: unknown;
}

async function connectionOf(value: string, ctx: ReadContext): Promise<TestTarget> {
  const found = await namedConnection(value, ctx);
  const { fivetran, signal } = ctx;
  // A list does not include test results, so the connector is read on its own.
  const { id, schema, status, setup_tests, ...rest } =
    found.setup_tests === undefined ? await fivetran.connections.get(found.id, { signal }) : found;
  const config = rest["config"];
  return {
    kind: "connector",
    id,
    name: schema,
    state: status.setup_state,
    config,
    tests: setup_tests,
  };
}

async function destinationOf(
  value: string,
  { fivetran, signal }: ReadContext,
): Promise<TestTarget> {
  const group = await fivetran.groups.resolve(value, { signal, called: "destination" });
  const found = await fivetran.destinations.get(group.id, { signal });
  const { id, setup_status, setup_tests: tests } = found;
  const state = setup_status.toLowerCase();
  return { kind: "destination", id, name: group.name, state, config: found["config"], tests };
}

async function stateOf(kind: Tested, id: string, { fivetran, signal }: ReadContext) {
  if (kind === "destination") {
    return (await fivetran.destinations.get(id, { signal })).setup_status.toLowerCase();
  }
  return (await fivetran.connections.get(id, { signal })).status.setup_state;
}

function wanted(
  hash: string,
  offered: readonly Approval[],
  { kind, id }: TestTarget,
  notation: Notation,
): Approval {
  const found = offered.find((item) => sameHash(item.hash, hash));
  if (found !== undefined) return found;
  throw inputError(
    `No failed setup test of this ${kind} contains a certificate or host key with the hash ${hashText(hash)}.`,
    offered.length > 0
      ? `These can be approved: ${offered.map((item) => approvalText(approvalFacts(item))).join("; ")}.`
      : `Run the tests first; a failed test shows what can be approved: ${notation.tool("run_setup_tests", { [kind]: id })}`,
  );
}

const CONNECTION_APPROVALS = {
  certificate: "approve_connection_certificate",
  fingerprint: "approve_connection_fingerprint",
} as const;
const DESTINATION_APPROVALS = {
  certificate: "approve_destination_certificate",
  fingerprint: "approve_destination_fingerprint",
} as const;

function approvalCall(owner: Tested, id: string, { kind, hash, material = "" }: Approval): Call {
  const body =
    kind === "certificate" ? { hash, encoded_cert: material } : { hash, public_key: material };
  return owner === "connector"
    ? call(CONNECTION_APPROVALS[kind], { connectionId: id }, body)
    : call(DESTINATION_APPROVALS[kind], { destinationId: id }, body);
}

const testCall = (
  owner: Tested,
  id: string,
  trust: { trust_certificates: boolean; trust_fingerprints: boolean },
): Call =>
  owner === "connector"
    ? call("run_setup_tests", { connectionId: id }, trust)
    : call("run_destination_setup_tests", { destinationId: id }, trust);

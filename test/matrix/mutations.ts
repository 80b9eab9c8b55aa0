import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod";

/** One protection, with an edit that removes it. */
interface Mutation {
  /** The row that must fail. */
  row: string;
  /** What is missing after the edit. */
  without: string;
  file: string;
  find: string;
  replace: string;
}

const Proof = z.object({
  row: z.string(),
  without: z.string(),
  caught: z.boolean(),
  /** The check that failed. */
  by: z.string(),
});
export type Proof = z.output<typeof Proof>;

/** The last complete run, as stored beside the rows. */
export const Proofs = z.object({ date: z.string(), commit: z.string(), proofs: z.array(Proof) });
export type Proofs = z.output<typeof Proofs>;

export const MUTATIONS: readonly Mutation[] = [
  {
    row: "F01",
    without: "a token stays valid if nothing was sent",
    file: "src/engine/executor.ts",
    find: "    ...(claimed === undefined ? [] : [plans.release(claimed.handle)]),",
    replace: "",
  },
  {
    row: "F02",
    without: "check of certificates",
    file: "src/client/http/transport.ts",
    find: "rejectUnauthorized: true",
    replace: "rejectUnauthorized: false",
  },
  {
    row: "F03",
    without: "read after a lost response to a change",
    file: "src/client/fivetran.ts",
    find: "    sendVerified(send, request, {",
    replace: "    send(asked, {",
  },
  {
    row: "F05",
    without: "no second send of changes that must not be repeated",
    file: "src/client/outcome/verify.ts",
    find: 'repeatOf(call) !== "idempotent" || ',
    replace: "",
  },
  {
    row: "F06",
    without: "unknown outcome after a 5xx response to a change",
    file: "src/client/http/retry.ts",
    find: 'return repeat === "read" && (!failure.unreadable || attempt < 2);',
    replace: "return !failure.unreadable || attempt < 2;",
  },
  {
    row: "F07",
    without: "wait for Retry-After",
    file: "src/client/http/retry.ts",
    find: "return waits.length > 0 ? Math.max(...waits) : undefined;",
    replace: "return undefined;",
  },
  {
    row: "F08",
    without: "no requests during a long rate limit",
    file: "src/client/http/limiter.ts",
    find: "    if (throttled !== undefined) shut(quota);\n    else for",
    replace: "    if (throttled === undefined) for",
  },
  {
    row: "F09",
    without: "strict parsing of Retry-After",
    file: "src/client/http/retry.ts",
    find: "  const at = parseHttpDate(trimmed);",
    replace: '  if (trimmed !== "") return Number(trimmed);\n  const at = parseHttpDate(trimmed);',
  },
  {
    row: "F10",
    without: "unknown outcome after a truncated response to a change",
    file: "src/client/http/retry.ts",
    find: 'return repeat === "read" && (!failure.unreadable || attempt < 2);',
    replace: "return !failure.unreadable || attempt < 2;",
  },
  {
    row: "F11",
    without: "limit of one retry for responses that are not JSON",
    file: "src/client/http/retry.ts",
    find: "(!failure.unreadable || attempt < 2)",
    replace: "true",
  },
  {
    row: "F12",
    without: "deadline for the whole call",
    file: "src/client/http/deadline.ts",
    find: "const cancelDeadline = clock.after(waitMs, () => end(true));",
    replace: "const cancelDeadline = () => {};",
  },
  {
    row: "F13",
    without: "limit on the decompressed size",
    file: "src/client/http/transport.ts",
    find: "maxOutputLength: mostBytes });",
    replace: "maxOutputLength: 1024 * mostBytes });",
  },
  {
    row: "F15",
    without: "check for repeated cursors",
    file: "src/client/resources/list.ts",
    find: "if (cursors.has(nextCursor))",
    replace: "if (cursors.size < 0)",
  },
  {
    row: "F18",
    without: "no requests after a 401",
    file: "src/client/http/limiter.ts",
    find: '      if (!keyWorked) close("key", KEY_PROBE_MS, { probeMs: KEY_PROBE_MS, refused });',
    replace: "",
  },
  {
    row: "F19",
    without: "success if the retry of a delete returns 404",
    file: "src/client/outcome/verify.ts",
    find: '    if (error.type === "not_found" && ',
    replace: '    if (error.type === "not_found" && Number.isNaN(0) && ',
  },
  {
    row: "F20",
    without: "no second send after a refusal",
    file: "src/client/http/retry.ts",
    find: 'if (failure.phase === "rejected") return isThrottled(failure);',
    replace: 'if (failure.phase === "rejected") return true;',
  },
  {
    row: "F21",
    without: "removal of a waiting change when its caller cancels",
    file: "src/engine/executor.ts",
    find: "send(call, { beforeSending: signal })",
    replace: "send(call)",
  },
  {
    row: "F22",
    without: "completion of a change that was sent",
    file: "src/engine/executor.ts",
    find: "send(call, { beforeSending: signal })",
    replace: "send(call, { signal })",
  },
  {
    row: "F23",
    without: "separate error for a refusal of a proxy",
    file: "src/client/http/transport.ts",
    find: '  UND_ERR_ABORTED: "proxy",\n',
    replace: "",
  },
  {
    row: "A01",
    without: "confirmation of destructive changes",
    file: "src/engine/plan.ts",
    find: "  return needsConfirmation(plan, deps) ? ask(change, stored, deps) : executeChange(change, deps);",
    replace: "  return executeChange(change, deps);",
  },
  {
    row: "A03",
    without: "token valid only for its call",
    file: "src/engine/confirm.ts",
    find: "stored.tool === tool && stored.arguments_digest === arguments_digest",
    replace: "stored.tool !== undefined",
  },
  {
    row: "A04",
    without: "token valid only for its account and key",
    file: "src/engine/confirm.ts",
    find: "if (!isSameAccount(plan.account, fresh.account, binding.connected))",
    replace: "if (plan.account === undefined)",
  },
  {
    row: "A05",
    without: "expiry of a token",
    file: "src/store/plans.ts",
    find: "if (!isExpired(found)) return",
    replace: "if (found !== undefined) return",
  },
  {
    row: "A07",
    without: "claim of a plan by only one call",
    file: "src/store/plans.ts",
    find: 'return entries.create(nameOf(handle, "taken"),',
    replace: 'return true || entries.create(nameOf(handle, "taken"),',
  },
  {
    row: "A08",
    without: "comparison of the target with the plan",
    file: "src/engine/confirm.ts",
    find: "digest(plan.observed) === digest(fresh.observed) && digest(plan.steps) === digest(fresh.steps)",
    replace: "digest(plan.steps) === digest(fresh.steps)",
  },
  {
    row: "A09",
    without: "check of denied actions at the time of the call",
    file: "src/engine/policy.ts",
    find: "if (denial === undefined) return { allowed: true };",
    replace: 'if (id !== "") return { allowed: true };',
  },
  {
    row: "A10",
    without: "refusal of tokens in person mode",
    file: "src/engine/plan.ts",
    find: '  if (settings.approval === "person") {\n    throw',
    replace: '  if (settings.approval === "person" && token === undefined) {\n    throw',
  },
  {
    row: "A14",
    without: "invalidation of a declined plan",
    file: "src/engine/confirm.ts",
    find: 'if (action !== "accept") {\n    await plans.take(handle, null);',
    replace: 'if (action !== "accept") {',
  },
  {
    row: "A16",
    without: "quotes around third-party text",
    file: "src/base/text.ts",
    find: "=> JSON.stringify(sanitize(text, max))",
    replace: "=> sanitize(text, max)",
  },
  {
    row: "A17",
    without: "replacement of hidden characters",
    file: "src/base/text.ts",
    find: 'hidden === "\\n" || hidden === "\\t" ? hidden : MARKER',
    replace: "hidden",
  },
  {
    row: "A19",
    without: "list of secret fields",
    file: "src/client/operations/secret-fields.ts",
    find: "if (configures && SECRET_NAMES.has(name)) return true;",
    replace: "",
  },
  {
    row: "A21",
    without: "removal of details from internal errors",
    file: "src/engine/errors.ts",
    find: '  return new AppError("internal",',
    replace: '  return new AppError("internal", stack) ?? new AppError("internal",',
  },
  {
    row: "A24",
    without: "refusal of keys such as __proto__",
    file: "src/base/read-as.ts",
    find: "if (FORBIDDEN.has(key))",
    replace: "if (FORBIDDEN.size < 0)",
  },
  {
    row: "F04",
    without: "time limit for the first byte of a response",
    file: "src/client/http/transport.ts",
    find: 'restart(request.responseMs, "no_response");',
    replace: "cancelTimer();",
  },
  {
    row: "F14",
    without: "no following of redirects",
    file: "src/client/http/sender.ts",
    find: "const final = status >= 300 && status < 400;",
    replace: "const final = false;",
  },
  {
    row: "A06",
    without: "recorded outcome of an executed plan",
    file: "src/engine/confirm.ts",
    find: "    if (found.execution !== undefined) {\n      if (!isSameCall(found.execution, binding)) throw usedByOther();",
    replace:
      "    if (found.execution !== undefined && waited < 0) {\n      if (!isSameCall(found.execution, binding)) throw usedByOther();",
  },
  {
    row: "A11",
    without: "reply accepted only for a question that was asked",
    file: "src/engine/plan.ts",
    find: "  const redeemed = given && (await redeem(deps, given, binding));",
    replace:
      '  if (given?.kind === "approval") {\n    const blind = await tool.plan(args, ctx);\n    return executeChange({ ...call, plan: blind, account: await connected.account() }, deps);\n  }\n  const redeemed = given && (await redeem(deps, given, binding));',
  },
  {
    row: "A12",
    without: "reply valid only for its call and only once",
    file: "src/engine/plan.ts",
    find: "  const redeemed = given && (await redeem(deps, given, binding));",
    replace:
      '  if (given?.kind === "approval") {\n    const blind = await tool.plan(args, ctx);\n    return executeChange({ ...call, plan: blind, account: await connected.account() }, deps);\n  }\n  const redeemed = given && (await redeem(deps, given, binding));',
  },
  {
    row: "A13",
    without: "check of the client's capabilities",
    file: "src/engine/plan.ts",
    find: "if (!caller.canAsk) throw cannotAsk(caller);",
    replace: "",
  },
  {
    row: "A15",
    without: "limit of ten per hour",
    file: "src/store/hourly-count.ts",
    find: "if (recent.indexOf(mine) < limit) return takeBack;",
    replace: "if (recent.length > 0) return takeBack;",
  },
  {
    row: "A18",
    without: "third-party text in one JSON string",
    file: "src/base/text.ts",
    find: "=> JSON.stringify(sanitize(text, max))",
    replace: "=> sanitize(text, max)",
  },
  {
    row: "A20",
    without: "removal of secrets from the response",
    file: "src/engine/secrets.ts",
    find: "if (fields.length === 0) return { reply: await send(filled, options) };",
    replace: "if (fields.length >= 0) return { reply: await send(filled, options) };",
  },
  {
    row: "A22",
    without: "check of the form of ids",
    file: "src/client/http/url.ts",
    find: 'const formOf = (param: string) => (param === "hash" ? HASH : NAMES.has(param) ? NAME : ID);',
    replace: 'const formOf = (param: string) => (param === "hash" ? HASH : NAME);',
  },
  {
    row: "A23",
    without: "encoding of path segments",
    file: "src/client/http/url.ts",
    find: "return encodeURIComponent(value);",
    replace: "return encodeURI(value);",
  },
  {
    row: "A26",
    without: "refusal of unknown parameters",
    file: "src/features/connector/pause-resume.ts",
    find: "input: z.strictObject(selection),",
    replace: "input: z.object(selection),",
  },
  {
    row: "A34",
    without: "a check of the signature",
    file: "src/client/events/webhook-handler.ts",
    find: "if (!verifyWebhook(body, signature, secrets)) {",
    replace: 'if (signature === "") {',
  },
  {
    row: "A35",
    without: "a memory of the events passed on",
    file: "src/client/events/webhook-handler.ts",
    find: "if (rememberEvents < 1) return",
    replace: "if (rememberEvents >= 0) return",
  },
  {
    row: "A35",
    without: "a limit of an event's age",
    file: "src/client/events/webhook-handler.ts",
    find: '> maxAgeHours * HOUR_MS) return "stale_event"',
    replace: '> Number.MAX_VALUE) return "stale_event"',
  },
  {
    row: "A37",
    without: "a check of the Host header",
    file: "src/sandbox/http/guard.ts",
    find: "if ([host, named].some((name) => name !== undefined && !isOwn(name))) {",
    replace: 'if ([host, named].some((name) => name === "")) {',
  },
  {
    row: "A38",
    without: "a check of where a request comes from",
    file: "src/sandbox/http/guard.ts",
    find: "if (!foreign) return undefined;",
    replace: "if (!foreign || foreign) return undefined;",
  },
  {
    row: "A39",
    without: "a secret for the controls",
    file: "src/sandbox/http/side-channel.ts",
    find: "if (!hasSecret(incoming, secret)) {",
    replace: 'if (secret === "") {',
  },
  {
    row: "A40",
    without: "a list of allowed receivers",
    file: "src/sandbox/api/post.ts",
    find: "if (isLoopback(outgoing.url) && allowed.has(new URL(outgoing.url).origin)) {",
    replace: "if (isLoopback(outgoing.url)) {",
  },
  {
    row: "A41",
    without: "a smaller limit for bodies without credentials",
    file: "src/sandbox/http/body.ts",
    find: "let limit = SMALL_BODY_BYTES;",
    replace: "let limit = 64 * SMALL_BODY_BYTES;",
  },
  {
    row: "A42",
    without: "an acknowledgement of odd events",
    file: "src/client/events/webhook-handler.ts",
    find: 'return report(problem ?? "invalid_payload", plain(200, "ok"), event);',
    replace: 'return report(problem ?? "invalid_payload", plain(422, "odd"), event);',
  },
  {
    row: "A42",
    without: "a refusal of compressed bodies",
    file: "src/client/events/webhook-handler.ts",
    find: 'if (!/^\\s*(identity)?\\s*$/i.test(header("content-encoding") ?? "")) {',
    replace: 'if (method === "") {',
  },
  {
    row: "A60",
    without: "a check of who can change the state folder",
    file: "src/store/state-folder.ts",
    find: "if (why !== undefined) throw unsafe(folder, why);",
    replace: "if (why === null) throw unsafe(folder, why);",
  },
  {
    row: "A61",
    without: "a damaged plan reported from an error of the program",
    file: "src/store/plans.ts",
    find: '    } catch {\n      return "damaged";\n    }',
    replace: "    } catch (error) {\n      throw error;\n    }",
  },
  {
    row: "A62",
    without: "a plan from the future refused",
    file: "src/store/plans.ts",
    find: "      time < made_at - CORRECTION_MS ||\n",
    replace: "",
  },
  {
    row: "A63",
    without: "an outcome returned although it cannot be recorded",
    file: "src/engine/executor.ts",
    find: "const written = await Promise.allSettled([",
    replace: "const written: PromiseSettledResult<void>[] = [];\n  await Promise.all([",
  },
  {
    row: "A64",
    without: "a question before every change",
    file: "src/engine/plan.ts",
    find: ' || settings.approval === "person";',
    replace: ";",
  },
  {
    row: "A65",
    without: "a second question when the state moved",
    file: "src/server/mcp.ts",
    find: 'while ("ask" in answer) {',
    replace: 'if ("ask" in answer) {',
  },
  {
    row: "A66",
    without: "a limit for the length of a question",
    file: "src/engine/plan-view.ts",
    find: "const PROMPT_BUDGET = 2000;",
    replace: "const PROMPT_BUDGET = 200_000;",
  },
  {
    row: "A67",
    without: "failures left out of the hourly count",
    file: "src/engine/executor.ts",
    find: "if (!outcomes.some(mayHaveHappened))\n",
    replace: "if (outcomes.length < 0)\n",
  },
  {
    row: "A68",
    without: "a look at plans that wait",
    file: "src/engine/plan.ts",
    find: "await plans.waiting(about, stored)",
    replace: "[]",
  },
  {
    row: "duplicates",
    without: "no second send of changes that must not be repeated",
    file: "src/client/outcome/verify.ts",
    find: 'repeatOf(call) !== "idempotent" || ',
    replace: "",
  },
  {
    row: "confirmations",
    without: "claim of a plan by only one call",
    file: "src/store/plans.ts",
    find: 'return entries.create(nameOf(handle, "taken"),',
    replace: 'return true || entries.create(nameOf(handle, "taken"),',
  },
  {
    row: "A50",
    without: "POSTs that delete counted as deletes",
    file: "src/client/operations/facts.ts",
    find: 'method === "DELETE" || DELETES.test(path)',
    replace: 'method === "DELETE"',
  },
  {
    row: "A51",
    without: "what a body names checked against the groups",
    file: "src/engine/named-things.ts",
    find: "fieldsNaming(body, isAdded(id) ? NONE : OF_SOURCE)",
    replace: "fieldsNaming({}, NONE)",
  },
  {
    row: "A51",
    without: "connectors that read the logs of the account refused",
    file: "src/engine/group-guard.ts",
    find: "    refuseAccountLogs(call, outside);",
    replace: "",
  },
  {
    row: "A52",
    without: "denied names in any letter case",
    file: "src/engine/policy.ts",
    find: ".map((entry) => compileGlob(entry.slice(1).toLowerCase()));",
    replace: ".map(() => () => false);",
  },
  {
    row: "A53",
    without: "records bound to their key",
    file: "src/engine/confirm.ts",
    find: "record.key === connected.fingerprint && (await",
    replace: "(await",
  },
  {
    row: "A53",
    without: "records checked against the limits",
    file: "src/engine/confirm.ts",
    find: " && (await connected.confined.covers(record, { signal }))",
    replace: "",
  },
  {
    row: "A54",
    without: "the check of the own user and the last administrator",
    file: "src/features/api/change.ts",
    find: "  await refuseLockout(call(spec.id, params, body), target, ctx);",
    replace: "",
  },
  {
    row: "A55",
    without: "filters verified on the records",
    file: "src/client/fivetran.ts",
    find: "withVerifiedFilters(lists.send)",
    replace: "lists.send",
  },
  {
    row: "A56",
    without: "the protection of the original stored for a copy",
    file: "src/features/connector/create.ts",
    find: "    ...(stored === undefined\n      ? []",
    replace: "    ...(stored === undefined || first >= 0\n      ? []",
  },
  {
    row: "A72",
    without: "lists that limit nothing refused in the record of a key",
    file: "src/store/keys.ts",
    find: "groups: z.array(z.string().min(1)).min(1)",
    replace: "groups: z.array(z.string().min(1))",
  },
  {
    row: "A72",
    without: "an expiry that has to be a time",
    file: "src/store/keys.ts",
    find: "expires_at: z.iso.datetime()",
    replace: "expires_at: z.string()",
  },
  {
    row: "A72",
    without: "limits of another version refused",
    file: "src/store/keys.ts",
    find: "const AccessKey = z.strictObject(",
    replace: "const AccessKey = z.object(",
  },
  {
    row: "A72",
    without: "all keys of a name revoked",
    file: "src/store/keys.ts",
    find: "for (const each of found) {",
    replace: "for (const each of found.slice(0, 1)) {",
  },
  {
    row: "A73",
    without: "the refusal of batches",
    file: "src/server/http/server.ts",
    find: "if (!Array.isArray(message)) return asSent(message);",
    replace: "return asSent(message);",
  },
  {
    row: "A74",
    without: "addresses of a client behind a proxy",
    file: "src/server/http/client-address.ts",
    find: "while (isProxy(address)) {",
    replace: "while (false) {",
  },
  {
    row: "A74",
    without: "the header ignored where no trusted proxy wrote it",
    file: "src/server/http/client-address.ts",
    find: "while (isProxy(address)) {",
    replace: "while (hops.length > 0) {",
  },
];

const Report = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

const COPIED = ["src", "tools", "test", "scripts", "package.json", "vitest.config.ts"];
const SETTINGS = ["tsconfig.json", "tsconfig.build.json", "package-lock.json", "LICENSE"];

/** Removes each protection in turn in a copy of the project, and runs its row there. */
export function mutate(only: string | undefined, say: (line: string) => void): Proof[] {
  const copy = mkdtempSync(join(tmpdir(), "fivetran-agent-mutants-"));
  try {
    for (const part of [...COPIED, ...SETTINGS])
      cpSync(part, join(copy, part), { recursive: true });
    symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
    programOnly(join(copy, "scripts/build.ts"));
    const chosen = MUTATIONS.filter(({ row }) => only === undefined || row === only);
    const rows = [...new Set(chosen.map(({ row }) => row))];
    // A check that fails without the edit proves nothing.
    const ill = new Set(failures(copy, `^(${rows.join("|")}) `));
    const still = [...ill].map((title) => `\n- ${title}`).join("");
    say(`With everything in place, ${ill.size} checks fail${still}`);
    return chosen.map((mutation) => {
      const proof = tryOut(copy, mutation, ill);
      const noticed = proof.caught ? `noticed by "${proof.by}"` : "NOT NOTICED";
      say(`${mutation.row} without ${mutation.without}: ${noticed}`);
      return proof;
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * Builds only the program, because a mutant may fail the type check of the library, and the rows
 * run the program.
 */
function programOnly(path: string): void {
  const script = readFileSync(path, "utf8");
  const skipped = script.replace(
    "execFileSync(process.execPath",
    "((..._: unknown[]) => {})(process.execPath",
  );
  if (skipped === script) throw new Error(`${path} no longer calls the compiler as it did`);
  writeFileSync(path, skipped);
}

function tryOut(copy: string, mutation: Mutation, ill: ReadonlySet<string>): Proof {
  const { row, without, file, find, replace } = mutation;
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(find).length !== 2)
    throw new Error(`${row}: ${file} has not this once: ${find}`);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    const by = failures(copy, `^${row} `).find((title) => !ill.has(title));
    return { row, without, caught: by !== undefined, by: by ?? "" };
  } finally {
    writeFileSync(path, source);
  }
}

/** Builds the copy, runs the rows of this pattern there, and returns the checks that failed. */
function failures(copy: string, pattern: string): string[] {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  const built = run("--import", "tsx", "scripts/build.ts");
  if (built.status !== 0)
    throw new Error(`the copy does not build\n${built.stdout}${built.stderr}`);
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const output = ["--reporter=json", `--outputFile=${report}`];
  run("node_modules/vitest/vitest.mjs", "run", "test/matrix/", "-t", pattern, ...output);
  const { testResults } = Report.parse(JSON.parse(readFileSync(report, "utf8")));
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ title }) => title);
}

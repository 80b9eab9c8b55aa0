import { readFileSync } from "node:fs";
import { parse } from "@babel/parser";
import * as library from "../src/client/index.js";

// Generates the tables of docs/library.md from types and objects. If one of them gets a new member,
// the page must be generated again, or the check fails.

const { createFivetran } = library;

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
const rowsOf = (head: readonly string[], rows: readonly (readonly string[])[]) => [
  `| ${head.join(" | ")} |`,
  `|${head.map(() => "---").join("|")}|`,
  ...rows.map((row) => `| ${row.map(cell).join(" | ")} |`),
];

/** The condition under which each type is thrown. A new type does not compile without an entry. */
const WHEN: Record<library.ErrorType, string> = {
  config: "the client has invalid options, for example no credentials or a wrong address",
  input:
    "an argument is invalid, for example a name that no object has, a wrong type or a missing `confirm`. The change was not sent",
  policy_denied: "a middleware refused the call. The library itself does not throw this type",
  confirmation:
    "a plan has expired or changed. Only the tools use this type, and the library does not throw it",
  unauthenticated: "Fivetran does not accept the key (401)",
  forbidden: "the key has no permission for the operation (403)",
  not_found:
    "the object does not exist, or the key has no permission to read it (404). If `code` is undefined, the response did not come from Fivetran",
  conflict:
    "the state of the object does not allow the operation, or the object already exists (409)",
  rejected:
    "Fivetran refused the request for another reason (4xx), which is in `message`. `facts.not_enabled` is set if the account does not have a preview feature",
  rate_limited:
    "the rate limit is used up, and the wait would be too long for the call. `retryAfterSeconds` contains the wait",
  unavailable: "a read failed in Fivetran (5xx), even after retries",
  network: "a read got no connection or no response",
  cancelled:
    "the signal or the deadline ended the call. `sent` says whether the request was already sent",
  outcome_unknown: "a change may have taken effect. `facts.evidence` says what a read showed",
  contract: "this version cannot parse a response. The message contains the path of the field",
  internal: "a bug in the library",
};

interface Field {
  name: string;
  type: string;
  text: string;
}

/** Returns the fields of an interface in a file, with their comments. */
function fieldsOf(path: string, name: string): Field[] {
  const source = readFileSync(path, "utf8");
  const { program } = parse(source, { sourceType: "module", plugins: ["typescript"] });
  for (const statement of program.body) {
    const declared =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type !== "TSInterfaceDeclaration" || declared.id.name !== name) continue;
    return declared.body.body.flatMap((member) => {
      if (member.type !== "TSPropertySignature" && member.type !== "TSMethodSignature") return [];
      if (member.key.type !== "Identifier") return [];
      const comment = member.leadingComments?.at(-1)?.value ?? "";
      const annotation = member.type === "TSPropertySignature" ? member.typeAnnotation : undefined;
      const type = annotation?.typeAnnotation ?? undefined;
      if (comment === "") throw new Error(`${name}.${member.key.name} has no comment`);
      return {
        name: member.key.name,
        type:
          type === undefined
            ? "function"
            : source
                .slice(type.start ?? 0, type.end ?? 0)
                .replace(/\s*\|\s*undefined$/, "")
                .replace(/^\((.*)\)$/s, "$1")
                // The library exports the class under this name.
                .replaceAll("AppError", "FivetranError"),
        text: comment
          .replaceAll(/^\s*\*+/gm, " ")
          .replaceAll(/\s+/g, " ")
          .trim(),
      };
    });
  }
  throw new Error(`${path} has no interface ${name}`);
}

const described = (fields: readonly Field[]) =>
  rowsOf(
    ["field", "type", "meaning"],
    fields.map(({ name, type, text }) => [`\`${name}\``, `\`${type}\``, text]),
  );

const REQUEST_OPTIONS = ["signal", "deadlineMs", "retry", "onWait"];

function resources(): string[] {
  const fivetran = createFivetran({ apiKey: "key", apiSecret: "secret" });
  const methods = (value: object, prefix = ""): string[] =>
    Object.entries(value).flatMap(([name, member]) =>
      typeof member === "function"
        ? [`\`${prefix}${name}\``]
        : typeof member === "object" && member !== null
          ? methods(member, `${prefix}${name}.`)
          : [],
    );
  const [own, nested] = [[] as string[], [] as string[][]];
  for (const [name, value] of Object.entries(fivetran)) {
    if (typeof value === "function") own.push(`\`${name}\``);
    else nested.push([`\`fivetran.${name}\``, methods(value).join(", ")]);
  }
  return rowsOf(["object", "methods"], [["`fivetran`", own.join(", ")], ...nested]);
}

/** Returns everything that can be imported except the types of records. */
function exported(): string[] {
  const names = Object.entries(library).map(([name, value]) => {
    const kind = typeof value !== "function" ? "value" : /^[A-Z]/.test(name) ? "class" : "function";
    return [kind, name] as const;
  });
  return rowsOf(
    ["kind", "exported names"],
    (["function", "class", "value"] as const).map((kind) => [
      `${kind}${kind === "class" ? "es" : "s"}`,
      names
        .filter((entry) => entry[0] === kind)
        .map(([, name]) => `\`${name}\``)
        .sort()
        .join(", "),
    ]),
  );
}

export const LIBRARY_TABLES: Record<string, () => string[]> = {
  exports: exported,
  resources,
  "error types": () =>
    rowsOf(
      ["type", "when", "exit code of the command line"],
      Object.entries(WHEN).map(([type, when]) => {
        const found = Object.entries(library.ERROR_TYPES).find(([name]) => name === type);
        return [`\`${type}\``, when, String(found?.[1].exit)];
      }),
    ),
  "error fields": () => described(fieldsOf("src/base/errors.ts", "ErrorDetails")),
  "client options": () => described(fieldsOf("src/client/fivetran.ts", "FivetranOptions")),
  "call options": () =>
    described(
      fieldsOf("src/client/http/send.ts", "SendOptions").filter(({ name }) =>
        REQUEST_OPTIONS.includes(name),
      ),
    ),
  "retry options": () => described(fieldsOf("src/client/http/retry.ts", "RetryOptions")),
  "diagnosis fields": () =>
    described([
      ...fieldsOf("src/client/health/diagnose.ts", "Finding"),
      ...fieldsOf("src/client/health/diagnose.ts", "Diagnosis"),
    ]),
  "expectation fields": () => described(fieldsOf("src/client/health/state.ts", "Expectations")),
  "handler options": () =>
    described(fieldsOf("src/client/events/webhook-handler.ts", "WebhookHandlerOptions")),
};

import type { AppError } from "../base/errors.js";
import { asFields, type Json } from "../base/json.js";
import { type Redact, redact } from "../base/secret.js";
import { quoted, visible } from "../base/text.js";
import type { Tool } from "../toolkit/define.js";
import type { Notation } from "../toolkit/notation.js";
import { compact, lines } from "../toolkit/render.js";
import { type Forms, type JsonObject, withinBudget } from "./budget.js";
import { settingHint } from "./errors.js";

/** What every entry point shows: text and data are each complete, and say the same. */
export interface ToolResult extends Forms {
  isError: boolean;
  /** Set when something went wrong; the command line takes its exit code from it. */
  error?: AppError | undefined;
}

export type Status =
  | "done"
  | "nothing_to_do"
  | "confirmation_required"
  | "partial"
  | "refused"
  | "unknown"
  | "running";

/** A result before it is redacted and cut to the budget. `text` and `data` are two forms of `body`. */
export interface Draft {
  body: Record<string, unknown>;
  text(body: JsonObject): string;
  data?(body: JsonObject): JsonObject;
  isError?: boolean;
  error?: AppError;
  /** Texts that would be redacted, and that the caller is to have: a token of ours, a link that is shown once. */
  kept?: readonly string[];
  /** What the record keeps instead, where the caller alone may see all of it. */
  recorded?: Draft;
}

/** Finishes every result: redacts it, renders it and cuts it to the budget, in this order. */
export function finish(
  { body, text, data, isError = false, error, kept = [] }: Draft,
  everything: Redact,
) {
  const redact = around(kept, everything);
  const forms = withinBudget(redactObject(body, redact), (shown) => ({
    text: redact(text(shown)),
    data: data?.(shown) ?? shown,
  }));
  const result: ToolResult = { ...forms, isError, error };
  return result;
}

/** A redactor that leaves these texts alone. */
const around = ([kept, ...rest]: readonly string[], redact: Redact): Redact =>
  kept === undefined ? redact : (text) => text.split(kept).map(around(rest, redact)).join(kept);

/** A copy as JSON: without secrets, and with the characters that hide or reorder text made visible. */
function redactJson(value: unknown, redact: Redact): Json {
  if (typeof value === "string") return visible(redact(value));
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact));
  return typeof value === "object" && value !== null ? redactObject(value, redact) : null;
}

const redactObject = (value: object, redact: Redact): JsonObject =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : [[visible(redact(key)), redactJson(inner, redact)]],
    ),
  );

/** A tool's data, checked against its own output schema. The status and the operation id are the engine's. */
export function toolDraft(
  tool: Tool,
  raw: unknown,
  notation: Notation,
  { status, operationId }: { status?: Status; operationId?: string | undefined } = {},
): Draft {
  const body = asFields(tool.output.parse(raw));
  const draft = {
    body,
    text: (shown: JsonObject) => tool.render(shown, notation),
    data: (shown: JsonObject) => ({
      ...(status === undefined ? {} : { status }),
      ...shown,
      ...(operationId === undefined ? {} : { operation_id: operationId }),
    }),
  };
  const { masked, shown } = withoutShownOnce(tool, body);
  if (shown.length === 0) return draft;
  const text = (shown: JsonObject) =>
    `${tool.render(shown, notation)}\nSecrets and links that are shown once are not stored. To create a new one, repeat the call without confirmation_token.`;
  return { ...draft, kept: shown, recorded: { ...draft, body: masked, text } };
}

/** A copy without the values that only the caller may see, and those values. */
function withoutShownOnce(tool: Tool, body: Record<string, unknown>) {
  const keys = tool.effect === "read" ? [] : (tool.shownOnce ?? []);
  const shown: string[] = [];
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return visitFields(value);
  };
  const visitFields = (fields: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([key, inner]) => {
        if (!keys.includes(key)) return [key, visit(inner)];
        shown.push(String(inner));
        return [key, "[shown once]"];
      }),
    );
  return { masked: visitFields(body), shown };
}

export function errorDraft(error: AppError, operation?: { id: string }): Draft {
  const unknown = error.type === "outcome_unknown";
  const operationId = unknown ? operation?.id : undefined;
  return {
    body: compact({
      type: error.type,
      message: error.summary,
      state: error.state,
      next: settingHint(error),
      http_status: error.status,
      code: error.code,
      upstream_message: error.upstreamMessage,
      retry_after_seconds: error.retryAfterSeconds,
      operation: error.operation,
      ...error.facts,
    }),
    text: ({ message, state, next, upstream_message: upstream }) =>
      lines(
        `${textOf(message)}${upstream === undefined ? "" : ` Fivetran says: ${quoted(textOf(upstream))}`}`,
        textOf(state),
        textOf(next),
        operationId !== undefined && `operation_id=${operationId}`,
      ),
    data: (body) => ({
      ...(unknown ? { status: "unknown" } : {}),
      ...(operationId === undefined ? {} : { operation_id: operationId }),
      error: body,
    }),
    isError: true,
    error,
  };
}

const textOf = (value: Json | undefined) => (typeof value === "string" ? value : "");

/** An error outside the engine, such as one of the settings. */
export const presentError = (error: AppError): ToolResult => finish(errorDraft(error), redact);

/** A change that continues after its call returned. */
export function runningDraft(
  { id, summary }: { id: string; summary: string },
  notation: Notation,
): Draft {
  const next = notation.tool("get_operation", { operation_id: id });
  return {
    body: { status: "running", operation_id: id, summary, next },
    text: (body) =>
      `${textOf(body["summary"])}: still running. Do not repeat it; check it with ${next}`,
  };
}

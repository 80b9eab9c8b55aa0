import type { AppError } from "../base/errors.js";
import { asFields, type Json } from "../base/json.js";
import { type Redact, redact } from "../base/secret.js";
import { quoted, visible } from "../base/text.js";
import type { Tool } from "../toolkit/define.js";
import type { Notation } from "../toolkit/notation.js";
import { compact, lines } from "../toolkit/render.js";
import { type Forms, type JsonObject, withinBudget } from "./budget.js";
import { settingHint } from "./errors.js";

/** The result of a tool call. Text and data contain the same information, and each is complete. */
export interface ToolResult extends Forms {
  isError: boolean;
  /** Set if the call failed. It determines the exit code of the command line. */
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

/** A result before redaction and shortening. `text` and `data` convert `body` to the two forms. */
export interface Draft {
  body: Record<string, unknown>;
  text(body: JsonObject): string;
  data?(body: JsonObject): JsonObject;
  isError?: boolean;
  error?: AppError;
  /**
   * Texts that must not be redacted because the caller needs them: a confirmation token, or a link that is shown
   * once.
   */
  kept?: readonly string[];
  /** The version for the record, if only the caller may see everything. */
  recorded?: Draft;
}

/** Redacts a result, then renders it and shortens it to the budget. Every result passes through here. */
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

/** Creates a redactor that leaves these texts unchanged. */
const around = ([kept, ...rest]: readonly string[], redact: Redact): Redact =>
  kept === undefined ? redact : (text) => text.split(kept).map(around(rest, redact)).join(kept);

/** Copies a value as JSON, without secrets. Characters that hide or reorder text become visible. */
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

/**
 * The result of a tool. Its data is validated against the tool's output schema. The engine adds the status and the
 * operation id.
 */
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
    `${tool.render(shown, notation)}\nSecrets and links that are shown only once are not stored. To create a new one, repeat the call without confirmation_token.`;
  return { ...draft, kept: shown, recorded: { ...draft, body: masked, text } };
}

/** Masks the values that only the caller may see, and returns those values. */
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

/** The result for an error outside the engine, such as an invalid setting. */
export const presentError = (error: AppError): ToolResult => finish(errorDraft(error), redact);

/** The result for a change that continues after its call has returned. */
export function runningDraft(
  { id, summary }: { id: string; summary: string },
  notation: Notation,
): Draft {
  const next = notation.tool("get_operation", { operation_id: id });
  return {
    body: { status: "running", operation_id: id, summary, next },
    text: (body) =>
      `${textOf(body["summary"])}: still running. Do not repeat the change. Check it with ${next}`,
  };
}

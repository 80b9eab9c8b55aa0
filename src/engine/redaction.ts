import { createMask, isSecretName, Secret } from "../base/secret.js";
import { visible } from "../base/text.js";
import type { Call, Tool } from "../toolkit/define.js";
import { presentData, type ToolResult } from "./results.js";
import type { SecretPlaces } from "./secrets.js";

const SHOWN_ONCE = "[shown once]";
// Shorter ones would garble ordinary words.
const SHORTEST = 6;

/** A result as the record keeps it: without what a tool lets its caller see only once. */
export function forRecord(tool: Tool, result: ToolResult): ToolResult {
  const keys = tool.effect === "read" ? undefined : tool.shownOnce;
  if (keys === undefined || result.error !== undefined || result.data["read_back"] === false) {
    return result;
  }
  const { status, operation_id, ...rest } = result.data;
  const without = withoutKeys(rest, new Set(keys));
  if (JSON.stringify(without) === JSON.stringify(rest)) return result;
  const masked = presentData(tool, without);
  const kept = { ...(status === undefined ? {} : { status }), ...masked.data };
  return {
    text: `${masked.text}\nWhat was shown once is not kept; call again without the confirmation for a new one.`,
    data: operation_id === undefined ? kept : { ...kept, operation_id },
    isError: result.isError,
  };
}

function withoutKeys(value: unknown, keys: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutKeys(item, keys));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      keys.has(key) ? SHOWN_ONCE : withoutKeys(inner, keys),
    ]),
  );
}

/** A result without the secrets that its own plan sends: an answer of Fivetran's may repeat them. */
export function withoutSecrets(
  steps: readonly Call[],
  { refs }: SecretPlaces,
): (result: ToolResult) => ToolResult {
  const found = [...refs.values()].flatMap((secret) => (secret === undefined ? [] : [secret]));
  const gather = (value: unknown, secret: boolean): void => {
    if (Array.isArray(value)) for (const item of value) gather(item, secret);
    else if (typeof value === "object" && value !== null) {
      if ("secret_ref" in value) return;
      for (const [key, inner] of Object.entries(value)) gather(inner, secret || isSecretName(key));
    } else if (secret && typeof value === "string") found.push(new Secret(value));
  };
  for (const step of steps) gather(step.body, false);
  const long = found.filter((secret) => secret.reveal().length >= SHORTEST);
  if (long.length === 0) return (result) => result;
  const mask = createMask(long);
  return (result) => masked(result, mask);
}

/** A result with every string of it masked, and free of characters that hide or reorder text. */
export function masked(result: ToolResult, mask: (text: string) => string): ToolResult {
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return visible(mask(value));
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  };
  return {
    ...result,
    text: visible(mask(result.text)),
    data: Object.fromEntries(Object.entries(result.data).map(([key, of]) => [key, clean(of)])),
  };
}

import * as z from "zod";
import { asFields } from "../../base/json.js";
import { grouped } from "../../base/text.js";
import type { Json } from "../../toolkit/define.js";
import { extra } from "../../toolkit/params.js";
import { facts, lines, quoted, RESULT_BUDGET } from "../../toolkit/render.js";

/** The number of characters of data in a result. The rest is for the text around it. */
export const ROOM = RESULT_BUDGET - 1500;

/** Returns a value as `key=value` pairs on one line, with paths for nested fields. */
export function flatLine(value: unknown): string {
  return facts(Object.fromEntries(leaves(value, "")));
}

function leaves(value: unknown, path: string): [string, unknown][] {
  if (value === null || value === undefined || value === "") return [];
  const at = path === "" ? "value" : path;
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    if (value.every((item) => typeof item !== "object" || item === null)) {
      return [[at, value.map(String).join(",")]];
    }
    return value.flatMap((item, index) => leaves(item, `${path}[${index}]`));
  }
  if (typeof value !== "object") return [[at, value]];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = /^[\w-]{1,100}$/.test(key) ? key : JSON.stringify(key);
    return leaves(inner, path === "" ? name : `${path}.${name}`);
  });
}

/** Returns a copy without nulls, empty strings, empty lists and empty objects. */
export function slim(value: Json): Json {
  if (Array.isArray(value)) return value.map(slim);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, inner]): [string, Json] => [key, slim(inner)])
    .filter(([, inner]) => !isEmpty(inner));
  return Object.fromEntries(kept);
}

export const isEmpty = (value: Json) =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/**
 * Returns the larger size of the two forms in which a value is shown. Infinite if no result can
 * contain it.
 */
export const sizeOf = (value: Json) =>
  roomAfter(value, RESULT_BUDGET) < 0
    ? Infinity
    : Math.max(JSON.stringify(value).length, flatLine(value).length) + 1;

/**
 * Returns the space that is left after the keys and texts of a value. Stops as soon as the space is
 * used up.
 */
function roomAfter(value: Json, room: number): number {
  if (typeof value === "string") return room - value.length;
  if (typeof value !== "object" || value === null) return room - 1;
  let left = room;
  for (const [key, inner] of Object.entries(value)) {
    if (left < 0) break;
    left = roomAfter(inner, Array.isArray(value) ? left : left - key.length);
  }
  return left;
}

/**
 * Returns the fields of a value that is too large to show, with their sizes. A field is a path from the value, in the
 * form that `pick` reads.
 */
export function outline(
  value: Json,
  path: readonly string[] = [],
): { field: string; size: string }[] {
  if (Array.isArray(value)) return outlineOfItems(value, path);
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  const [only] = entries;
  const below =
    entries.length === 1 && only !== undefined ? outline(only[1], [...path, only[0]]) : [];
  if (below.length > 0) return below;
  return entries.map(([field, inner]) => ({
    field: [...path, field].join("."),
    size: sizeText(inner),
  }));
}

/** Returns the fields of the items of a list, with how much all items contain. */
function outlineOfItems(items: readonly Json[], path: readonly string[]) {
  const sizes = new Map<string, number>();
  for (const item of items) {
    if (typeof item !== "object" || item === null || Array.isArray(item)) continue;
    for (const [field, inner] of Object.entries(item)) {
      sizes.set(field, (sizes.get(field) ?? 0) + JSON.stringify(inner).length);
    }
  }
  return [...sizes].map(([field, size]) => ({
    field: [...path, field].join("."),
    size: `${grouped(size)} characters in ${grouped(items.length)} items`,
  }));
}

function sizeText(value: Json): string {
  if (Array.isArray(value)) return `${value.length} items`;
  if (typeof value === "object" && value !== null) return `${Object.keys(value).length} keys`;
  return `${JSON.stringify(value).length} characters`;
}

/**
 * Returns only the parts at the given paths, such as `status.setup_state` or `items.id`. `*`
 * matches any key.
 */
export function pick(value: Json, paths: readonly string[]): { value: Json; missing: string[] } {
  const found = partOf(
    value,
    paths.map((path) => path.split(".")),
  );
  const missing = paths.filter((path) => partOf(value, [path.split(".")]) === undefined);
  return { value: found ?? {}, missing };
}

function partOf(value: Json, paths: readonly (readonly string[])[]): Json | undefined {
  if (paths.some(({ length }) => length === 0)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => partOf(item, paths));
    return items.some((item) => item !== undefined) ? items.map((item) => item ?? null) : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const kept = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const below = paths.filter(([first]) => first === "*" || first === key);
    const part =
      below.length === 0
        ? undefined
        : partOf(
            inner,
            below.map((path) => path.slice(1)),
          );
    return part === undefined ? [] : [[key, part]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** The result of a change by operation id. */
export const ApiResult = z.looseObject({
  operation: z.string(),
  target: z.string(),
  status: z
    .enum(["partial", "refused"])
    .describe("partial: the operation was sent, but not everything took effect")
    .optional(),
  message: z.string().optional(),
  response: z.unknown().optional(),
  handles: z.array(z.string()).optional(),
  kept: z.record(z.string(), z.string()).optional(),
  no_secret: extra(z.boolean()),
  read_back: extra(z.literal(false)),
  verified: z.string().optional(),
  differs: z.array(z.string()).optional(),
  not_visible_yet: z.array(z.string()).optional(),
  notes: z.array(z.string()).optional(),
  advice: z.string().optional(),
});

export function apiResultText(result: Result): string {
  const { operation, target, status, message, response, kept = {}, verified } = result;
  const { differs = [], not_visible_yet = [], notes = [], advice } = result;
  return lines(
    status === "refused"
      ? `${operation} was not sent: ${target}`
      : `${operation} ${status === "partial" ? partialText(result) : "done"}: ${target}`,
    message !== undefined && `Fivetran says: ${quoted(message)}`,
    response !== undefined && flatLine(response),
    Object.entries(kept).map(([field, place]) => `${field}: ${place}`),
    verified !== undefined && `The response was lost; ${verified}`,
    differs.length > 0 &&
      `Fivetran accepted the request, but now returns different values for: ${differs.join(", ")}`,
    not_visible_yet.length > 0 && `Not visible yet: ${not_visible_yet.join(", ")}`,
    notes,
    advice,
  );
}

type Result = z.output<typeof ApiResult>;

function partialText(result: Result): string {
  const { no_secret, read_back, response, differs = [], not_visible_yet = [] } = result;
  if (no_secret) return "was accepted, but returned no secret";
  if (differs.length > 0) return "was not applied as sent";
  if (read_back === false) return "was accepted, but could not be read back";
  if (not_visible_yet.length > 0) return "was accepted, but is not visible yet";
  if (response === undefined) return "was not completed";
  return asFields(response)["succeed"] === false
    ? "was sent, but reports a failure"
    : "was sent, but its response does not show the result";
}

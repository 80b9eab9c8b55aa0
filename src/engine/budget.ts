import type { Json } from "../base/json.js";
import { grouped } from "../base/text.js";
import { lines, RESULT_BUDGET } from "../toolkit/render.js";

/** The two forms of a result. Each is complete. */
export interface Forms {
  text: string;
  data: JsonObject;
}

export type JsonObject = { [key: string]: Json };

// The minimum that remains when a list or a text is shortened: entries of the list, characters of the text.
const FIRST_ENTRIES = 3;
const FIRST_CHARACTERS = 200;
// An object with fewer keys is a record with known fields. None of them is omitted.
const RECORD_KEYS = 30;

/**
 * Shortens both forms of a result to the budget. The largest list is shortened first: its first entries remain, and
 * the others are counted in the text and under `omitted` in the data.
 */
export function withinBudget(body: JsonObject, formsOf: (body: JsonObject) => Forms): Forms {
  const omitted = new Map<string, number>();
  for (let shown = body; ; ) {
    const forms = formsOf(shown);
    const text = lines(forms.text, omittedText(omitted, forms.data));
    const data =
      omitted.size === 0 ? forms.data : { ...forms.data, omitted: Object.fromEntries(omitted) };
    if (fitsBudget({ text, data })) return { text, data };
    const shorter = shorten(shown, "", omitted);
    if (!isObject(shorter)) {
      return { text: clip(text, RESULT_BUDGET), data: isSmall(data) ? data : withoutParts(data) };
    }
    shown = shorter;
  }
}

const isSmall = (data: JsonObject) => sizeOf(data) <= RESULT_BUDGET;

/** Whether neither form is larger than a result may be. */
export const fitsBudget = ({ text, data }: Forms): boolean =>
  text.length <= RESULT_BUDGET && isSmall(data);

/** The data without lists and objects. Used if the data cannot be shortened any further. */
const withoutParts = (data: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value !== "object"));

function omittedText(
  omitted: ReadonlyMap<string, number>,
  { plan, status }: JsonObject,
): string | false {
  const parts = [...omitted].map(([place, n]) => `${grouped(n)} in ${place}`);
  const next =
    plan !== undefined
      ? " To see everything before you confirm, split the change into several calls."
      : status === undefined
        ? " To see more, request fewer objects or fewer fields."
        : "";
  return parts.length > 0 && `The result was shortened. Not shown: ${parts.join(", ")}.${next}`;
}

/** Returns a copy in which the largest part is about half as large. Undefined if nothing can be omitted. */
function shorten(value: Json, place: string, omitted: Map<string, number>): Json | undefined {
  if (typeof value === "string") {
    return value.length <= FIRST_CHARACTERS ? undefined : clip(value, value.length / 2);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value)
    .map(([key, inner], index) => ({ key, inner, index, size: sizeOf(inner) }))
    .sort((a, b) => b.size - a.size);
  const [largest] = entries;
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const divisible = entries.length > (Array.isArray(value) ? FIRST_ENTRIES : RECORD_KEYS);
  const half = () => {
    const kept = Math.max(FIRST_ENTRIES, Math.ceil(entries.length / 2));
    const name = place === "" ? "the result" : place;
    omitted.set(name, (omitted.get(name) ?? 0) + entries.length - kept);
    return Array.isArray(value)
      ? value.slice(0, kept)
      : Object.fromEntries(Object.entries(value).slice(0, kept));
  };
  if (divisible && (largest === undefined || largest.size <= total / 2)) return half();
  for (const { key, inner, index } of entries) {
    const shorter = shorten(inner, place === "" ? key : `${place}.${key}`, omitted);
    if (shorter === undefined) continue;
    return Array.isArray(value) ? value.with(index, shorter) : { ...value, [key]: shorter };
  }
  return divisible ? half() : undefined;
}

const sizeOf = (value: Json) => JSON.stringify(value).length;

/** Does not cut a surrogate pair in half. */
const clip = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

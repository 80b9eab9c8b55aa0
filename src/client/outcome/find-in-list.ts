import { asFields } from "../../base/json.js";
import type { Send, SendOptions } from "../http/send.js";
import { type Call, call as makeCall } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import type { Verification } from "../operations/row.js";
import { fieldsOf } from "../operations/rows/rules.js";
import { readPages } from "../resources/list.js";

/** The values that identify the list item of a change. Undefined if the change does not contain all of them. */
function wantedBy({ match }: Verification, call: Call): [string, unknown][] | undefined {
  const wanted = Object.entries(match?.(fieldsOf(call.body), call.params) ?? {});
  const isUsable = wanted.length > 0 && wanted.every(([, value]) => value !== undefined);
  return isUsable ? wanted : undefined;
}

const fits = (item: unknown, wanted: readonly [string, unknown][]) =>
  wanted.every(([path, value]) => at(item, path) === value);

/** Whether `findInList` would return this record. */
export const wouldBeFound = (check: Verification, call: Call, record: unknown): boolean => {
  const wanted = wantedBy(check, call);
  return wanted !== undefined && fits(record, wanted);
};

/**
 * Returns the list items that match what a change creates or removes. Undefined if the change has no value to search
 * for.
 */
export async function findInList(
  send: Send,
  call: Call,
  check: Verification,
  options: SendOptions,
): Promise<unknown[] | undefined> {
  const { read, filter } = check;
  const body = fieldsOf(call.body);
  const wanted = wantedBy(check, call);
  if (wanted === undefined) return undefined;
  const { pathParams, queryParams } = operation(read);
  const params: Call["params"] = {};
  for (const name of pathParams) {
    const value = call.params[name];
    if (value !== undefined) params[name] = value;
  }
  for (const [name, value] of Object.entries(filter?.(body) ?? {})) {
    if (typeof value === "string") params[name] = value;
  }
  if (Object.hasOwn(queryParams, "limit")) params["limit"] = 1000;
  const hits: unknown[] = [];
  for await (const page of readPages(send, makeCall(read, params), options)) {
    for (const item of page.items) {
      if (fits(item, wanted)) hits.push(item);
    }
  }
  return hits;
}

function at(item: unknown, path: string): unknown {
  let value = item;
  for (const key of path.split(".")) value = asFields(value)[key];
  return value;
}

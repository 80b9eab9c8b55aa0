import { asFields } from "../../base/json.js";
import type { Send } from "../http/send.js";
import { type Call, call as makeCall } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import type { Body, Verification } from "../operations/row.js";
import { fieldsOf } from "../operations/rows/rules.js";
import { readPages } from "../resources/list.js";
import { applied, type Finding, isAfter, type ListCheck, notApplied, unclear } from "./assess.js";

/** The Date header counts whole seconds, and clocks differ. */
const SKEW_MS = 5000;

type Check = Verification & { how: ListCheck };

/** Looks for what a change created or removed among the items of a list. */
export async function lookInList(
  send: Send,
  call: Call,
  check: Check,
  sentAt: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  const body = fieldsOf(call.body);
  const wanted = Object.entries(check.match?.(body, call.params) ?? {});
  if (wanted.length === 0 || wanted.some(([, value]) => value === undefined)) {
    return unclear("What it created has no value to search for.");
  }
  const hits: unknown[] = [];
  let undated = 0;
  for await (const page of readPages(send, listCall(call, check, body), signal)) {
    for (const item of page.items) {
      if (!wanted.every(([path, value]) => at(item, path) === value)) continue;
      const createdAt = at(item, check.madeAt ?? "created_at");
      if (check.how !== "listed") hits.push(item);
      else if (typeof createdAt !== "string") undated += 1;
      // An older one with the same name is not the one that was created.
      else if (isAfter(createdAt, sentAt, SKEW_MS)) hits.push(item);
    }
  }
  const found = hits.length;
  switch (check.how) {
    case "absent":
      return found === 0
        ? applied(`${check.read} no longer shows it.`)
        : notApplied(`${check.read} still shows it.`);
    case "present":
      return found === 0
        ? notApplied(`${check.read} does not show it.`)
        : applied(`${check.read} shows it.`, hits[0]);
  }
  if (found === 0 && undated > 0) {
    return unclear(
      `${check.read} shows ${undated} that match, without a creation time; it may be an older one.`,
    );
  }
  const where = `${check.read} shows ${found} with that ${nameOf(wanted)} created since the request.`;
  if (found > 1) return unclear(where);
  return found === 1 ? applied(where, hits[0]) : notApplied(where);
}

function listCall(call: Call, { read, filter }: Check, body: Body): Call {
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
  return makeCall(read, params);
}

const nameOf = (wanted: readonly [string, unknown][]) =>
  wanted.some(([path]) => path === "schema")
    ? "name"
    : wanted.map(([path]) => path.split(".").at(-1)).join(" and ");

function at(item: unknown, path: string): unknown {
  let value = item;
  for (const key of path.split(".")) value = asFields(value)[key];
  return value;
}

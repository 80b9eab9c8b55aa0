import type { Json } from "../../base/json.js";
import { type Path, pathText, schemaAt } from "../../base/json-schema.js";
import { isMask, isReference } from "../../base/secret.js";
import type { ConnectorTypeDetails, FieldNode } from "../../client/resources/connector-types.js";
import { isSecretIn } from "./type-schema.js";

export type Fields = { [key: string]: Json };

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Returns true if a value is a placeholder that Fivetran or this program shows instead of a secret.
 */
export const isMasked = (value: unknown) => typeof value === "string" && isMask(value);

/**
 * Returns every single value with its path. An empty object, an empty list and a reference to a
 * secret each count as one value.
 */
export function leaves(value: Json, path: Path = []): { path: Path; value: Json }[] {
  const parts: [string | number, Json][] = Array.isArray(value)
    ? value.map((part, at) => [at, part])
    : isFields(value) && !isReference(value)
      ? Object.entries(value)
      : [];
  if (parts.length === 0) return [{ path, value }];
  return parts.flatMap(([key, part]) => leaves(part, [...path, key]));
}

/**
 * Returns the part of `wanted` that differs from `current`, or undefined if nothing does. A list is
 * compared as a whole.
 */
export function changedPart(current: unknown, wanted: Json): Json | undefined {
  if (isFields(wanted) && !isReference(wanted)) {
    const now = isFields(current) ? current : {};
    const parts = Object.entries(wanted).flatMap(([key, part]) => {
      const changed = changedPart(Object.hasOwn(now, key) ? now[key] : undefined, part);
      return changed === undefined ? [] : [[key, changed] as const];
    });
    return parts.length > 0 ? Object.fromEntries(parts) : undefined;
  }
  return same(current, wanted) ? undefined : wanted;
}

/**
 * Compares values leniently, because Fivetran leaves empty values out of a response and returns
 * some numbers as strings.
 */
function same(current: unknown, wanted: Json): boolean {
  if (isReference(wanted)) return false;
  const empty = (value: unknown) =>
    value === undefined ||
    value === null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0);
  if (empty(wanted)) return empty(current);
  if (empty(current)) return false;
  if (Array.isArray(wanted)) return JSON.stringify(wanted) === JSON.stringify(current);
  return typeof current !== "object" && String(current) === String(wanted);
}

const HOST =
  /(^|_)((host|server|broker|endpoint|url|uri|domain|subdomain|address|site|instance)s?|hostname|ip)(_|$)/i;

/** Returns true if a field of this name sets the host of a connection. */
export const isHostName = (name: string) => HOST.test(name);

/** Returns the hosts and addresses in a configuration, by path. */
export function hostsOf(
  config: unknown,
  type: ConnectorTypeDetails | undefined,
): Map<string, string> {
  const found = new Map<string, string>();
  if (!isFields(config)) return found;
  for (const { path, value } of leaves(config)) {
    const name = path.findLast((part) => typeof part === "string") ?? "";
    const plain = typeof value === "string" && value !== "" && !isMasked(value);
    if (plain && isHostName(name) && !isSecretIn(type, ["config", ...path]))
      found.set(pathText(path), value);
  }
  return found;
}

export interface CopiedConfig {
  config: Fields;
  /** Paths of secrets. They are not copied. */
  secrets: string[];
  /** Paths of fields that the type does not list, or that cannot be set. */
  left: string[];
}

/**
 * Returns a configuration for another connection, without its name, secrets and fields that cannot
 * be set.
 */
export function copyConfig(
  config: unknown,
  type: ConnectorTypeDetails,
  naming: readonly string[],
): CopiedConfig {
  const root = type.config;
  const secrets: string[] = [];
  const left: string[] = [];
  const copy = (value: Json, path: Path): Json | undefined => {
    const node = schemaAt(root, path);
    const secret = isSecretIn(type, ["config", ...path]);
    if (isMasked(value) || (secret && !isFields(value) && typeof value !== "boolean")) {
      const listed = !root || schemaAt(root, path) !== undefined || isOpen(root, path);
      if (value !== null && value !== "")
        (listed ? secrets : left).push(pathText(["config", ...path]));
      return undefined;
    }
    if ((path.length > 0 && root && node === undefined && !isOpen(root, path)) || node?.readonly) {
      left.push(pathText(["config", ...path]));
      return undefined;
    }
    if (Array.isArray(value)) {
      // A list is copied completely or not at all.
      const before = secrets.length + left.length;
      const items = value.map((item, at) => copy(item, [...path, at]));
      const whole = secrets.length + left.length === before;
      if (!whole) left.push(pathText(["config", ...path]));
      return whole ? items.filter((item) => item !== undefined) : undefined;
    }
    if (!isFields(value)) return value;
    const parts = Object.entries(value).flatMap(([key, part]) => {
      if (path.length === 0 && naming.includes(key)) return [];
      const kept = copy(part, [...path, key]);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return path.length > 0 && parts.length === 0 ? undefined : Object.fromEntries(parts);
  };
  const copied = isFields(config) ? copy(config, []) : {};
  return {
    config: isFields(copied) ? copied : {},
    secrets: [...new Set(secrets)],
    left: [...new Set(left)],
  };
}

/** Returns true if a path leads into an object or list whose fields the type does not list. */
function isOpen(root: FieldNode | null | undefined, path: Path): boolean {
  return path.some((_, depth) => {
    const node = schemaAt(root, path.slice(0, depth));
    return (
      node !== undefined &&
      node.properties === undefined &&
      node.items === undefined &&
      (node.type === undefined || node.type === "object" || node.type === "array")
    );
  });
}

/** Merges deeply. A value of `over` replaces that of `base`. */
export function mergeConfig(base: Fields, over: Fields): Fields {
  const merged: Fields = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const present = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const deep = isFields(value) && !isReference(value) && isFields(present);
    merged[key] = deep ? mergeConfig(present, value) : value;
  }
  return merged;
}

import type { Json } from "../../base/json.js";
import { nearest } from "../../base/nearest.js";
import { quoted } from "../../base/text.js";
import type { ConnectorTypeDetails, FieldNode } from "../../client/resources/connector-types.js";
import {
  freeForm,
  isMasked,
  isSecretAt,
  leaves,
  type Path,
  pathText,
  secretRef,
} from "./config.js";
import { nodeAt } from "./fields.js";

type Fields = { [key: string]: Json };

export interface GivenFields {
  config?: Fields | undefined;
  auth?: Fields | undefined;
}

/**
 * What is wrong with fields that somebody gives, against what the type lists now; every problem, values of
 * secrets in none. Without a type only what needs none is checked.
 */
export function fieldProblems(
  given: GivenFields,
  type: ConnectorTypeDetails | undefined,
  current?: unknown,
): string[] {
  return (["config", "auth"] as const).flatMap((part) => {
    const value = given[part];
    if (value === undefined || Object.keys(value).length === 0) return [];
    const root = type?.[part] ?? undefined;
    const found = leaves(value).filter(({ path }) => path.length > 0);
    const masked = found.filter((leaf) => isMasked(leaf.value));
    if (masked.length > 0) {
      const paths = masked.map(({ path }) => pathText([part, ...path])).join(", ");
      return [
        `${paths} ${masked.length === 1 ? "is a mask" : "are masks"}, not a value: written back, it would replace the secret. Leave it out to keep what is stored, or give the new value.`,
      ];
    }
    if (type === undefined) return [];
    if (root?.properties === undefined) {
      return part === "auth" ? [`This connector type takes no ${part}.`] : [];
    }
    const problems = new Set<string>();
    for (const { path, value: leaf } of found) {
      const problem = leafProblem(root, path, leaf, part, current);
      if (problem !== undefined) problems.add(problem);
    }
    return [...problems];
  });
}

function leafProblem(
  root: FieldNode,
  path: Path,
  value: Json,
  part: "config" | "auth",
  current: unknown,
): string | undefined {
  for (let depth = 1; depth <= path.length; depth++) {
    const here = path.slice(0, depth);
    const node = nodeAt(root, here);
    if (node !== undefined) continue;
    if (freeForm(root, here) || (part === "config" && stored(current, here))) return undefined;
    const parent = nodeAt(root, here.slice(0, -1)) ?? root;
    if (typeof here.at(-1) === "number")
      return `${pathText([part, ...here.slice(0, -1)])} takes no list.`;
    const near = nearest(String(here.at(-1)), Object.keys(parent.properties ?? {}), (name) => name);
    const remedy = near.length > 0 ? ` Nearest: ${near.join(", ")}.` : "";
    return `${quoted(pathText([part, ...here]), 100)} is not a field of this type.${remedy}`;
  }
  const node = nodeAt(root, path);
  if (node === undefined) return undefined;
  const at = pathText([part, ...path]);
  if (node.readonly === true) return `${at} cannot be set.`;
  if (secretRef(value) !== undefined || value === null) return undefined;
  const values = (node.enum ?? []).map(String);
  if (values.length > 0) {
    if (typeof value !== "object" && values.includes(String(value))) return undefined;
    const secret = part === "auth" || isSecretAt(root, path);
    const near = secret ? [] : nearest(String(value), values, (known) => known, 1);
    const told = secret
      ? ""
      : `, not ${quoted(typeof value === "string" ? value : JSON.stringify(value), 60)}`;
    const hint = near.length > 0 ? `; nearest: ${near.join(", ")}` : "";
    return `${at} takes ${values.slice(0, 20).join(", ")}${told}${hint}.`;
  }
  const kind = wrongKind(node, value);
  return kind === undefined ? undefined : `${at} takes ${kind}.`;
}

/** Lenient where Fivetran is: numbers and texts stand for each other. */
function wrongKind(node: FieldNode, value: Json): string | undefined {
  const empty = typeof value === "object";
  switch (node.type) {
    case "integer":
      return !empty && /^-?\d+$/.test(String(value)) ? undefined : "a whole number";
    case "boolean":
      return typeof value === "boolean" ? undefined : "true or false";
    case "string":
      return typeof value === "string" || typeof value === "number" ? undefined : "a text";
    case "array":
      return Array.isArray(value) ? undefined : "a list";
    case "object":
      return empty && !Array.isArray(value) ? undefined : "an object";
    default:
      return undefined;
  }
}

const stored = (current: unknown, path: Path): boolean => {
  let value: unknown = current;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return true;
};

/** Fields that the type requires and nobody gave, by path. */
export function missingFields(config: Fields, { config: root }: ConnectorTypeDetails): string[] {
  const missing: string[] = [];
  const walk = (node: FieldNode, value: unknown, path: Path) => {
    for (const name of node.required ?? []) {
      const present =
        typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
      const empty = present === undefined || present === null || present === "";
      if (empty && node.properties?.[name]?.readonly !== true) {
        missing.push(pathText(["config", ...path, name]));
      }
    }
    for (const [name, part] of Object.entries(node.properties ?? {})) {
      const inner =
        typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
      if (Array.isArray(inner) && part.items !== undefined) {
        const { items } = part;
        inner.forEach((item, at) => void walk(items, item, [...path, name, at]));
      } else if (typeof inner === "object" && inner !== null) walk(part, inner, [...path, name]);
    }
  };
  if (root) walk(root, config, []);
  return missing;
}

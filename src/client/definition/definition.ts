import * as z from "zod";
import { quoted, sanitize } from "../../base/text.js";
import { isLoopback } from "../http/url.js";
import type { AddedOperation } from "../operations/added.js";
import { operation, operationAt, operationIds } from "../operations/catalog.js";
import type { Facts } from "../operations/facts.js";
import { createReader, OperationObject } from "./reader.js";

/** The operations of an OpenAPI definition that the catalog lacks. */
export interface Definition {
  /** When Fivetran generated the definition. Undefined if it does not state a time. */
  updatedAt: string | undefined;
  added: AddedOperation[];
  /** The operations that cannot be called, each with the reason as a predicate about "it". */
  skipped: { operation: string; why: string }[];
}

const METHODS = ["get", "post", "patch", "put", "delete"] as const;

const Root = z.looseObject({
  openapi: z.string().startsWith("3."),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  servers: z
    .array(z.looseObject({ url: z.string() }))
    .optional()
    .catch(undefined),
  tags: z
    .array(z.looseObject({ name: z.string(), description: z.string().optional() }))
    .optional()
    .catch(undefined),
});
type Root = z.output<typeof Root>;

const ID = /^[a-z][a-z0-9_]{1,99}$/;
const PATH = /^\/v\d+(\/([A-Za-z0-9_.~-]+|\{\w+\}))+$/;
/** Characters and segments that could make a request reach another path. */
const LEADS_ELSEWHERE = /(^|\/)\.{1,2}(\/|$)|%|\\|\/\/|[?#@\s]|\p{Cc}/u;

/**
 * Reads an OpenAPI definition of Fivetran's API in JSON.
 *
 * @returns the operations that the catalog lacks. If the definition cannot be used: the reasons, as predicates about
 * "it".
 */
export function readDefinition(text: string): { definition?: Definition; problems: string[] } {
  const json = parse(text.replace(/^\uFEFF/, ""));
  if (json === undefined) {
    return {
      problems: [
        /^\s*(---|#|%YAML|openapi\s*:|swagger\s*:|info\s*:)/.test(text)
          ? "is YAML; it must be JSON, as Fivetran publishes it"
          : "is not valid JSON, or is incomplete",
      ],
    };
  }
  const root = Root.safeParse(json).data;
  if (root === undefined) return { problems: ["is not an OpenAPI 3 definition with paths"] };
  const elsewhere = root.servers?.find(({ url }) => !isFivetrans(url));
  if (elsewhere !== undefined) {
    return {
      problems: [`describes the API at ${quoted(elsewhere.url, 100)}, which is not Fivetran's`],
    };
  }
  const paths = Object.keys(root.paths);
  const problems = paths
    .filter((path) => LEADS_ELSEWHERE.test(path))
    .slice(0, 5)
    .map((path) => `has the path ${quoted(path, 100)}, which could lead to another operation`);
  if (!paths.some((path) => PATH.test(path))) {
    problems.push("has no path of Fivetran's API, which begin with /v1/");
  }
  return problems.length > 0 ? { problems } : { definition: definitionOf(root), problems };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFivetrans(url: string): boolean {
  if (!URL.canParse(url)) return url.startsWith("/");
  const { hostname } = new URL(url);
  return /(^|\.)fivetran\.com$/.test(hostname) || isLoopback(hostname);
}

function definitionOf(root: Root): Definition {
  const added = new Map<string, AddedOperation>();
  const skipped: Definition["skipped"] = [];
  const read = createReader(root);
  for (const [path, methods] of Object.entries(root.paths)) {
    for (const word of METHODS) {
      if (methods[word] === undefined) continue;
      const method = methodOf(word);
      const same = operationAt({ method, path });
      if (same !== undefined) continue;
      const found = OperationObject.safeParse(read.resolved(methods[word])).data;
      const name = found === undefined ? `${method} ${path}` : found.operationId;
      const why = whyNot(found?.operationId, path, added);
      const result = why ?? read.operation(method, path, found, methods["parameters"]);
      if (typeof result === "string") skipped.push({ operation: sanitize(name, 100), why: result });
      else added.set(result.id, result);
    }
  }
  const stamp = root.tags?.find(({ name }) => name === "updated")?.description;
  return {
    updatedAt: stamp !== undefined && !Number.isNaN(Date.parse(stamp)) ? stamp : undefined,
    added: [...added.values()],
    skipped,
  };
}

const methodOf = (word: (typeof METHODS)[number]): Facts["method"] =>
  (({ get: "GET", post: "POST", patch: "PATCH", put: "PUT", delete: "DELETE" }) as const)[word];

function whyNot(
  id: string | undefined,
  path: string,
  added: ReadonlyMap<string, unknown>,
): string | undefined {
  if (id === undefined) return "has no operationId, or is not an operation";
  if (!ID.test(id)) return "has an id that is not of lower-case letters, digits and _";
  if (!PATH.test(path)) return `has a path of an unexpected form, ${quoted(path, 100)}`;
  if (added.has(id)) return "has the same id as another operation of the file";
  const same = operationIds.find((known) => known === id);
  if (same !== undefined) {
    const { method, path: known } = operation(same);
    return `conflicts with this version, which uses the same id for ${method} ${known}`;
  }
  return undefined;
}

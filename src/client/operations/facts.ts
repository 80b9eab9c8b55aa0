/** What an operation may do to the account; its HTTP method decides, and the path of a POST that deletes. */
export type Effect = "read" | "write" | "delete";

/** Last segments of paths whose POST deletes, such as `/schemas/drop-columns`. */
const DELETES = /\/(drop|delete|remove|purge|destroy|truncate)(-[^/]*)?$/;

/** The kind of thing that an operation acts on. The one path outside /v1 lists connector types, as /v1/metadata does. */
export const resourceOf = ({ path }: Pick<Facts, "path">): string =>
  /^\/v\d+\/([^/]+)/.exec(path)?.[1] ?? "metadata";

/** Names of the values in a path, in order. */
export const pathParamsOf = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

export const effectOf = ({ method, path }: Pick<Facts, "method" | "path">): Effect =>
  method === "GET" ? "read" : method === "DELETE" || DELETES.test(path) ? "delete" : "write";

export interface QueryParam {
  type: "string" | "integer" | "boolean";
  required?: true;
  enum?: readonly string[];
}

export interface Facts {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  query?: Readonly<Record<string, QueryParam>>;
  body?: "json" | "multipart";
  accept?: 2;
}

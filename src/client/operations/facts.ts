/** What an operation does to the account. The HTTP method decides, and for a POST also the last path segment. */
export type Effect = "read" | "write" | "delete";

/** The last path segment of a POST that deletes, such as `/schemas/drop-columns`. */
const DELETES = /\/(drop|delete|remove|purge|destroy|truncate)(-[^/]*)?$/;

/** The first path segment after `/v1`. The only path outside `/v1` lists connector types, as `/v1/metadata` does. */
export const resourceOf = ({ path }: Pick<Facts, "path">): string =>
  /^\/v\d+\/([^/]+)/.exec(path)?.[1] ?? "metadata";

/** The names of the parameters in a path template, in order. */
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

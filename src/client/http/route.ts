import type { Operation } from "../operations/catalog.js";

/** What the wire needs to know of an operation, or of a path that the catalogue lacks. */
export interface Route
  extends Pick<
    Operation,
    "method" | "path" | "pathParams" | "queryParams" | "body" | "effect" | "accept"
  > {
  /** Operation id; for a path of the caller's own its method and template. */
  id: string;
}

/** Whether its 2xx answer is a file instead of JSON. */
export const answersFile = ({ id }: Pick<Route, "id">) => id === "download_connector_sdk_package";

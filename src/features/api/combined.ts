import { inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { nearest } from "../../base/nearest.js";
import { isEmpty } from "../../base/read-as.js";
import type { ReadContext } from "../../toolkit/define.js";
import { quoted } from "../../toolkit/render.js";
import { connectorAccess, groupAccess, userAccess } from "../access/index.js";
import { connectorDependents } from "../connector/index.js";
import { LOG_QUERY_READS, paramsOf, runLogQuery } from "../log-query/index.js";

export interface CombinedResult {
  /** The result in one line. */
  title: string;
  items: object[];
  /** Replaces `items` if the result is a single object. */
  data?: Record<string, Json>;
  notes: string[];
  next_cursor?: string;
}

type Params = Readonly<Record<string, Json>>;

/**
 * A read that combines several operations of the API. It is found by search_api and called with
 * read_api, like an operation.
 */
export interface CombinedRead {
  id: string;
  /** Like the summary of an operation: at most 90 characters, no full stop. */
  summary: string;
  hint: string;
  /** Further words for the search. */
  words?: string;
  /** The resource that the filter of search_api uses. */
  resource: string;
  /** The parameters with their types. `*` marks the required one. */
  params: Readonly<Record<string, string>>;
  run(params: Params, ctx: ReadContext): Promise<CombinedResult>;
}

/** Builds a read about one object, in pages. */
const about = (
  param: string,
  run: (value: string, cursor: string | undefined, ctx: ReadContext) => Promise<CombinedResult>,
): Pick<CombinedRead, "params" | "run"> => ({
  params: { [`${param}*`]: "id or name", cursor: "string" },
  run: ({ [param]: value, cursor }, ctx) =>
    run(String(value), cursor === undefined ? undefined : String(cursor), ctx),
});

const PARTS =
  "lists every role in the account, the group and the connector, roles that teams grant, and system keys. The notes list the parts that could not be read";

export const COMBINED: readonly CombinedRead[] = [
  {
    id: "access:connector",
    summary:
      "List the users, teams and system keys that can reach (access) a connector, and who has which role",
    hint: PARTS,
    resource: "users",
    ...about("connectionId", connectorAccess),
  },
  {
    id: "access:group",
    summary:
      "List the users, teams and system keys that can reach (access) a group, and who has which role",
    hint: PARTS,
    resource: "users",
    ...about("groupId", groupAccess),
  },
  {
    id: "access:user",
    summary:
      "List what a user can reach (access) and created (owns), for offboarding when a user leaves",
    hint: "lists roles, teams, connectors, transformations, webhooks, agents and the API key, and the groups and teams that would lose their last administrator",
    resource: "users",
    ...about("userId", userAccess),
  },
  {
    id: "dependents:connector",
    summary:
      "List what depends on (uses) a connector: transformations, webhooks, roles, destination",
    hint: "lists transformations with schedule and state, webhooks that get its events, roles in it, and its destination",
    resource: "connections",
    ...about("connectionId", connectorDependents),
  },
  ...LOG_QUERY_READS.map(
    ({ query, id, summary, words }): CombinedRead => ({
      id,
      summary,
      words,
      hint: "Returns the SQL for the tables of the Fivetran Platform Connector, and whether the tables exist.",
      resource: "connections",
      params: paramsOf(query),
      run: (params, ctx) => runLogQuery(query, params, ctx),
    }),
  ),
];

export const combinedRead = (id: string): CombinedRead | undefined =>
  COMBINED.find((read) => read.id === id);

/**
 * Calls a combined read.
 * @throws AppError of type `input` for unknown or missing parameters.
 */
export function runCombined(
  { id, params: types, run }: CombinedRead,
  given: Params,
  ctx: ReadContext,
): Promise<CombinedResult> {
  const params = Object.fromEntries(
    Object.entries(given).filter(([, value]) => !isEmpty(value ?? "")),
  );
  const known = Object.keys(types).map((name) => name.replace("*", ""));
  const unknown = Object.keys(params).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, known, (name) => name)[0];
    throw inputError(
      `${id}: unknown parameter ${quoted(unknown, 60)}.`,
      `Nothing was sent. ${near === undefined ? `Parameters: ${known.join(", ")}.` : `Did you mean ${near}?`}`,
    );
  }
  const needed = Object.keys(types)
    .find((name) => name.endsWith("*"))
    ?.replace("*", "");
  if (needed !== undefined) {
    const { [needed]: value } = params;
    if (typeof value !== "string") {
      throw inputError(
        `${id} needs params.${needed}.`,
        `Nothing was sent. For example: ${ctx.notation.tool("read_api", { operation_id: id, params: { [needed]: EXAMPLES[needed] ?? "" } })}`,
      );
    }
  }
  return run(params, ctx);
}

const EXAMPLES: Readonly<Record<string, string>> = {
  connectionId: "salesforce_prod",
  groupId: "analytics_prod",
  userId: "mary@example.com",
};

import { inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { nearest } from "../../base/nearest.js";
import type { ReadContext } from "../../toolkit/define.js";
import { quoted } from "../../toolkit/render.js";
import { connectorAccess, groupAccess, userAccess } from "../access/index.js";

export interface CombinedResult {
  /** The finding, in one line. */
  title: string;
  items: object[];
  notes: string[];
  next_cursor?: string;
}

/** A read that no operation of the API does alone: found by search_api and called with read_api, as an operation is. */
export interface CombinedRead {
  id: string;
  /** As of an operation: at most 90 characters, no full stop. */
  summary: string;
  hint: string;
  /** The resource by which search_api filters. */
  resource: string;
  /** What it is about; every one takes `cursor` beside it. */
  param: string;
  run(value: string, cursor: string | undefined, ctx: ReadContext): Promise<CombinedResult>;
}

const PARTS =
  "every role in the account, the group, the connector and through teams, and system keys; says what was not looked at";

export const COMBINED: readonly CombinedRead[] = [
  {
    id: "access:connector",
    summary: "List who can reach (has access to) a connector: users, teams, system keys, by role",
    hint: PARTS,
    resource: "users",
    param: "connectionId",
    run: connectorAccess,
  },
  {
    id: "access:group",
    summary: "List who can reach (has access to) a group: users, teams, system keys, by role",
    hint: PARTS,
    resource: "users",
    param: "groupId",
    run: groupAccess,
  },
  {
    id: "access:user",
    summary:
      "List what a user can reach (access) and created (owns), for offboarding when one leaves",
    hint: "roles, teams, connectors, transformations, webhooks, agents, API key; what would be left without an administrator",
    resource: "users",
    param: "userId",
    run: userAccess,
  },
];

export const combinedRead = (id: string): CombinedRead | undefined =>
  COMBINED.find((read) => read.id === id);

/** Calls a combined read. @throws AppError of type `input` for other parameters than it has. */
export function runCombined(
  { id, param, run }: CombinedRead,
  params: Readonly<Record<string, Json>>,
  ctx: ReadContext,
): Promise<CombinedResult> {
  const known = [param, "cursor"];
  const unknown = Object.keys(params).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, known, (name) => name)[0];
    throw inputError(
      `${id}: unknown parameter ${quoted(unknown, 60)}.`,
      `Nothing was sent. ${near === undefined ? `Parameters: ${known.join(", ")}.` : `Did you mean ${near}?`}`,
    );
  }
  const { [param]: value, cursor } = params;
  if (typeof value !== "string" || value === "") {
    throw inputError(
      `${id} needs params.${param}.`,
      `Nothing was sent. For example: ${ctx.notation.tool("read_api", { operation_id: id, params: { [param]: EXAMPLES[param] ?? "" } })}`,
    );
  }
  return run(value, typeof cursor === "string" ? cursor : undefined, ctx);
}

const EXAMPLES: Readonly<Record<string, string>> = {
  connectionId: "salesforce_prod",
  groupId: "analytics_prod",
  userId: "mary@example.com",
};

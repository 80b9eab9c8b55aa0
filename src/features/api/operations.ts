import { inputError } from "../../base/errors.js";
import { alternatives, nearest } from "../../base/nearest.js";
import { quoted } from "../../base/text.js";
import {
  allOperationIds,
  isOperationId,
  type Operation,
  operation,
} from "../../client/operations/catalog.js";
import type { Effect } from "../../toolkit/define.js";
import { COMBINED, combinedRead } from "./combined.js";
import { BETTER_TOOL } from "./wording.js";

const TOOLS: Record<Effect, string> = {
  read: "read_api",
  write: "write_api",
  delete: "delete_api",
};

/** Returns the tool that calls an operation. Undefined if only the library can. */
export function toolFor({ id, effect, body, file }: Operation): string | undefined {
  if (body === "multipart" || file) return undefined;
  return id === "connect_card" ? "create_connect_card" : TOOLS[effect];
}

/** Returns every id that a tool can call: operations and combined reads. */
export const callableIds = (): string[] => [...allOperationIds(), ...COMBINED.map(({ id }) => id)];

/**
 * Returns the operation with this id, for the tool that calls operations of this effect.
 * @throws AppError of type `input` that names the right operation or tool.
 */
export function operationFor(id: string, effect: Effect): Operation {
  if (combinedRead(id) !== undefined) {
    throw inputError(
      `${id} is a read operation. ${TOOLS[effect]} calls only ${effect} operations.`,
      `Nothing was sent. Use ${TOOLS.read}.`,
      { tool: TOOLS.read },
    );
  }
  if (!isOperationId(id)) {
    const near = nearest(id, callableIds(), (known) => known);
    throw inputError(
      `Operation ${quoted(id, 80)} not found.`,
      near.length > 0
        ? `Did you mean ${alternatives(near)}? Find operations with search_api.`
        : "Find operations with search_api.",
      { candidates: near },
    );
  }
  const found = operation(id);
  const tool = toolFor(found);
  if (tool === TOOLS[effect]) return found;
  if (tool === undefined) {
    throw inputError(
      `${id} sends or returns a zip file, which no tool supports.`,
      "Nothing was sent. Use the TypeScript library: fivetran.sdkPackages.",
    );
  }
  if (found.effect === effect) {
    throw inputError(`${id} has its own tool.`, `Nothing was sent. Use ${tool}.`, { tool });
  }
  const better = BETTER_TOOL[id];
  throw inputError(
    `${id} is a ${found.effect} operation. ${TOOLS[effect]} calls only ${effect} operations.`,
    `Nothing was sent. Use ${better === undefined || better === tool ? tool : `${tool}, or ${better}`}.`,
    { tool },
  );
}

import { inputError } from "../../base/errors.js";
import { nearest } from "../../base/nearest.js";
import { quoted } from "../../base/text.js";
import {
  isOperationId,
  type Operation,
  operation,
  operationIds,
} from "../../client/operations/catalog.js";
import type { Effect } from "../../toolkit/define.js";
import { BETTER_TOOL } from "./wording.js";

const TOOLS: Record<Effect, string> = {
  read: "read_api",
  write: "write_api",
  delete: "delete_api",
};

/** The tool that calls an operation; undefined for those that only the library has. */
export function toolFor({ id, effect, body, file }: Operation): string | undefined {
  if (body === "multipart" || file) return undefined;
  return id === "connect_card" ? "create_connect_card" : TOOLS[effect];
}

/**
 * The operation of that id, if it is one for the tool of this effect.
 * @throws AppError of type `input` that names the right one.
 */
export function chosen(id: string, effect: Effect): Operation {
  if (!isOperationId(id)) {
    const near = nearest(id, operationIds, (known) => known);
    throw inputError(
      `There is no operation ${quoted(id, 80)}.`,
      near.length > 0
        ? `Did you mean ${near.join(" or ")}? search_api finds operations by words.`
        : "search_api finds operations by words.",
      { candidates: near },
    );
  }
  const found = operation(id);
  const tool = toolFor(found);
  if (tool === TOOLS[effect]) return found;
  if (tool === undefined) {
    throw inputError(
      `${id} moves a zip file, which no tool does.`,
      "Nothing was sent. The TypeScript library can: fivetran.sdkPackages.",
    );
  }
  const better = BETTER_TOOL[id];
  throw inputError(
    `${id} is a ${found.effect}, and ${TOOLS[effect]} does not do it.`,
    `Nothing was sent. Use ${better === undefined || better === tool ? tool : `${tool}, or ${better}`}.`,
    { tool },
  );
}

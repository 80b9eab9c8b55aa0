import * as z from "zod";
import type { Json } from "../base/json.js";

export type Arguments = Readonly<Record<string, Json>>;

/** A tool call that a result suggests as the next step, or to undo a change. */
export const ToolCall = z.looseObject({
  tool: z.string(),
  arguments: z.record(z.string(), z.json()),
});

/** How a result writes tool calls for its reader: as MCP tool calls, or as commands that can be pasted. */
export interface Notation {
  tool(name: string, args: Arguments): string;
  /** The current call again, with additional arguments. */
  again(more: Arguments): string;
  /** The instruction to confirm a plan. */
  confirm(name: string, token: Arguments): string;
}

/** The notation for a model: `get_schema connector=orders`. */
export const toolNotation: Notation = {
  tool: (name, args) =>
    [
      name,
      ...Object.entries(args).map(([key, value]) => {
        const plain = typeof value === "string" && /^[\w.:+-]{1,200}$/.test(value);
        return `${key}=${plain ? value : JSON.stringify(value)}`;
      }),
    ].join(" "),
  again: quotedPairs,
  confirm: (name, token) =>
    `repeat the same ${name} call with ${quotedPairs(token)} within 15 minutes.`,
};

function quotedPairs(args: Arguments): string {
  return Object.entries(args)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(" ");
}

import * as z from "zod";
import type { Json } from "../base/json.js";

export type Arguments = Readonly<Record<string, Json>>;

/** A call that a result shows as its next step or as the way back. */
export const ToolCall = z.looseObject({
  tool: z.string(),
  arguments: z.record(z.string(), z.json()),
});

/** How calls are written for the reader of a result: as tool calls, or as commands that can be pasted. */
export interface Notation {
  tool(name: string, args: Arguments): string;
  /** The call at hand once more, with further arguments. */
  again(more: Arguments): string;
  /** The same as the instruction to confirm a plan. */
  confirm(name: string, token: Arguments): string;
}

/** `get_schema connector=orders`, as a model reads it. */
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

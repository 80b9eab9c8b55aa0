import { expect } from "vitest";
import type { Harness, Result } from "../harness.js";
import { shown } from "./ids.js";

/** Calls a tool and, if it asks, confirms the plan. */
export async function agreed(
  { call }: Pick<Harness, "call">,
  tool: string,
  args: Record<string, unknown>,
): Promise<Result & { plan: string }> {
  const first = await call(tool, args);
  expect(first.isError, first.text).toBe(false);
  if (first.status !== "confirmation_required") return { ...first, plan: "" };
  const done = await call(tool, { ...args, confirmation_token: first.token });
  return { ...done, plan: first.text };
}

/** Returns the plan and the result of a confirmed change, for a snapshot. */
export const bothShown = (
  on: Pick<Harness, "sandbox">,
  { plan, ...done }: Awaited<ReturnType<typeof agreed>>,
): string => `${shown(on, { ...done, text: plan, data: {} })}\n=====\n${shown(on, done)}`;

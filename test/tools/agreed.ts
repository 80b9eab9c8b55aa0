import { expect } from "vitest";
import type { Harness, Result } from "../harness.js";

/** Calls a tool and, where it asks, agrees to the plan. */
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

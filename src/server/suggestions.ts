import * as z from "zod";
import { deadlineSignal } from "../base/deadline.js";
import type { Caller, Engine } from "../engine/engine.js";

export type Suggestion = "connector" | "group" | "service" | "operation";

/** Returns up to 100 values of that kind that contain the typed text. Values that begin with it come first. */
export type Suggest = (kind: Suggestion, typed: string) => Promise<string[]>;

/** Names that can be suggested without an account. */
export interface KnownNames {
  services: readonly string[];
  operations: readonly string[];
}

const MOST = 100;
const Connectors = z.object({
  connectors: z.array(z.looseObject({ name: z.string() })).default([]),
});
const Groups = z.object({ destinations: z.array(z.looseObject({ name: z.string() })).default([]) });

/**
 * Creates the suggestions. Names from the account are read through the tools, so they are limited by the operator's
 * policy. If a tool fails, nothing is suggested.
 */
export function suggestions(
  engine: () => Promise<Engine>,
  known: () => Promise<KnownNames> = async () => ({ services: [], operations: [] }),
): Suggest {
  const listed = async (tool: string, typed: string) => {
    const args = { limit: MOST, ...(typed === "" ? {} : { words: typed }) };
    const caller: Caller = { signal: deadlineSignal(10_000), canAsk: false, progress: () => {} };
    const reply = await (await engine()).run({ tool, args }, caller);
    return "ask" in reply || reply.isError ? {} : reply.data;
  };
  const all: Record<Suggestion, (typed: string) => Promise<readonly string[]>> = {
    connector: async (typed) =>
      Connectors.parse(await listed("list_connectors", typed)).connectors.map(({ name }) => name),
    group: async (typed) =>
      Groups.parse(await listed("list_destinations", typed)).destinations.map(({ name }) => name),
    service: async () => (await known()).services,
    operation: async () => (await known()).operations,
  };
  return async (kind, typed) => {
    const word = typed.toLowerCase();
    const names = await all[kind](word);
    const matching = names.filter((name) => name.toLowerCase().includes(word));
    const begins = (name: string) => Number(!name.toLowerCase().startsWith(word));
    return matching.toSorted((a, b) => begins(a) - begins(b)).slice(0, MOST);
  };
}

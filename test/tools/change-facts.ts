import * as z from "zod";
import { connectionNamed, type Sandbox } from "../../src/sandbox/index.js";
import { changes, type Harness, type Result } from "../harness.js";
import { shown, withoutIds } from "../snapshot.js";

/** Returns every request that could have changed something, in order, with names instead of ids. */
export const sent = (on: Pick<Harness, "sandbox">): string[] =>
  changes(on.sandbox).map(({ method, path, body }) =>
    withoutIds(on, `${method} ${path}${body === undefined ? "" : ` ${JSON.stringify(body)}`}`),
  );

const Ids = z.array(z.looseObject({ id: z.string() }));
const Plan = z.looseObject({ targets: Ids.optional(), consequences: z.array(z.string()) });

/** Returns the ids in a list of records of a result. Empty if the list is absent. */
export const idsIn = (list: unknown): string[] =>
  list === undefined ? [] : Ids.parse(list).map(({ id }) => id);

/** Returns the ids of a plan's targets, in its order. */
export const targetIds = ({ data }: Result): string[] =>
  (Plan.parse(data["plan"]).targets ?? []).map(({ id }) => id);

export const consequencesOf = ({ data }: Result): string[] => Plan.parse(data["plan"]).consequences;

const Undo = z.looseObject({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) });

/** Returns the call that undoes a result. */
export const undoIn = ({ data }: Result) => Undo.parse(data["undo"]);

/** Returns the id of the group with this name. */
export function groupId(sandbox: Sandbox, name: string): string {
  let id = "";
  sandbox.edit((world) => {
    id = [...world.groups.values()].find((group) => group.name === name)?.id ?? "";
  });
  return id;
}

/** Returns a connection as the simulated account stores it. */
export function connectionOf(sandbox: Sandbox, name: string) {
  let found: ReturnType<typeof connectionNamed> | undefined;
  sandbox.edit((world) => {
    found = structuredClone(connectionNamed(world, name));
  });
  if (found === undefined) throw new Error(`no connection ${name}`);
  return found;
}

/** Gives a connection the name of another one, which is in another group. */
export function sameName(sandbox: Sandbox, name: string, as: string): void {
  sandbox.edit((world) => {
    connectionNamed(world, name).schema = as;
  });
}

/**
 * Like `shown`, but without the expiry of tokens and the times of requests. The hash of an approval
 * is an id of the simulated account too, and is shown with the id of its owner.
 */
export const shownStable = (on: Pick<Harness, "sandbox">, result: Result): string =>
  shown(on, result)
    .replace(/("confirmation_token": "TOKEN",\s+"expires_at": )"[^"]+"/, '$1"MOMENT"')
    .replace(/id:(certificate|fingerprint)s of \w+=?/g, "HASH")
    .replace(/("sent_at": )"[^"]+"/g, '$1"MOMENT"');

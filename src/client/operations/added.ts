import type { JsonSchema } from "../../base/json-schema.js";
import type { OperationId } from "./call.js";
import type { Facts } from "./facts.js";

/** An operation that the catalog lacks, as a newer definition describes it. */
export interface AddedOperation {
  id: string;
  facts: Facts;
  /** The definition's own words; empty where it has none. */
  summary: string;
  /** Its response is a file. */
  file: boolean;
  body: JsonSchema | undefined;
  reply: JsonSchema | undefined;
}

let added: ReadonlyMap<string, AddedOperation> = new Map();

/**
 * Makes the operations of a definition part of the catalog, in the place of those of an earlier one. A process has one
 * catalog: it is that of the app that was made last.
 */
export function addOperations(operations: readonly AddedOperation[]): void {
  if (operations.length === 0 && added.size === 0) return;
  added = new Map(operations.map((operation) => [operation.id, operation]));
}

/** The same object until others are added. */
export const addedOperations = (): ReadonlyMap<string, AddedOperation> => added;

export const addedOperation = (id: string): AddedOperation | undefined => added.get(id);

/** Ids of the added operations. They are known at run time only, so the compiler takes them for those of the catalog. */
export const addedIds = (): OperationId[] => [...added.keys()].filter(isAdded);

export const isAdded = (id: string): id is OperationId => added.has(id);

import type { JsonSchema } from "../../base/json-schema.js";
import type { OperationId } from "./call.js";
import type { Facts } from "./facts.js";

/** An operation that the catalog lacks and a newer definition describes. */
export interface AddedOperation {
  id: string;
  facts: Facts;
  /** The summary in the definition. Empty if it has none. */
  summary: string;
  /** Whether the response is a file. */
  file: boolean;
  body: JsonSchema | undefined;
  reply: JsonSchema | undefined;
}

let added: ReadonlyMap<string, AddedOperation> = new Map();

/**
 * Adds the operations of a definition to the catalog. They replace those of an earlier call, because a process has
 * only one catalog.
 */
export function addOperations(operations: readonly AddedOperation[]): void {
  if (operations.length === 0 && added.size === 0) return;
  added = new Map(operations.map((operation) => [operation.id, operation]));
}

/** The added operations. Returns the same object until `addOperations` replaces it. */
export const addedOperations = (): ReadonlyMap<string, AddedOperation> => added;

export const addedOperation = (id: string): AddedOperation | undefined => added.get(id);

/**
 * The ids of the added operations. The compiler treats them as `OperationId`, although they are known only at run
 * time.
 */
export const addedIds = (): OperationId[] => [...added.keys()].filter(isAdded);

export const isAdded = (id: string): id is OperationId => added.has(id);

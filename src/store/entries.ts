/**
 * Named texts that all processes share. Every store of this program keeps its data in entries. They are files now; a
 * store for several machines would implement this interface.
 */
export interface Entries {
  /** Returns false if the name exists. Of concurrent callers in any process, exactly one gets true. */
  create(name: string, text: string): Promise<boolean>;
  /** Writes an entry completely or not at all. Replaces an existing entry. */
  replace(name: string, text: string): Promise<void>;
  /** The text. Undefined if there is no such entry. Throws if it cannot be read. */
  read(name: string): Promise<string | undefined>;
  remove(name: string): Promise<void>;
  names(): Promise<string[]>;
  /** Removes entries that are older than the returned time in milliseconds. */
  sweep(lifeMs: (name: string) => number): Promise<void>;
}

/** The maximum size of an entry in bytes. A larger one cannot be read. */
export const LARGEST_ENTRY = 8 * 2 ** 20;

export type EntryKind = "plans" | "operations" | "executions" | "keys";

/** Opens the entries of one kind. */
export type OpenEntries = (kind: EntryKind) => Entries;

/**
 * Named texts that all processes share. Every store of this program keeps its data in one of these: in files now, and
 * what a store shared by several machines would have to offer.
 */
export interface Entries {
  /** False where the name is taken. Of several callers, in any process, exactly one gets true. */
  create(name: string, text: string): Promise<boolean>;
  /** Writes an entry whole or not at all; one of that name is replaced. */
  replace(name: string, text: string): Promise<void>;
  /** The text; undefined where there is none. @throws where it cannot be read */
  read(name: string): Promise<string | undefined>;
  remove(name: string): Promise<void>;
  names(): Promise<string[]>;
  /** Removes the entries that are older than their life. */
  sweep(lifeMs: (name: string) => number): Promise<void>;
}

/** What an entry holds at most; what is larger cannot be read. */
export const LARGEST_ENTRY = 8 * 2 ** 20;

export type EntryKind = "plans" | "operations" | "executions" | "keys";

/** Where entries are kept, by what they are. */
export type OpenEntries = (kind: EntryKind) => Entries;

import { instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import type { Unreadable } from "../../client/resources/reply.js";
import { bare, count } from "../../toolkit/render.js";

const NAMES = ["schema", "service", "group_id"] as const;
const STATES = ["setup_state", "sync_state", "update_state"] as const;
const TIMES = ["succeeded_at", "failed_at", "created_at"] as const;

/**
 * Returns the fields that the health of a connection depends on but that are missing or unreadable.
 */
export function unreadFields(connection: Connection): string[] {
  const { status } = connection;
  const fields: string[] = NAMES.filter((name) => connection[name] === "");
  if (typeof connection.paused !== "boolean") fields.push("paused");
  if (STATES.every((name) => status[name] === "")) fields.push("status");
  else for (const name of STATES) if (status[name] === "") fields.push(`status.${name}`);
  for (const name of TIMES) {
    if (isUnreadableTime(connection[name])) fields.push(name);
  }
  if (isUnreadableTime(status.rescheduled_for)) fields.push("status.rescheduled_for");
  for (const kind of ["tasks", "warnings"] as const) {
    for (const [at, { code }] of (status[kind] ?? []).entries()) {
      if (code === "") fields.push(`status.${kind}.${at}.code`);
    }
  }
  return fields;
}

/** True for a time that is given and cannot be parsed. */
export const isUnreadableTime = (time: string | null | undefined) =>
  Boolean(time) && instant(time) === undefined;

/** Collects the unreadable fields of one kind of record. */
export class UnreadableRecords {
  readonly #what: string;
  readonly #omitted: string[] = [];
  readonly #partial = new Map<string, Set<string>>();

  constructor(what: string) {
    this.#what = what;
  }

  readonly add = ({ id, field, position, omitted }: Unreadable): void => {
    if (omitted) {
      this.#omitted.push(`${named(id, position)} (${field === "" ? "not an object" : field})`);
    } else this.#addTo(named(id, position), [field]);
  };

  /** True if at least one record is missing completely. */
  get omitted(): boolean {
    return this.#omitted.length > 0;
  }

  addFields(id: string, fields: readonly string[]): void {
    if (fields.length > 0) this.#addTo(bare(id), fields);
  }

  #addTo(name: string, fields: readonly string[]): void {
    this.#partial.set(name, new Set([...(this.#partial.get(name) ?? []), ...fields]));
  }

  /**
   * Returns up to two sentences without a full stop: one about omitted records, and one about
   * partly read records.
   */
  notes(): string[] {
    const partial = [...this.#partial].map(
      ([name, fields]) => `${name} (${[...fields].join(", ")})`,
    );
    return [
      ...sentence(this.#omitted, `${this.#what} record`, "could not be read"),
      ...sentence(partial, this.#what, "could be read only in part"),
    ];
  }
}

const named = (id: string | undefined, position: number) =>
  id === undefined ? `record ${position} of the list` : bare(id);

const MAX_NAMED = 10;

function sentence(names: readonly string[], what: string, happened: string): string[] {
  if (names.length === 0) return [];
  const more = names.length - MAX_NAMED;
  const shown = names.slice(0, MAX_NAMED).join(", ");
  return [
    `${count(names.length, what)} ${happened}: ${shown}${more > 0 ? ` and ${more} more` : ""}`,
  ];
}

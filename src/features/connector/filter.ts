import { VERDICTS } from "../../client/health/diagnose.js";
import type { Connection } from "../../client/resources/models.js";
import type { Surveyed } from "../health/account-health.js";

/** Our verdicts, and Fivetran's setup, sync and update states. */
export const CONNECTOR_STATES = [
  ...VERDICTS,
  "incomplete",
  "connected",
  "scheduled",
  "syncing",
  "on_schedule",
  "delayed",
] as const;
export type ConnectorState = (typeof CONNECTOR_STATES)[number];

interface Wanted {
  /** All of them must occur. */
  words?: string | undefined;
  /** Any of them must hold. */
  states?: readonly ConnectorState[] | undefined;
}

/** Whether a connector is meant by a filter. */
export function matching({ words, states }: Wanted): (entry: Surveyed) => boolean {
  const all = (words ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) =>
    all.every((word) => haystack(entry.connection).includes(word)) &&
    (states === undefined || states.some((state) => isIn(state, entry)));
}

const haystack = ({ schema, service, id }: Connection) =>
  `${schema} ${service} ${id}`.toLowerCase();

function isIn(state: ConnectorState, { connection, diagnosis }: Surveyed): boolean {
  const { setup_state, sync_state, update_state } = connection.status;
  return [diagnosis.verdict, setup_state, sync_state, update_state].includes(state);
}

/** By name, then by id, by code unit: the same order on every machine. */
export const byName = (a: Connection, b: Connection) =>
  a.schema < b.schema ? -1 : a.schema > b.schema ? 1 : a.id < b.id ? -1 : 1;

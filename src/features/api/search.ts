import type MiniSearch from "minisearch";
import { addedOperations } from "../../client/operations/added.js";
import type { BodySchemas } from "../../client/operations/body-schemas.js";
import type { OperationId } from "../../client/operations/call.js";
import { allOperationIds, isOperationId, operation } from "../../client/operations/catalog.js";
import type { Effect } from "../../client/operations/facts.js";
import { COMBINED, combinedRead } from "./combined.js";
import { HINTS, summaryOf } from "./wording.js";

/** Words that people use, with the words of the catalog for the same thing. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  connector: ["connection"],
  connection: ["connector"],
  warehouse: ["destination"],
  remove: ["delete"],
  drop: ["delete"],
  show: ["get", "list"],
  details: ["get"],
  edit: ["change", "modify", "update"],
  update: ["change", "modify"],
  modify: ["change", "update"],
  change: ["modify", "update"],
  set: ["change", "modify"],
  add: ["create", "invite"],
  new: ["create"],
  make: ["create"],
  invite: ["add"],
  member: ["membership"],
  access: ["role", "membership"],
  permission: ["role", "membership"],
  permissions: ["role", "membership"],
  grant: ["add", "role", "membership"],
  revoke: ["delete", "stop", "take"],
  dbt: ["transformation"],
  model: ["transformation"],
  vault: ["esm"],
  log: ["logging"],
  logs: ["log", "logging"],
  regenerate: ["rotate", "new"],
  credentials: ["secret", "key"],
  agent: ["hybrid", "proxy"],
  apikey: ["system", "key"],
  stop: ["cancel"],
  start: ["run"],
  who: ["list"],
  ssh: ["fingerprint"],
  tls: ["certificate"],
  ssl: ["certificate"],
  email: ["mail"],
  region: ["destination"],
  timezone: ["zone"],
  tz: ["zone"],
  warn: ["warning"],
  fail: ["error", "state"],
  failed: ["error", "state"],
  failure: ["error"],
  broken: ["error", "state"],
  status: ["state"],
  paused: ["state"],
  expire: ["expiry", "key"],
  expires: ["expiry", "key"],
  arrive: ["test", "event"],
  arrived: ["test", "event"],
  retrieve: ["get"],
  frequency: ["schedule"],
  reachable: ["state", "test"],
  ends: ["expiry"],
  rename: ["name"],
};
const STOP_WORDS = new Set(
  `a an the to of in for my with and or on from all is how do i what which into its it by are there be can
  does did has have had was were will would should could why when where who whose me we us our you your they them
  please if so that this these those any some much many not no up at as about per each every every other another
  now currently already still today yesterday ever exist exists happen happens happened old need needs used tell
  left`.split(/\s+/),
);

export interface SearchFilter {
  effect?: string | undefined;
  resource?: string | undefined;
}

/**
 * Returns the ids of matching operations and combined reads, the best first. Without a query,
 * returns every operation that passes the filter.
 */
export type Search = (query: string, filter?: SearchFilter) => string[];

interface Entry {
  id: string;
  summary: string;
  path: string;
  details: string;
}

const WEIGHTS: Readonly<Record<Effect, number>> = { read: 1.1, write: 1, delete: 0.8 };

/**
 * The weight of a combined read. Its text contains words of the grants that it shows, so it weighs
 * less if the query asks for a change.
 */
const COMBINED_WEIGHTS = { known: 1, changed: 0.4 };

let opened: { added: object; search: Promise<Search> } | undefined;

/** Builds the index at the first search, and keeps it as long as the operations stay the same. */
export function openSearch(schemas: BodySchemas): Promise<Search> {
  const added = addedOperations();
  if (opened?.added !== added) opened = { added, search: buildSearch(schemas) };
  return opened.search;
}

function buildSearch(schemas: BodySchemas): Promise<Search> {
  return import("minisearch").then(({ default: Index }) => {
    const index = new Index<Entry>({
      fields: ["id", "summary", "path", "details"],
      tokenize: split,
      processTerm: normalize,
    });
    index.addAll(allOperationIds().map((id) => entryOf(id, schemas)));
    index.addAll(
      COMBINED.map(({ id, summary, hint, words }) => ({
        id,
        summary,
        path: "",
        details: words ?? hint,
      })),
    );
    return (query, filter) => ranked(index, query, filter);
  });
}

const split = (text: string): string[] =>
  text.replace(/([a-z])([A-Z])/g, "$1 $2").split(/[^A-Za-z0-9]+/);

/**
 * Normalizes a word for comparison: lower case, singular. Null for a word without meaning of its
 * own.
 */
function normalize(text: string): string | null {
  const word = text.toLowerCase();
  if (word === "" || STOP_WORDS.has(word)) return null;
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word;
  return word
    .replace(/ies$/, "y")
    .replace(/([^aeiou])ing$/, "$1")
    .replace(/s$/, "");
}

const synonyms = new Map(
  Object.entries(SYNONYMS).map(([word, same]) => [
    normalize(word),
    same.map(normalize).filter((one) => one !== null),
  ]),
);

/**
 * Something that people search for but the API does not offer, with where to find it instead, and
 * suitable combined reads, the best first.
 */
interface Gap {
  words: RegExp;
  where: string;
  reads: readonly string[];
}

const GAPS: readonly Gap[] = [
  {
    words:
      /\b(usage|mar|monthly active|costs?|costing|expensive|bill(s|ing|ed)?|invoices?|credits?|consum\w+|spend\w*|spent|price|pricing|rows? (volume|count)|quota used)\b/i,
    where:
      "No operation returns usage or monthly active rows (MAR). Both are in the tables of the Fivetran Platform Connector. read_api with log_query:usage returns the SQL for them.",
    reads: ["log_query:usage"],
  },
  {
    words:
      /\b(audit|trail|who (has )?(changed|did|paused|resumed|deleted|created|edited|disabled|enabled|added|removed|moved)|activity log|what did .* (do|change))\b/i,
    where:
      "No operation returns the audit trail. It is in a table of the Fivetran Platform Connector. read_api with log_query:audit_trail returns the SQL for it.",
    reads: ["log_query:audit_trail"],
  },
  {
    words: /\b(how long (do|does|did|has|have)|durations?|slow(est|er)?|run ?time of)\b/i,
    where:
      "get_history returns the runs of the last days. For earlier runs, read_api with log_query:sync_durations returns SQL for the tables of the Fivetran Platform Connector.",
    reads: ["log_query:sync_durations", "connection_sync_history"],
  },
  {
    words:
      /\b(history|logs? of|run logs?|past (runs|syncs|failures)|sync logs?|previous (runs|syncs)|last (week|month|year))\b/i,
    where:
      "get_history returns the runs of the last days. Logs are in the tables of the Fivetran Platform Connector. read_api with log_query:recent_syncs or log_query:failed_syncs returns the SQL for them.",
    reads: ["connection_sync_history", "log_query:recent_syncs", "log_query:failed_syncs"],
  },
  {
    words: /\b(alerts?|alerting|notif\w+|slack|pager\w*|warn (me|us)|tell me when)\b/i,
    where:
      "The API has no alerts. To be notified when a sync ends, create a webhook (create_group_webhook). To see current problems, call check_stale.",
    reads: [],
  },
];

/** Returns where to find something that no operation returns. Undefined for any other query. */
export const knownGap = (query: string): string | undefined => gapIn(query)?.where;

const gapIn = (query: string): Gap | undefined => GAPS.find(({ words }) => words.test(query));

const CHANGE_VERBS =
  "add|approve|assign|cancel|change|connect|create|delete|disable|dismiss|drop|edit|enable|expire|give|grant|invite|make|modify|move|pause|promote|reauthori[sz]e|regenerate|register|remove|rename|replace|reset|resume|resync|re-sync|revoke|rotate|run|schedule|send|set|start|stop|switch|sync|test|trigger|trust|turn|unpause|update|upgrade|upload|demote|rerun|restart|block|hash";

/** Matches the words before the verb in a request for a change. */
const REQUEST =
  "(please|kindly|how (do|can|could|should|would) (i|we|you|one)|how to|can (i|you|we)|could (i|you|we)|is there a way to|(i|we) (want|need|would like|wish) to|what (is|are) the (way|ways|steps) to|help (me|us)|let('s| us)|which operation (can|will)?)";

/**
 * Matches a query that begins with such a verb, unless the verb is part of a name such as "sync
 * history" or "run logs".
 */
const WANTS_CHANGE = new RegExp(
  `^\\s*((${REQUEST})\\s+)*(${CHANGE_VERBS})\\b(?!(?<!send)\\s+(history|logs?|state|status|durations?|failures?|errors?|times?|of)\\b)`,
  "i",
);

/** Matches a question that asks for information, not for a change. */
const ASKS_TO_KNOW =
  /^\s*(who|whose|which|when|where|why|what|how|is|are|am|was|were|does|do|did|has|have|had|can|could|should|will|any|show|list|get|see|view|check|find|look|read|count|tell|explain|describe|display|give me|status|last|latest|number of)\b|\?\s*$/i;

const asksToKnow = (query: string): boolean =>
  !WANTS_CHANGE.test(query) && ASKS_TO_KNOW.test(query);

/** Words that nearly every operation has. A match of these alone says nothing. */
const GENERIC = new Set([
  "connector",
  "connection",
  "account",
  "fivetran",
  "api",
  "datum",
  "data",
  "information",
  "info",
]);

/** Words for the action, as opposed to its object. */
const VERBS = new Set(
  `get list show see view check find look read count tell explain describe display return fetch retrieve new use ${CHANGE_VERBS.replaceAll("|", " ")}`.split(
    " ",
  ),
);

/** The smallest share of the query's words that an operation must match. */
const LEAST_MET = 0.5;

function ranked(
  index: MiniSearch<Entry>,
  query: string,
  { effect, resource }: SearchFilter = {},
): string[] {
  const passes = (id: string): boolean => {
    const facts = factsOf(id);
    return (
      (effect === undefined || facts.effect === effect) &&
      (resource === undefined || facts.resource === resource)
    );
  };
  const words = [
    ...new Set(
      split(query)
        .map(normalize)
        .filter((word) => word !== null),
    ),
  ];
  if (words.length === 0) {
    const listed = query.trim() === "" || effect !== undefined || resource !== undefined;
    return listed ? allOperationIds().filter(passes) : [];
  }
  const gap = gapIn(query);
  const knows = asksToKnow(query) || (gap !== undefined && !WANTS_CHANGE.test(query));
  const combinedWeight = knows ? COMBINED_WEIGHTS.known : COMBINED_WEIGHTS.changed;
  const meanings = words.map((word) => [word, ...(synonyms.get(word) ?? [])]);
  const hits = index
    .search(meanings.flat().join(" "), {
      // The terms are normalized already. A second normalization would change them.
      processTerm: (term) => term,
      boost: { id: 3, summary: 1.5, path: 0.7, details: 0.3 },
      boostTerm: (term) => (words.includes(term) ? 1 : 0.3),
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      // Long names are specific. A high `b` ranks an operation first if its short name matches the
      // words exactly.
      bm25: { k: 1.2, b: 0.9, d: 0.1 },
      // If two operations match equally, the one that changes less comes first.
      boostDocument: (id: string) =>
        isOperationId(id) ? WEIGHTS[operation(id).effect] : combinedWeight,
      filter: ({ id }) => passes(id),
    })
    .map(({ id, score, queryTerms }) => {
      // A match of every word ranks above several matches of one word.
      const met = meanings.filter((same) => same.some((term) => queryTerms.includes(term)));
      const part = met.length / words.length;
      return { id, part, fits: isAbout(words, met), score: score * part ** 2 };
    })
    .filter(({ part, fits }) => part >= LEAST_MET && fits)
    .sort((a, b) => Number(b.part === 1) - Number(a.part === 1) || b.score - a.score);
  const floor = Math.max(0, ...hits.map(({ score }) => score)) * 0.25;
  const found = hits.filter(({ score }) => score >= floor).map(({ id }) => id);
  const isRead = (id: string) => factsOf(id).effect === "read";
  const first = WANTS_CHANGE.test(query) ? [] : (gap?.reads.filter(passes) ?? []);
  const reads = knows ? found.filter(isRead) : found;
  return [...new Set([...first, ...(gap !== undefined && knows ? reads.slice(0, 2) : reads)])];
}

/**
 * Returns true if a match covers the topic of the query, not only its verb or a word that nearly
 * every operation has.
 */
function isAbout(words: readonly string[], met: readonly (readonly string[])[]): boolean {
  const topics = words.filter((word) => !VERBS.has(word));
  const own = topics.filter((word) => !GENERIC.has(word));
  const wanted = own.length > 0 ? own : topics.length > 0 ? topics : words;
  const found = new Set(met.map(([word]) => word));
  return wanted.filter((word) => found.has(word)).length * 2 >= wanted.length;
}

function factsOf(id: string): { effect: Effect; resource: string | undefined } {
  if (isOperationId(id)) return operation(id);
  return { effect: "read", resource: combinedRead(id)?.resource };
}

function entryOf(id: OperationId, schemas: BodySchemas): Entry {
  const { path, pathParams, queryParams, effect } = operation(id);
  const fields = Object.keys(schemas.body(id)?.properties ?? {});
  const details = [...fields, HINTS[id] ?? "", ...pathParams, ...Object.keys(queryParams), effect];
  return {
    id,
    summary: summaryOf(id),
    path: path.replace(/\{\w+\}/g, ""),
    details: details.join(" "),
  };
}

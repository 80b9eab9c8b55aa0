import type MiniSearch from "minisearch";
import type { BodySchemas } from "../../client/operations/body-schemas.js";
import type { OperationId } from "../../client/operations/call.js";
import { allOperationIds, isOperationId, operation } from "../../client/operations/catalog.js";
import type { Effect } from "../../client/operations/facts.js";
import { COMBINED, combinedRead } from "./combined.js";
import { HINTS, summaryOf } from "./wording.js";

/** Words that people use, and those of the catalogue for the same thing. */
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
  rename: ["name"],
};
const STOP_WORDS = new Set(
  "a an the to of in for my with and or on from all is how do i what which into its it by are there be can".split(
    " ",
  ),
);

export interface SearchFilter {
  effect?: string | undefined;
  resource?: string | undefined;
}

/** The operations and combined reads that fit, best first; without words, every operation that passes the filter. */
export type Search = (query: string, filter?: SearchFilter) => string[];

interface Entry {
  id: string;
  summary: string;
  path: string;
  details: string;
}

const WEIGHTS: Readonly<Record<Effect, number>> = { read: 1.1, write: 1, delete: 0.8 };

/** A combined read has the words of the grants that it shows, so it counts less for who wants to change them. */
const COMBINED_WEIGHTS = { known: 1, changed: 0.4 };

let opened: { count: number; search: Promise<Search> } | undefined;

/** The index is built when first asked for, and kept while the operations are the same. */
export function openSearch(schemas: BodySchemas): Promise<Search> {
  const { length } = allOperationIds();
  if (opened?.count !== length) opened = { count: length, search: buildSearch(schemas) };
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
      COMBINED.map(({ id, summary, hint }) => ({ id, summary, path: "", details: hint })),
    );
    return (query, filter) => ranked(index, query, filter);
  });
}

const split = (text: string): string[] =>
  text.replace(/([a-z])([A-Z])/g, "$1 $2").split(/[^A-Za-z0-9]+/);

/** A word as it is compared: lower case, without plural; null for one that says nothing. */
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

/** What people look for that the API does not have, and where it is instead. */
const GAPS: readonly [RegExp, string][] = [
  [
    /\b(usage|mar|monthly active|costs?|bill(ing|ed)?|credits?|consum\w+|spend\w*)\b/i,
    "Usage and monthly active rows are in the tables of the Fivetran Platform Connector; fivetran-agent log-query prints the SQL.",
  ],
  [
    /\b(history|logs? of|run logs?|past (runs|syncs)|sync logs?|durations?|audit|trail|who (changed|did|paused|deleted))\b/i,
    "Runs, their logs and the audit trail are in the tables of the Fivetran Platform Connector; fivetran-agent log-query prints the SQL.",
  ],
  [
    /\b(alerts?|alerting|notif\w+|slack|pager\w*)\b/i,
    "Alerts are not in the API: a webhook reports ends of syncs (create_group_webhook), and check_stale what is broken now.",
  ],
];

/** Where something is that no operation returns; undefined for everything else. */
export const knownGap = (query: string): string | undefined =>
  GAPS.find(([words]) => words.test(query))?.[1];

/** A question that wants to know something, not to change it. */
const ASKS_TO_KNOW =
  /^\s*(who|which|when|why|what|how (many|much|often|long)|is|are|does|did|has|have|can|show|list|get|see|view|check|find|look|read|count)\b/i;

/** An operation has to meet at least this part of the words. */
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
  if (words.length === 0) return allOperationIds().filter(passes);
  const asksToKnow = ASKS_TO_KNOW.test(query);
  const combinedWeight = asksToKnow ? COMBINED_WEIGHTS.known : COMBINED_WEIGHTS.changed;
  const meanings = words.map((word) => [word, ...(synonyms.get(word) ?? [])]);
  const hits = index
    .search(meanings.flat().join(" "), {
      boost: { id: 3, summary: 1.5, path: 0.7, details: 0.3 },
      boostTerm: (term) => (words.includes(term) ? 1 : 0.3),
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      // Long names are specific: an operation that is named by the words alone is what was meant.
      bm25: { k: 1.2, b: 0.9, d: 0.1 },
      // Of two that fit alike, the one that changes less.
      boostDocument: (id: string) =>
        isOperationId(id) ? WEIGHTS[operation(id).effect] : combinedWeight,
      filter: ({ id }) => passes(id),
    })
    .map(({ id, score, queryTerms }) => {
      // What holds every word beats what holds one of them often.
      const met = meanings.filter((same) => same.some((term) => queryTerms.includes(term)));
      const part = met.length / words.length;
      return { id, part, score: score * part ** 2 };
    })
    .filter(({ part }) => part >= LEAST_MET)
    .sort((a, b) => Number(b.part === 1) - Number(a.part === 1) || b.score - a.score);
  const floor = Math.max(0, ...hits.map(({ score }) => score)) * 0.25;
  const found = hits.filter(({ score }) => score >= floor).map(({ id }) => id);
  if (!asksToKnow) return found;
  const isRead = (id: string) => factsOf(id).effect === "read";
  return [...found.filter(isRead), ...found.filter((id) => !isRead(id))];
}

/** Of an operation or a combined read. */
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

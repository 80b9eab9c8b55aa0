import { nearest } from "../../base/nearest.js";
import type { ShapeBook } from "../../client/operations/body-schemas.js";
import type { OperationId } from "../../client/operations/call.js";
import { operation, operationIds } from "../../client/operations/catalog.js";
import { HINTS, SUMMARIES } from "./wording.js";

/** What people say, and what the catalogue calls it. */
const SAME: Readonly<Record<string, readonly string[]>> = {
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
  ssh: ["fingerprint"],
  tls: ["certificate"],
  ssl: ["certificate"],
  email: ["mail"],
  rename: ["name"],
};
const STOP = new Set([
  "a",
  "an",
  "the",
  "to",
  "of",
  "in",
  "for",
  "my",
  "with",
  "and",
  "or",
  "on",
  "from",
  "all",
  "is",
  "how",
  "do",
  "i",
  "what",
  "which",
  "into",
  "its",
  "it",
  "by",
  "are",
  "there",
  "be",
  "can",
]);

const WEIGHTS = { id: 4, summary: 3, path: 2, words: 1.5, fields: 0.7 } as const;

interface Entry {
  id: OperationId;
  weights: Map<string, number>;
  /** The words of the id: one that is met whole is what was meant. */
  own: readonly string[];
  /** Square root of the number of words: a long summary is not better for it. */
  length: number;
}

export interface SearchFilter {
  effect?: string | undefined;
  resource?: string | undefined;
}

export interface Search {
  /** The operations that fit, best first; all of a filter where there are no words. */
  find(query: string, filter?: SearchFilter): OperationId[];
}

/** Words as they are compared: lower case, without plural. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !STOP.has(word))
    .map(stem);

function stem(word: string): string {
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word;
  return word
    .replace(/ies$/, "y")
    .replace(/([^aeiou])ing$/, "$1")
    .replace(/s$/, "");
}

export function createSearch(book: ShapeBook): Search {
  const entries = operationIds.map((id) => entryOf(id, book));
  const seenIn = new Map<string, number>();
  for (const { weights } of entries) {
    for (const word of weights.keys()) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  }
  const vocabulary = [...seenIn.keys()];
  const rarity = (word: string) => Math.log(1 + entries.length / (seenIn.get(word) ?? 1));
  const synonyms = new Map(
    Object.entries(SAME).map(([word, same]) => [stem(word), same.map(stem)]),
  );

  /** The words to look for in place of one: itself, or the nearest that is known; and what means the same. */
  const meant = (word: string): Map<string, number> => {
    const known = seenIn.has(word) || synonyms.has(word);
    const found = known ? [word] : nearest(word, vocabulary, (candidate) => candidate, 2);
    const all = new Map(found.map((one) => [one, known ? 1 : 0.7]));
    for (const one of found) {
      for (const same of synonyms.get(one) ?? []) if (!all.has(same)) all.set(same, 0.6);
    }
    return all;
  };

  return {
    find(query, { effect, resource } = {}) {
      const wanted = [...new Set(wordsOf(query))].map(meant);
      const scored = entries.flatMap((entry) => {
        const facts = operation(entry.id);
        if (effect !== undefined && facts.effect !== effect) return [];
        if (resource !== undefined && facts.resource !== resource) return [];
        if (wanted.length === 0) return [{ id: entry.id, score: 0 }];
        const hits = wanted.map((words) =>
          Math.max(
            0,
            ...[...words].map(
              ([word, worth]) => (entry.weights.get(word) ?? 0) * worth * rarity(word),
            ),
          ),
        );
        const met = hits.filter((hit) => hit > 0).length;
        const said = new Set(wanted.flatMap((words) => [...words.keys()]));
        const exact = entry.own.filter((word) => said.has(word)).length / entry.own.length;
        // What holds every word beats what holds one of them often.
        const share = (met / wanted.length) ** 2;
        const score =
          (hits.reduce((sum, hit) => sum + hit, 0) * share * (1 + exact)) / entry.length;
        return score > 0 ? [{ id: entry.id, score }] : [];
      });
      const best = Math.max(0, ...scored.map(({ score }) => score));
      return scored
        .filter(({ score }) => score >= best * 0.25)
        .sort((a, b) => b.score - a.score)
        .map(({ id }) => id);
    },
  };
}

function entryOf(id: OperationId, book: ShapeBook): Entry {
  const { path, pathParams, queryParams, effect } = operation(id);
  const weights = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of wordsOf(text)) weights.set(word, Math.max(weights.get(word) ?? 0, weight));
  };
  const body = book.body(id);
  const form = body === undefined ? undefined : book.resolve(body);
  const fields = form?.kind === "fields" ? Object.keys(form.fields) : [];
  add(fields.join(" "), WEIGHTS.fields);
  add(`${HINTS[id] ?? ""}`, WEIGHTS.fields);
  add([...pathParams, ...Object.keys(queryParams)].join(" "), WEIGHTS.fields);
  add(`${effect}`, WEIGHTS.words);
  add(path.replace(/\{\w+\}/g, ""), WEIGHTS.path);
  add(SUMMARIES[id], WEIGHTS.summary);
  add(id, WEIGHTS.id);
  return {
    id,
    weights,
    own: wordsOf(id),
    length: Math.sqrt(4 + wordsOf(`${id} ${SUMMARIES[id]}`).length),
  };
}

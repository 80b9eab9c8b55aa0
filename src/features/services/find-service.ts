import { collect } from "../../base/collect.js";
import { AppError, inputError, isClosed } from "../../base/errors.js";
import { nearest } from "../../base/nearest.js";
import { type KnownType, openServiceTypes } from "../../client/operations/service-types.js";
import type {
  ConnectorType,
  ConnectorTypeDetails,
} from "../../client/resources/connector-types.js";
import type { Client } from "../../toolkit/define.js";
import { bare, quoted } from "../../toolkit/render.js";

/** Returns the path of a field for a text, quoted if it has unusual characters. */
export const fieldPath = (path: string) =>
  /^[\w.[\]-]{1,200}$/.test(path) ? path : quoted(path, 200);

const TYPE_ID = /^[a-z0-9][a-z0-9_]{0,99}$/;

/**
 * Reads a connector type with its fields from Fivetran.
 * @throws AppError of type `input` with similar types if no type has this id.
 */
export async function findService(
  id: string,
  fivetran: Client,
  signal: AbortSignal,
): Promise<ConnectorTypeDetails> {
  try {
    if (TYPE_ID.test(id)) return await fivetran.metadata.get(id, { signal });
  } catch (error) {
    if (!(error instanceof AppError) || error.type !== "not_found") throw error;
  }
  if ((await openServiceTypes()).destinations.includes(id)) {
    throw inputError(
      `${bare(id)} is a destination type, not a connector type.`,
      "Nothing was sent. To create a destination, use write_api with create_destination.",
    );
  }
  const near = nearestServices(id, await collect(fivetran.metadata.list({ signal })));
  throw inputError(
    `There is no connector type ${quoted(id, 80)}.`,
    near.length > 0
      ? `Did you mean ${near.map((type) => `${bare(type.id)} ${quoted(type.name, 60)}`).join(", ")}?`
      : "To find a type, call describe_service with words.",
    { candidates: near.map((type) => type.id) },
  );
}

/**
 * Reads the type of a service that Fivetran named. Undefined if this key or policy may not read it,
 * or if it is not listed.
 */
export async function readableService(
  service: string,
  fivetran: Client,
  signal: AbortSignal,
): Promise<ConnectorTypeDetails | undefined> {
  try {
    return await findService(service, fivetran, signal);
  } catch (error) {
    if (isClosed(error)) return undefined;
    throw error;
  }
}

/** Returns built-in facts about a connector type. Undefined if this version has none. */
export async function knownConnector(id: string): Promise<KnownType | undefined> {
  return (await openServiceTypes()).connector(id);
}

/**
 * Returns the connector and destination types that contain every word in their id, name or type,
 * the best match first. If there are none, returns similar ones.
 */
export async function matchServices(
  words: string,
  fivetran: Client,
  signal: AbortSignal,
): Promise<ConnectorType[]> {
  const listed = await collect(fivetran.metadata.list({ signal }));
  const ids = new Set(listed.map(({ id }) => id));
  const { destinations } = await openServiceTypes();
  const all = [
    ...listed,
    ...destinations
      .filter((id) => !ids.has(id))
      .map((id): ConnectorType => ({ id, name: id, type: "Warehouse" })),
  ];
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = all
    .map((type) => ({ type, at: rank(type, wanted) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ type }) => type);
  return hits.length > 0 ? hits : nearestServices(words, all);
}

/** Returns 0 for an exact match, 1 for a prefix, 2 for all words in any place, -1 for no match. */
function rank({ id, name, type }: ConnectorType, words: readonly string[]): number {
  const texts = [id.toLowerCase(), name.toLowerCase()];
  const whole = words.join(" ");
  if (texts.includes(whole) || texts.includes(words.join("_"))) return 0;
  if (texts.some((text) => text.startsWith(whole) || text.startsWith(words.join("_")))) return 1;
  const haystack = [...texts, type.toLowerCase()].join(" ");
  return words.every((word) => haystack.includes(word)) ? 2 : -1;
}

function nearestServices(word: string, all: readonly ConnectorType[]): ConnectorType[] {
  const near = [
    ...nearest(word, all, ({ id }) => id, 5),
    ...nearest(word, all, ({ name }) => name, 3),
  ];
  return [...new Set(near)].slice(0, 5);
}

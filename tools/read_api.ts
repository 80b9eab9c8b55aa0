import * as z from "zod";
import { createTurns, firedByDeadline } from "../src/base/deadline.js";
import { AppError, inputError } from "../src/base/errors.js";
import type { BodySchemas } from "../src/client/operations/body-schemas.js";
import type { Operation } from "../src/client/operations/catalog.js";
import {
  betterTool,
  type CombinedRead,
  checkParams,
  combinedRead,
  flatLine,
  notKnown,
  openSchemas,
  operationFor,
  outline,
  pick,
  presentable,
  ROOM,
  responseSchema,
  runCombined,
  shownInTurns,
  sizeOf,
  withIds,
} from "../src/features/api/index.js";
import { type Call, call, defineTool, type Json, type ReadContext } from "../src/toolkit/define.js";
import { extra, numberField, operationId, operationParams } from "../src/toolkit/params.js";
import { bare, compact, count, lines, quoted } from "../src/toolkit/render.js";

const MOST_PAGES = 20;

const Outline = z.looseObject({ field: z.string(), size: z.string() });

export const readApi = defineTool({
  name: "read_api",
  title: "Read from the Fivetran API",
  effect: "read",
  uses: [],
  description:
    "Call a GET operation that search_api found. Lists are paged: use limit and cursor in params, or all_pages. With fields, returns only these paths.",
  input: z.strictObject({
    operation_id: operationId.describe("from search_api, e.g. list_all_users"),
    params: operationParams({ limit: numberField("100") }),
    fields: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(50)
      .describe('paths to return, e.g. ["id","status.tasks"]')
      .optional(),
    all_pages: z.boolean().describe("e.g. true").default(false),
  }),
  output: z.looseObject({
    operation: z.string(),
    summary: z.string().optional(),
    items: z.array(z.unknown()).optional(),
    data: z.unknown().optional(),
    next_cursor: z.string().optional(),
    complete: extra(z.boolean()),
    outline: z.array(Outline).optional(),
    notes: z.array(z.string()).optional(),
  }),

  async run({ operation_id: id, params: given, fields, all_pages }, ctx) {
    const combined = combinedRead(id);
    if (combined !== undefined) {
      if (all_pages) {
        throw Object.hasOwn(combined.params, "cursor")
          ? inputError(
              `${id} returns one page for each call.`,
              "Remove all_pages, and use params.cursor to get the next page. Nothing was sent.",
            )
          : notPaged(id);
      }
      return readCombined(combined, given, fields, ctx);
    }
    const spec = operationFor(id, "read");
    const schemas = await openSchemas();
    const paged = Object.hasOwn(spec.queryParams, "cursor");
    if (all_pages && !paged) {
      throw notPaged(id);
    }
    let newer: string[] = [];
    const result = await withIds(spec.id, given, ctx, async (params) => {
      const request: Call = { ...call(spec.id), ...checkParams(spec, params) };
      newer = (request.unlisted ?? []).map((name) => `params.${name}`);
      const read = { request, spec, fields, schemas };
      return paged ? readList(read, all_pages, ctx) : readOne(read, ctx);
    });
    const better = betterTool(spec.id, ctx);
    // A caller who selects fields may need some that no other tool shows, so no other tool is
    // suggested.
    const pointer =
      better === undefined || fields !== undefined
        ? []
        : [`${better} returns this in a shorter form.`];
    const notes = [
      ...result.notes,
      ...missingNotes(result, fields),
      ...notKnown(newer),
      ...pointer,
    ];
    return { operation: spec.id, ...result, notes: notes.length > 0 ? notes : undefined };
  },

  render: (
    { operation: id, summary, items, data, next_cursor, complete, outline: parts, notes = [] },
    notation,
  ) =>
    lines(
      summary !== undefined
        ? `${id}: ${summary}`
        : items === undefined
          ? `${id}: ${data !== undefined ? flatLine(data) : parts === undefined ? "no data" : "too large to show; its fields:"}`
          : `${id}: ${count(items.length, "item")}${complete === false ? ", incomplete" : next_cursor === undefined ? "" : ", more available"}`,
      sqlIn(data),
      items?.map((item) => flatLine(item)),
      parts?.map(({ field, size }) => `  ${quoted(field, 200)} ${size}`),
      next_cursor !== undefined && `More: ${notation.again({ params: { cursor: next_cursor } })}`,
      notes,
    ),
});

const notPaged = (id: string) =>
  inputError(`${id} is not paged.`, "Remove all_pages. Nothing was sent.");

const LogQuery = z.looseObject({ sql: z.string() });

/** Returns the SQL of a log query. It is shown on lines of its own so that it can be copied. */
const sqlIn = (data: unknown): string | undefined => LogQuery.safeParse(data).data?.sql;

async function readCombined(
  read: CombinedRead,
  params: Readonly<Record<string, Json>>,
  fields: readonly string[] | undefined,
  ctx: ReadContext,
) {
  const { title, items, data, notes, next_cursor } = await runCombined(read, params, ctx);
  const chosen = (value: Json) => (fields === undefined ? value : pick(value, fields).value);
  const shown =
    data === undefined
      ? { items: items.map((item) => chosen(presentable(item, {}))) }
      : { data: chosen(data) };
  return compact({
    operation: read.id,
    summary: title,
    ...shown,
    next_cursor,
    notes: [...notes, ...missingNotes(shown, fields)],
  });
}

interface Reading {
  request: Call;
  spec: Operation;
  fields: string[] | undefined;
  schemas: BodySchemas;
}

interface Result {
  items?: Json[];
  data?: Json;
  next_cursor?: string;
  /** False where a later page could not be read. */
  complete?: boolean;
  outline?: z.output<typeof Outline>[];
  notes: string[];
}

const Identified = z.looseObject({ id: z.string() });

/** Returns an empty string if the record has no id. */
const idOf = (record: unknown): string => Identified.safeParse(record).data?.id ?? "";

const Page = z.looseObject({
  items: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
  nextCursor: z.string().nullish(),
});

/**
 * Reads one page, or all pages as far as they fit. The cursor continues after the last item shown.
 */
async function readList(read: Reading, all: boolean, ctx: ReadContext): Promise<Result> {
  const notes = new Set<string>();
  const items: Json[] = [];
  let cursor = textOf(read.request.params["cursor"]);
  // An item can appear twice if the list changes between two pages.
  const known = new Set<string>();
  const unseen = (records: unknown[]) => {
    const here = new Set(known);
    return records.filter((record) => {
      const id = idOf(record);
      return id === "" || here.size < here.add(id).size;
    });
  };
  const cursors = new Set(cursor === undefined ? [] : [cursor]);
  /** What was read before a page that could not be. */
  const endedAt = (why: string, next: string | undefined): Result => ({
    items,
    ...(next === undefined ? {} : { next_cursor: next }),
    complete: false,
    notes: [...notes, `The list ended early: ${why}. Later items are missing.`],
  });
  let room = ROOM;
  for (let page = 1; ; page++) {
    const got = await readPage(read, cursor, undefined, ctx).catch((error: unknown) => {
      const left = ctx.signal.aborted && !firedByDeadline(ctx.signal);
      if (page === 1 || left || !(error instanceof AppError)) throw error;
      return error;
    });
    if (got instanceof AppError) {
      return endedAt(
        got.message.replace(/\.$/, ""),
        MAY_CONTINUE.has(got.type) ? cursor : undefined,
      );
    }
    const records = unseen(got.items);
    const shown = await projectAll(records, read);
    const fitting = howMany(shown, room);
    if (fitting === shown.length) {
      items.push(...shown);
      for (const record of records) if (idOf(record) !== "") known.add(idOf(record));
      room -= shown.reduce((sum: number, item) => sum + sizeOf(item), 0);
      cursor = got.next;
      if (cursor === undefined) return { items, notes: [...notes] };
      if (all && cursors.size === cursors.add(cursor).size) {
        return endedAt("the cursor led back to an earlier page", undefined);
      }
      if (all && page < MOST_PAGES) {
        ctx.progress(`${items.length} items so far`);
        continue;
      }
      if (all) notes.add(`Stopped after ${MOST_PAGES} pages; continue with the cursor.`);
      return { items, next_cursor: cursor, notes: [...notes] };
    }
    // Fivetran's cursor continues after a whole page. The items that fit are therefore read again
    // as a smaller page, which yields a cursor after the last of them.
    if (fitting === 0 && items.length === 0) {
      const id = idOf(records[0]);
      const next = (got.items.length === 1 ? got : await readPage(read, cursor, 1, ctx)).next;
      notes.add(
        `${id === "" ? "One item" : `Item ${bare(id)}`} is too large to show. Repeat the call with some of its fields in the parameter fields${next === undefined ? "" : ", or continue after it with the cursor"}.`,
      );
      return {
        items: [],
        ...(next === undefined ? {} : { next_cursor: next }),
        outline: listed(shown[0] ?? null, notes),
        notes: [...notes],
      };
    }
    notes.add("The result is full. Choose fields to fit more items, or continue with the cursor.");
    if (fitting > 0) {
      const part = await readPage(read, cursor, fitting, ctx);
      items.push(...(await projectAll(unseen(part.items).slice(0, fitting), read)));
      cursor = part.next;
    }
    return {
      items,
      ...(cursor === undefined ? {} : { next_cursor: cursor }),
      notes: [...notes],
    };
  }
}

const MOST_PARTS = 50;

/** Returns the first fields of a value that is too large to show, and notes how many others it has. */
function listed(value: Json, notes: Set<string>): z.output<typeof Outline>[] {
  const all = outline(value);
  if (all.length > MOST_PARTS) {
    notes.add(`${count(all.length - MOST_PARTS, "more field")} not listed.`);
  }
  return all.slice(0, MOST_PARTS);
}

/** Failures after which the same cursor may work. */
const MAY_CONTINUE: ReadonlySet<AppError["type"]> = new Set([
  "network",
  "unavailable",
  "rate_limited",
]);

/** Returns how many items from the start of the list fit into `room` characters. */
function howMany(items: readonly Json[], room: number): number {
  let used = 0;
  const over = items.findIndex((item) => {
    used += sizeOf(item);
    return used > room;
  });
  return over === -1 ? items.length : over;
}

async function readPage(
  { request }: Reading,
  cursor: string | undefined,
  limit: number | undefined,
  { fivetran, signal }: ReadContext,
): Promise<{ items: unknown[]; next: string | undefined }> {
  const params = { ...request.params };
  delete params["cursor"];
  const { data } = await fivetran.send(
    {
      ...request,
      params: {
        ...params,
        ...(cursor === undefined ? {} : { cursor }),
        ...(limit === undefined ? {} : { limit }),
      },
    },
    { signal },
  );
  const page = Page.safeParse(data ?? { items: [] });
  // Some lists have no pages.
  if (!page.success) return { items: data === undefined ? [] : [data], next: undefined };
  const { items, next_cursor, nextCursor } = page.data;
  return { items, next: next_cursor || nextCursor || undefined };
}

async function readOne(read: Reading, { fivetran, signal }: ReadContext): Promise<Result> {
  const notes = new Set<string>();
  const { data } = await fivetran.send(read.request, { signal });
  const shown = await project(data, read);
  if (sizeOf(shown) <= ROOM) return { data: shown, notes: [...notes] };
  notes.add(
    "The response is too large to show. Repeat the call with some of its fields in the parameter fields.",
  );
  return { outline: listed(shown, notes), notes: [...notes] };
}

/**
 * Returns the part of a response that may be shown: secrets masked, empty fields removed, and only
 * the selected fields.
 */
async function project(data: unknown, { spec, schemas, fields }: Reading): Promise<Json> {
  const reply = schemas.reply(spec.id);
  const item = reply?.properties?.["items"]?.items ?? reply;
  const schema = responseSchema(spec, data, item, schemas);
  const shown = await shownInTurns(data, { schema });
  if (fields === undefined) return shown;
  return pick(shown, fields).value;
}

async function projectAll(records: readonly unknown[], read: Reading): Promise<Json[]> {
  const turn = createTurns();
  const shown: Json[] = [];
  for (const record of records) {
    shown.push(await project(record, read));
    await turn();
  }
  return shown;
}

/**
 * Notes the selected fields that the response lacks. For a list, each note counts the items that
 * lack the field.
 */
function missingNotes(
  { items, data }: Pick<Result, "items" | "data">,
  fields: readonly string[] = [],
): string[] {
  return fields.flatMap((path) => {
    const lacks = (value: Json) => pick(value, [path]).missing.length > 0;
    const named = quoted(path, 100);
    if (items === undefined) {
      return data !== undefined && lacks(data)
        ? [`In the response, ${named} is missing or empty.`]
        : [];
    }
    const n = items.filter(lacks).length;
    if (n === 0) return [];
    return n === items.length
      ? [`In all items of this page, ${named} is missing or empty.`]
      : [`In ${n} of ${items.length} items, ${named} is missing or empty.`];
  });
}

const textOf = (value: unknown) => (value === undefined ? undefined : String(value));

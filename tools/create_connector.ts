import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import type { Connection } from "../src/client/resources/models.js";
import {
  access,
  type CreateDetails,
  Created,
  type CreateOutcome,
  cardConfig,
  cardLook,
  createdLines,
  createOutcome,
  createSteps,
  destinationNotes,
  existingOf,
  groupText,
  itemLines,
  keepsPaused,
  maskedConfig,
  moreAccess,
  network,
  networkOf,
  newConnector,
  placeText,
  plainSecretNote,
  planGroupCopy,
  protectionFrom,
  publicKeys,
  Ref,
  redirectOf,
  refuse,
  schedule,
  schemaNames,
  sentFields,
  sourceOf,
  targetsOf,
  trust,
  trustLines,
  twice,
  unfinishedNotes,
} from "../src/features/connector/index.js";
import { POLICIES, selectionOf } from "../src/features/schema/index.js";
import { findService, networkIdProblems } from "../src/features/services/index.js";
import { judgedStatus } from "../src/toolkit/applied.js";
import { defineTool, type Plan, type Step } from "../src/toolkit/define.js";
import { connector, extra, group, openObject, service, textField } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named, quoted } from "../src/toolkit/render.js";
import { lookWith } from "../src/toolkit/rephrase.js";

const name = z.string().min(1).max(200).describe("e.g. orders_pg");

const input = z.strictObject({
  service,
  copy_of: connector.describe("connector to copy, e.g. salesforce_prod").optional(),
  copy_group: group.unwrap().describe("copied into group, e.g. staging").optional(),
  group,
  name: name.optional(),
  ...access,
  copies: z
    .array(
      z.strictObject({
        group: group.unwrap().describe("e.g. finance"),
        name: extra(name),
        ...moreAccess,
      }),
    )
    .min(1)
    .max(20)
    .describe("one copy for each item, e.g. two groups")
    .optional(),
  paused: z.boolean().describe("e.g. true").optional(),
  policy: z.enum(POLICIES).meta({ unlisted: true }).describe("e.g. BLOCK_ALL").optional(),
  changes: z
    .array(openObject({ table: textField("people") }))
    .min(1)
    .max(200)
    .describe("as in modify_schema, exact names only, e.g. one table")
    .optional(),
  ...schedule,
  schedule_type: schedule.schedule_type.meta({ unlisted: true }),
  ...network,
  networking_method: network.networking_method.meta({ unlisted: true }),
  ...schemaNames,
  ...trust,
  connect_card: z
    .strictObject({ ...cardLook, hide_setup_guide: extra(cardLook.hide_setup_guide.unwrap()) })
    .describe('also create a connect card, e.g. {"all_fields":true}')
    .optional(),
});
type Input = z.output<typeof input>;

export const createConnector = defineTool({
  name: "create_connector",
  title: "Create a connector",
  effect: "write",
  destructive: false,
  idempotent: false,
  alwaysAsks: false,
  uses: ["create_connection", "list_connections", "list_all_groups", "metadata_connector_config"],
  shownOnce: ["link"],
  description:
    "Create a connector from a service and its fields (see describe_service), copy a connector into up to 20 groups, or copy a group. Needs confirmation unless the connector is paused and has no secrets.",
  input,
  output: z.looseObject({
    status: z.literal("partial").optional(),
    created: z.array(Created).optional(),
    existing: z.array(Ref.extend({ id: z.string(), setup_state: z.string() })).optional(),
    failed: z.array(Ref.extend({ error: z.string() })).optional(),
    unknown: z.array(Ref.extend({ error: z.string() })).optional(),
    not_tried: z.array(Ref).optional(),
    public_keys: z.array(z.looseObject({ group: z.string(), key: z.string() })).optional(),
    notes: z.array(z.string()).optional(),
  }),

  async plan(args, ctx): Promise<Plan<CreateDetails>> {
    const { fivetran, signal } = ctx;
    if (args.copy_group !== undefined) {
      onlyGroupCopy(args);
      return planGroupCopy({ ...args, copy_group: args.copy_group, group: args.group }, ctx);
    }
    const card = args.connect_card;
    const selection = selectionOf(args.changes, args.policy);
    if (selection !== undefined && args.copy_of !== undefined) {
      throw inputError(
        "A copy takes the table and column selection of its original, so policy and changes cannot be given.",
        "Nothing was sent. Remove policy and changes, create the copy paused, and adapt it with modify_schema.",
      );
    }
    const redirect = card === undefined ? undefined : redirectOf(card.redirect_uri, ctx.settings);
    const source = await sourceOf(args, ctx);
    const id = args.service ?? source?.service;
    if (id === undefined) {
      throw inputError(
        "create_connector needs either service or copy_of.",
        "To find a service, call describe_service with words.",
      );
    }
    const [type, targets, protection] = await Promise.all([
      findService(id, fivetran, signal),
      targetsOf(args, source, ctx),
      source === undefined ? undefined : protectionFrom(source, ctx),
    ]);
    const context = {
      type,
      source,
      protection,
      selection,
      wanted: args,
      card: redirect === undefined || card === undefined ? undefined : cardConfig(redirect, card),
    };
    const items = await Promise.all(targets.map((target) => newConnector(target, context)));
    refuse(
      [...new Set([...items.flatMap(({ problems }) => problems), ...twice(items)])],
      `For the fields and the name rule, call ${ctx.notation.tool("describe_service", { service: type.id })}`,
    );
    refuse(await networkIdProblems(args, source === undefined ? {} : networkOf(source), ctx));
    const wanted = await Promise.all(
      items.map(async (item) => ({ item, existing: await existingOf(item, ctx) })),
    );
    refuse(wanted.flatMap(({ existing }) => taken(existing, type.id)));
    const fresh = wanted.filter(({ existing }) => existing === undefined).map(({ item }) => item);
    const [{ keys, lines: keyLines, unread: unreadKeys }, standing] = await Promise.all([
      publicKeys(fresh, ctx),
      destinationNotes(fresh, ctx),
    ]);
    const plain = [...new Set(fresh.flatMap((item) => item.plain))];
    const notes = [
      ...(type.service_status === "sunset"
        ? ["Fivetran is retiring this service and may refuse to create the connector"]
        : []),
      ...standing,
      ...unreadKeys,
      ...new Set(fresh.flatMap((item) => item.notes)),
      ...unfinishedNotes(
        wanted.flatMap(({ item, existing }) =>
          existing === undefined || item.stored === undefined ? [] : [existing],
        ),
      ),
      ...(plain.length > 0 ? [plainSecretNote(plain)] : []),
    ];
    const of = source === undefined ? bare(type.id) : `copy of ${named(source.schema, source.id)}`;
    const steps: Step[] = [];
    for (const item of fresh) steps.push(...createSteps(item, steps.length));
    return {
      summary: `Create ${count(fresh.length, "connector")} (${of})`,
      consequences: [
        ...fresh.flatMap((item) => itemLines(item, source)),
        ...(fresh.length === 0 ? [] : (protection?.lines ?? [])).map(
          (line) => `stored for the copy before its first load, ${line}`,
        ),
        ...(fresh.length === 0 ? [] : (selection?.lines ?? [])),
        ...sentFields(fresh, type),
        ...wanted.flatMap(({ item, existing }) =>
          existing === undefined
            ? []
            : [
                `already exists, nothing is created: ${named(existing.schema, existing.id)} in ${groupText(item)}`,
              ],
        ),
        ...(redirect === undefined
          ? []
          : [
              `creates a connect card; after a person completes the card, the browser is redirected to host ${quoted(redirect.host, 200)}: ${quoted(redirect.href, 500)}`,
            ]),
        ...trustLines(args),
        ...keyLines,
        ...notes,
      ],
      asks: source !== undefined || card !== undefined || plain.length > 0 || trusts(args),
      targets: fresh.map((item) => ({
        kind: "connector" as const,
        id: item.name,
        name: item.name,
        detail: `in ${groupText(item)}`,
      })),
      observed: {
        source:
          source === undefined
            ? null
            : {
                id: source.id,
                config: maskedConfig(source, type),
                protection: protection?.lines ?? null,
              },
        connectors: Object.fromEntries(
          wanted.map(({ item, existing }) => [
            `${item.name} in group ${item.group.id}`,
            existing?.id ?? "absent",
          ]),
        ),
      },
      steps,
      details: { wanted, notes, keys } satisfies CreateDetails,
    };
  },

  async finish(outcomes, { details: { wanted, notes, keys } }, ctx) {
    const fresh = wanted.filter(({ existing }) => existing === undefined).map(({ item }) => item);
    const results: CreateOutcome[] = [];
    let next = 0;
    for (const item of fresh) {
      const first = next;
      next += createSteps(item, first).length;
      results.push(await createOutcome(item, outcomes.slice(first, next), ctx));
    }
    return compact({
      ...judgedStatus(results.every(({ done }) => done)),
      created: results.flatMap(({ created = [] }) => created),
      existing: wanted.flatMap(({ item, existing }) =>
        existing === undefined
          ? []
          : [
              {
                name: existing.schema,
                id: existing.id,
                group: item.group.id,
                group_name: item.group.name,
                setup_state: existing.status.setup_state,
              },
            ],
      ),
      failed: results.flatMap(({ failed = [] }) => failed),
      unknown: results.flatMap(({ unknown = [] }) => unknown),
      not_tried: results.flatMap(({ not_tried = [] }) => not_tried),
      public_keys: Object.entries(keys).map(([of, key]) => ({ group: of, key })),
      notes: [...notes, ...results.flatMap((result) => result.notes)],
    });
  },

  stops: keepsPaused,

  async explain(error, { details: { wanted } }, { notation }) {
    const made = wanted.find(({ existing }) => existing === undefined)?.item;
    if (made === undefined) return error;
    const { name: of, group: to } = made;
    return lookWith(error, notation.tool("list_connectors", { words: of, group: to.id }));
  },

  render: (
    {
      created = [],
      existing = [],
      failed = [],
      unknown = [],
      not_tried = [],
      public_keys = [],
      notes = [],
    },
    notation,
  ) =>
    lines(
      created.length + failed.length + unknown.length + not_tried.length === 0 &&
        "No connector was created.",
      created.flatMap(createdLines),
      existing.map(
        (item) =>
          `Already exists: ${named(item.name, item.id)} in ${placeText(item)}, setup ${bare(item.setup_state)}. Next: ${notation.tool("get_status", { connectors: [item.id] })}`,
      ),
      failed.map((item) => `Failed ${bare(item.name)} in ${placeText(item)}: ${item.error}`),
      unknown.map(
        (item) =>
          `Outcome unknown: ${bare(item.name)} in ${placeText(item)}: ${item.error} Check with list_connectors before you repeat the call.`,
      ),
      not_tried.length > 0 &&
        `Not tried: ${not_tried.map((item) => `${bare(item.name)} in ${placeText(item)}`).join(", ")}. To create the rest, repeat the call without confirmation_token.`,
      public_keys.map(
        ({ group: of, key }) =>
          `Public key of group ${bare(of)} for the SSH server: ${quoted(key, 1000)}`,
      ),
      notes.map((note) => `Note: ${note}`),
    ),
});

/**
 * Rejects any other parameter beside `copy_group`: every copy keeps the settings of its original.
 */
function onlyGroupCopy(args: Input): void {
  const others = Object.keys(args).filter(
    (field) =>
      Reflect.get(args, field) !== undefined && !["copy_group", "group", "paused"].includes(field),
  );
  if (others.length === 0) return;
  throw inputError(
    `With copy_group, you can give only group and paused, not ${others.join(", ")}.`,
    "Nothing was sent. Copy the group first, then change individual copies with update_connector.",
  );
}

const taken = (existing: Connection | undefined, service: string) =>
  existing === undefined || existing.service === service
    ? []
    : [
        `The name ${bare(existing.schema)} is already used in that group by a ${bare(existing.service)} connector (${bare(existing.id)}). Give another name.`,
      ];

const trusts = ({ trust_certificates, trust_fingerprints }: Input) =>
  trust_certificates === true || trust_fingerprints === true;

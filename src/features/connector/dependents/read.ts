import { AppError } from "../../../base/errors.js";
import type { Transformation } from "../../../client/resources/transformations.js";
import type { Webhook } from "../../../client/resources/webhooks.js";
import type { ReadContext } from "../../../toolkit/define.js";
import { compact, count } from "../../../toolkit/render.js";
import { connectorAccess, secondaryReads, untilSilent } from "../../access/index.js";
import {
  judgeTransformation,
  scheduleText,
  transformationName,
  upstreamOf,
} from "../../transformations/index.js";

type Context = Pick<ReadContext, "fivetran" | "signal" | "secondary" | "now">;

/**
 * Reads everything that depends on a connector: transformations, webhooks, roles for it, and its
 * destination.
 */
export async function connectorDependents(value: string, cursor: string | undefined, ctx: Context) {
  const { signal } = ctx;
  const reads = secondaryReads(signal);
  const [connection] = await ctx.fivetran.connections.resolve([value], {
    signal,
    onUnreadable: (field) => reads.unreadable("connector", field),
  });
  if (connection === undefined) throw new AppError("internal", "No connector was resolved.");
  const { id, group_id } = connection;
  const fivetran = untilSilent(ctx.fivetran);
  const first = cursor === undefined;
  const options = { signal };
  const [transformations = [], webhooks = [], destination, access] = await Promise.all([
    first
      ? reads.list("transformations", "transformation", (onUnreadable) =>
          fivetran.transformations.list({ ...options, groupId: group_id, onUnreadable }),
        )
      : [],
    first
      ? reads.list("webhooks", "webhook", (onUnreadable) =>
          fivetran.webhooks.list({ ...options, onUnreadable }),
        )
      : [],
    first
      ? reads.attempt(
          "the destination",
          fivetran.destinations.get(group_id, {
            ...options,
            onUnreadable: (field) => reads.unreadable("destination", field),
          }),
        )
      : undefined,
    connectorAccess(id, cursor, ctx),
  ]);
  const now = ctx.now();
  const own = transformations.filter((one) => upstreamOf(one).includes(id));
  const transformed = own.map((one) => {
    const { state, why } = judgeTransformation(one, [connection], now);
    return transformationItem(one, state === "ok" || state === "running" ? undefined : why);
  });
  const hooks = webhooks.filter(({ group_id: of }) => !of || of === group_id).map(webhookItem);
  const grants = access.items.flatMap((item) => {
    const held = item.access.filter((role) => role.endsWith("(connector)"));
    return held.length === 0 ? [] : [{ ...item, kind: `role_of_${item.kind}`, access: held }];
  });
  const gaps = new Set([...reads.gaps(), ...access.gaps]);
  const counts = [
    count(transformed.length, "transformation"),
    count(hooks.length, "webhook"),
    count(grants.length, "role in the connector", "roles in the connector"),
  ];
  return {
    title: `${access.what}: ${gaps.size > 0 ? "at least " : ""}${counts.join(", ")} depend on it`,
    items: [
      ...(destination === undefined
        ? []
        : [
            compact({
              kind: "loads_to",
              name: destination.service,
              id: destination.id,
              region: destination.region ?? undefined,
              setup_status: destination.setup_status ?? undefined,
            }),
          ]),
      ...transformed,
      ...hooks,
      ...grants,
    ],
    notes: [
      "A transformation is listed if its schedule or package contains the connector. The API does not show models that read the connector's tables by name, or programs outside Fivetran that use the tables.",
      ...(access.next_cursor === undefined
        ? []
        : [
            "Roles in the connector were read only for some of the users and teams. To read the remaining ones, continue with the cursor.",
          ]),
      ...[...gaps].map((gap) => `Incomplete: ${gap}.`),
    ],
    ...(access.next_cursor === undefined ? {} : { next_cursor: access.next_cursor }),
  };
}

function transformationItem(one: Transformation, problem: string | undefined) {
  return compact({
    kind: "transformation",
    name: transformationName(one) ?? one.id,
    id: one.id,
    schedule: scheduleText(one),
    paused: one.paused === true || undefined,
    problem,
  });
}

const webhookItem = ({ id, url, group_id, events, active }: Webhook) =>
  compact({
    kind: "webhook",
    name: url,
    id,
    covers: group_id ? "the group" : "the account",
    events,
    inactive: active === false || undefined,
  });

import * as z from "zod";
import { AppError } from "../src/base/errors.js";
import {
  cardConfig,
  cardLook,
  connectCardOf,
  linkOf,
  namedConnection,
  redirectOf,
} from "../src/features/connector/index.js";
import { call, defineTool } from "../src/toolkit/define.js";
import { connector } from "../src/toolkit/params.js";
import { lines, named, quoted } from "../src/toolkit/render.js";

export const createConnectCard = defineTool({
  name: "create_connect_card",
  title: "Create a connect card",
  effect: "write",
  destructive: false,
  idempotent: false,
  alwaysAsks: true,
  uses: ["connection_details", "list_connections", "connect_card"],
  shownOnce: ["link"],
  description:
    "Create a link for a person to authorize a connector in a browser. It is shown once and valid for a day. Needs confirmation.",
  input: z.strictObject({ connector, ...cardLook }),
  output: z.looseObject({
    /** Set if Fivetran's response contains no link. */
    status: z.literal("partial").optional(),
    connector: z.looseObject({ name: z.string(), id: z.string() }),
    link: z.string().optional(),
    expires_at: z.string().optional(),
    redirect_uri: z.string(),
    next: z.string(),
  }),

  async plan({ connector: value, redirect_uri, hide_setup_guide, all_fields }, ctx) {
    const redirect = redirectOf(redirect_uri, ctx.settings);
    const connection = await namedConnection(value, ctx);
    const { id, schema: name, service } = connection;
    const card = cardConfig(redirect, { hide_setup_guide, all_fields });
    return {
      summary: `Create a connect card for ${named(name, id)}`,
      consequences: [
        `after a person completes the card, the browser is redirected to host ${quoted(redirect.host, 200)}: ${quoted(redirect.href, 500)}${redirect_uri === undefined ? " (the operator's default)" : ""}`,
        "anyone with the link can enter credentials for this connector for one day",
        ...(connection.status.setup_state === "connected"
          ? [
              "the connector is connected; the credentials that the person enters replace the current ones",
            ]
          : []),
      ],
      asks: true,
      targets: [{ kind: "connector" as const, id, name }],
      observed: { id, service, redirect_uri: redirect.href },
      steps: [call("connect_card", { connectionId: id }, { connect_card_config: card })],
      details: { id, name, redirect: redirect.href },
    };
  },

  async finish([outcome], { details: { id, name, redirect } }, { now, notation }) {
    const card = outcome?.state === "done" ? connectCardOf(outcome.reply.data) : undefined;
    if (card === undefined) {
      return {
        status: "partial" as const,
        connector: { name, id },
        redirect_uri: redirect,
        next: "Ask the user, then call create_connect_card again for another link.",
      };
    }
    return {
      connector: { name, id },
      ...linkOf(card, now()),
      redirect_uri: redirect,
      next: `Give the link to the person who owns the account at the source. After that person has used the link, check with ${notation.tool("get_status", { connectors: [id] })}`,
    };
  },

  explain: (error) =>
    Promise.resolve(
      error.type === "outcome_unknown"
        ? new AppError(
            "outcome_unknown",
            "A card may have been created, but its link was not received.",
            {
              state: "Nothing else was changed; an unused card has no effect.",
              hint: "Ask the user, then call create_connect_card again for another link.",
              facts: error.facts,
              cause: error,
            },
          )
        : error,
    ),

  render: ({ connector: of, link, expires_at, redirect_uri, next }) =>
    lines(
      `Connect card for ${named(of.name, of.id)}`,
      link === undefined
        ? "Fivetran created a connect card, but the response contains no link. An unused card has no effect."
        : [
            `Link: ${link}`,
            `The link is valid until ${expires_at} and works in one browser window at a time. It is not shown again.`,
            `Afterwards the person is redirected to ${quoted(redirect_uri, 500)}`,
          ],
      `Next: ${next}`,
    ),
});

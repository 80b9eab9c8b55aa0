import * as z from "zod";
import { ok } from "../api/envelope.js";
import { type Call, type Route, routeWithBody } from "../api/router.js";
import { DAY } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import type { Connection } from "../world/model.js";
import { ConnectCardConfig } from "./fields.js";
import { theConnection } from "./reads.js";

const Ticket = z.object({ connection: z.string(), redirect: z.string(), exp: z.number() });
export type Ticket = z.infer<typeof Ticket>;

function part(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Looks like the token of a real card, and is worth nothing outside this sandbox. */
function tokenFor(ticket: Ticket, n: number): string {
  return `${part({ alg: "none", typ: "JWT" })}.${part({ ...ticket, jti: n })}.sandbox`;
}

export function readTicket(token: string): Ticket | undefined {
  try {
    const text = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    const parsed = Ticket.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Issues a card: the link leads to a page of the sandbox that plays the person's part. */
export function cardFor(
  call: Call,
  connection: Connection,
  config: z.infer<typeof ConnectCardConfig>,
): JsonObject {
  const { redirect_uri, hide_setup_guide = false, all_fields = false } = config;
  const ticket = { connection: connection.id, redirect: redirect_uri, exp: call.now + DAY };
  call.world.ids += 1;
  const token = tokenFor(ticket, call.world.ids);
  const query = new URLSearchParams({
    redirect_uri,
    hide_setup_guide: String(hide_setup_guide),
    auth: token,
  });
  const connect_card_config = { redirect_uri, hide_setup_guide, all_fields };
  connection.connect_card_config = connect_card_config;
  return {
    connect_card: { token, uri: `${call.origin}/connect-card/setup?${query}` },
    connect_card_config,
  };
}

export const connectCardRoutes: Route[] = [
  routeWithBody(
    "connect_card",
    z.looseObject({ connect_card_config: ConnectCardConfig }),
    (call, { connect_card_config }) => {
      const connection = theConnection(call);
      const card = cardFor(call, connection, connect_card_config);
      call.effect(connection.id, "connect card issued");
      return ok("Connection Connect Card has been created", {
        connector_id: connection.id,
        ...card,
      });
    },
  ),
];

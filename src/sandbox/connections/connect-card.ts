import * as z from "zod";
import type { Incoming } from "../api/api.js";
import { ok } from "../api/envelope.js";
import type { Effect } from "../api/request-log.js";
import { type Call, type Route, routeWithBody } from "../api/router.js";
import type { Store } from "../api/store.js";
import type { Delivery } from "../http/front.js";
import { escaped, page } from "../http/html.js";
import { type Clock, DAY, timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import type { Connection, SetupTest } from "../world/model.js";
import { ConnectCardConfig, theConnection } from "./fields.js";
import { reconfigured, runConnectionTests } from "./setup-tests.js";

const Ticket = z.object({ connection: z.string(), redirect: z.string(), exp: z.number() });
type Ticket = z.infer<typeof Ticket>;

function part(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Returns a token in the form of a real connect card's token. It is valid in this sandbox only. */
function tokenFor(ticket: Ticket, n: number): string {
  return `${part({ alg: "none", typ: "JWT" })}.${part({ ...ticket, jti: n })}.sandbox`;
}

function readTicket(token: string): Ticket | undefined {
  try {
    const text = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    const parsed = Ticket.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Issues a connect card. Its link opens a page of the sandbox that represents the sign-in at the
 * source.
 */
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

export const CARD_PATH = "/connect-card/setup";

/**
 * Returns true if the button for a failed sign-in was pressed. A request without a form authorizes.
 */
function fails(incoming: Incoming): boolean {
  return new URLSearchParams(incoming.body.toString("utf8")).get("person") === "fails";
}

/** Renders the card after a failed test, so that the person can try again. */
const again = (missed: readonly SetupTest[]) => `<ul>
${missed.map(({ title, message }) => `<li><b>${escaped(title)}</b>: ${escaped(message)}</li>`).join("\n")}
</ul>
${BUTTONS}`;

const BUTTONS = `<form method="post">
<button name="person" value="authorizes">Sign in and authorize</button>
<button name="person" value="fails" class="other">Fail to sign in</button>
</form>`;

/** The page behind a connect card, with buttons for a successful and a failed sign-in. */
export function connectCardPage(
  incoming: Incoming,
  options: { store: Store; clock: Clock; effects: Effect[] },
): Delivery {
  const { store, clock, effects } = options;
  const query = new URLSearchParams(incoming.path.split("?", 2)[1] ?? "");
  const ticket = readTicket(query.get("auth") ?? "");
  if (ticket === undefined || ticket.exp <= clock.now()) {
    return page(
      403,
      "This card is not valid",
      "<p>A card is valid for one day. Create a new one.</p>",
    );
  }
  const gone = () =>
    page(404, "Connection not found", "<p>It was deleted after the card was created.</p>");
  if (incoming.method !== "POST") {
    return store.read(({ world }) => {
      const connection = world.connections.get(ticket.connection);
      if (connection === undefined) return gone();
      return page(
        200,
        `Connect ${escaped(connection.schema)}`,
        `<p class="lead">On a real card, a person signs in to <b>${escaped(connection.service)}</b>.
In the sandbox no credentials are needed: choose how the sign-in ends.</p>
<table>
  <tr><th>Connection</th><td><code>${escaped(connection.id)}</code></td></tr>
  <tr><th>Setup state</th><td>${connection.status.setup_state}</td></tr>
  <tr><th>Redirects to</th><td><code>${escaped(ticket.redirect)}</code></td></tr>
</table>
${BUTTONS}`,
      );
    });
  }
  return store.change(({ world, engine }) => {
    const connection = world.connections.get(ticket.connection);
    if (connection === undefined) return gone();
    const { backstage, group_id, id } = connection;
    const failed = fails(incoming);
    backstage.tests = reconfigured(backstage.tests, failed ? "bad" : "good");
    runConnectionTests(connection, world.destinations.get(group_id), {}, clock.now());
    engine.touch(connection);
    effects.push({
      at: timestamp(clock.now()),
      operation: "connect_card",
      target: id,
      summary: failed ? "sign-in at a connect card failed" : "authorized through a connect card",
      request: 0,
    });
    const missed = connection.setup_tests.filter(({ status }) => status === "FAILED");
    if (missed.length > 0) return page(200, "The setup tests failed", again(missed));
    return page(303, "Done", "", { location: ticket.redirect });
  });
}

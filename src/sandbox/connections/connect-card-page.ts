import type { Incoming } from "../api/api.js";
import type { Effect } from "../api/request-log.js";
import type { Store } from "../api/store.js";
import type { Delivery } from "../http/front.js";
import { escaped, page } from "../http/html.js";
import { type Clock, timestamp } from "../world/clock.js";
import { readTicket } from "./connect-card.js";
import { reconfigured, runConnectionTests } from "./setup-tests.js";

export const CARD_PATH = "/connect-card/setup";

/** Which button was pressed; a request without a form authorizes. */
function fails(incoming: Incoming): boolean {
  return new URLSearchParams(incoming.body.toString("utf8")).get("person") === "fails";
}

/** The page behind a connect card: buttons that do what the person would do at the source. */
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
      "This card is no longer valid",
      "<p>A card is good for a day. Ask for a new one.</p>",
    );
  }
  const gone = () =>
    page(404, "This connection is gone", "<p>It was deleted after the card was made.</p>");
  if (incoming.method !== "POST") {
    return store.read(({ world }) => {
      const connection = world.connections.get(ticket.connection);
      if (connection === undefined) return gone();
      return page(
        200,
        `Connect ${escaped(connection.schema)}`,
        `<p class="lead">Here a person would sign in to <b>${escaped(connection.service)}</b>.
This is a sandbox: you play that person, and no credentials are asked for.</p>
<table>
  <tr><th>Connection</th><td><code>${escaped(connection.id)}</code></td></tr>
  <tr><th>Set-up so far</th><td>${connection.status.setup_state}</td></tr>
  <tr><th>Then goes on to</th><td><code>${escaped(ticket.redirect)}</code></td></tr>
</table>
<form method="post">
<button name="person" value="authorizes">Sign in and authorize</button>
<button name="person" value="fails" class="other">Fail to sign in</button>
</form>`,
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
    return page(303, "Done", "", { location: ticket.redirect });
  });
}

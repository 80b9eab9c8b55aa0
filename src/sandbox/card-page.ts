import type { Incoming } from "./api.js";
import { type Clock, timestamp } from "./clock.js";
import type { Delivery } from "./front.js";
import type { Effect } from "./request-log.js";
import { readTicket } from "./routes/connect-card.js";
import { reconfigured, runConnectionTests } from "./setup-tests.js";
import type { Store } from "./store.js";

export const CARD_PATH = "/connect-card/setup";

function page(
  status: number,
  title: string,
  body: string,
  headers: Record<string, string> = {},
): Delivery {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem">
<h1>${title}</h1>${body}</body></html>`;
  return {
    status,
    headers: { "content-type": "text/html;charset=utf-8", ...headers },
    body: Buffer.from(html),
  };
}

/** The page behind a connect card: a button that does what the person would do at the source. */
export function connectCardPage(
  incoming: Incoming,
  options: { store: Store; clock: Clock; effects: Effect[] },
): Delivery {
  const { store, clock, effects } = options;
  const query = new URLSearchParams(incoming.path.split("?", 2)[1] ?? "");
  const ticket = readTicket(query.get("auth") ?? "");
  if (ticket === undefined || ticket.exp <= clock.now()) {
    return page(403, "This card is no longer valid", "<p>Ask for a new one.</p>");
  }
  if (incoming.method !== "POST") {
    return store.read(({ world }) => {
      const connection = world.connections.get(ticket.connection);
      if (connection === undefined) return page(404, "This connection is gone", "");
      // Name and service are made of letters, digits, dots and underscores: nothing to escape.
      return page(
        200,
        `Authorize ${connection.schema}`,
        `<p>This is a pretend Fivetran: the button plays the person who signs in to
        <b>${connection.service}</b>. No credentials are asked for.</p>
        <form method="post"><button>Authorize</button></form>`,
      );
    });
  }
  return store.change(({ world, engine }) => {
    const connection = world.connections.get(ticket.connection);
    if (connection === undefined) return page(404, "This connection is gone", "");
    const { backstage, group_id, id } = connection;
    backstage.tests = reconfigured(backstage.tests, "good");
    runConnectionTests(connection, world.destinations.get(group_id), {}, clock.now());
    engine.touch(connection);
    effects.push({
      at: timestamp(clock.now()),
      operation: "connect_card",
      target: id,
      summary: "authorized through a connect card",
      request: 0,
    });
    return page(303, "Done", "", { location: ticket.redirect });
  });
}

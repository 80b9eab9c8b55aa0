import { operation, resendClass } from "../client/operations/catalog.js";
import type { Call } from "../toolkit/define.js";

/** What cannot be taken back: deletes, historical loads anew, and secrets that void the ones in use. */
export function isFinal(call: Call): boolean {
  if (operation(call.operation).effect === "delete") return true;
  if (call.operation === "resync_connection" || call.operation === "resync_tables") return true;
  const { body } = call;
  const historical =
    typeof body === "object" &&
    body !== null &&
    !Array.isArray(body) &&
    body["is_historical_sync"] === true;
  // A connect card is a link to hand to a person; making another one voids nothing in use.
  return historical || (resendClass(call) === "M" && call.operation !== "connect_card");
}

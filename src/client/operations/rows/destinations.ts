import type { Rows } from "../row.js";
import {
  exists,
  fields,
  gone,
  ofDestination,
  otherThan,
  RESPONSE_MS,
  remove,
  runsTests,
  test,
  testsLeaveNoTrace,
  trusts,
} from "./rules.js";

export const DESTINATIONS = {
  list_destinations: { group: { items: "group_id" } },
  // A group has at most one destination. Both have the same id.
  create_destination: {
    repeat: "creates",
    // The setup tests sign in to the host in the body.
    asks: true,
    quota: (body) => (runsTests(body) ? "tests" : "all"),
    responseMs: RESPONSE_MS.slow,
    group: ["group:body.group_id"],
    verify: { ...exists("destination_details"), from: { destinationId: "group_id" } },
  },
  destination_details: { group: ofDestination },
  modify_destination: {
    repeat: "idempotent",
    asks: otherThan("time_zone_offset", "daylight_saving_time_enabled", "run_setup_tests"),
    quota: (body) => (runsTests(body) ? "tests" : "all"),
    responseMs: RESPONSE_MS.slow,
    group: ofDestination,
    verify: fields("destination_details"),
  },
  delete_destination: { ...remove, group: ofDestination, verify: gone("destination_details") },
  run_destination_setup_tests: { ...test(trusts), group: ofDestination, verify: testsLeaveNoTrace },
} satisfies Partial<Rows>;

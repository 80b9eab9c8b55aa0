import { expect, test } from "vitest";
import { openSchemas } from "../../../src/client/operations/body-schemas.js";
import { knownGap, openSearch } from "../../../src/features/api/search.js";

test.each<[query: string, first: string]>([
  ["invite a user to a group", "add_user_to_group"],
  ["invite user to account", "create_user"],
  ["rotate a system key", "rotate_system_key"],
  ["webhook test", "test_webhook"],
  ["create webhook for a group", "create_group_webhook"],
  ["webhok delete", "delete_webhook"],
  ["list teams", "list_all_teams"],
  ["add user to team", "add_user_to_team"],
  ["remove user from team", "delete_user_from_team"],
  ["change user role", "modify_user"],
  ["grant team access to connector", "add_team_membership_in_connection"],
  ["which roles are there", "list_all_roles"],
  ["make dbt run after syncs", "create_transformation"],
  ["run transformation now", "run_transformation"],
  ["cancel transformation", "cancel_transformation"],
  ["quickstart package upgrade", "upgrade_transformation_package"],
  ["create destination", "create_destination"],
  ["new warehouse", "create_destination"],
  ["test destination", "run_destination_setup_tests"],
  ["revoke fingerprint of a destination", "revoke_destination_fingerprint"],
  ["approve certificate for connector", "approve_connection_certificate"],
  ["who uses the proxy agent", "get_proxy_agent_connections"],
  ["new private link", "create_private_link"],
  ["external secrets manager create", "create_esm"],
  ["account info", "get_account_info"],
  ["send logs of a group to datadog", "add_log_service"],
  ["hybrid agent token", "create_hybrid_deployment_agent"],
  ["reset agent credentials", "reset_hybrid_deployment_agent_credentials"],
  ["rename group", "modify_group"],
  ["delete group", "delete_group"],
  ["ssh public key of a group", "group_ssh_public_key"],
  ["sync state of sdk connector", "connection_state"],
  ["connector types metadata", "metadata_connectors"],
  ["list users", "list_all_users"],
  ["register hvr hub", "hvr_register_hub"],
])("%s: %s comes first", async (query, first) => {
  const search = await openSearch(await openSchemas());
  expect(search(query)[0]).toBe(first);
});

test("filters leave out what they say, and nothing fits nonsense", async () => {
  const search = await openSearch(await openSchemas());
  const deletes = search("user", { effect: "delete" });
  expect(deletes.length).toBeGreaterThan(3);
  expect(deletes.every((id) => id.startsWith("delete_"))).toBe(true);
  expect(search("", { resource: "roles" })).toEqual(["list_all_roles"]);
  expect(search("zzqqxx")).toEqual([]);
  // Without a word to look for, the filters alone decide, and without filters everything is listed.
  const every = search("");
  expect(every).toEqual(search(" "));
  expect(every.length).toBeGreaterThan(150);
  expect(search("the of", { effect: "delete" })).toEqual(search("", { effect: "delete" }));
  expect(search("the of")).toEqual([]);
});

/**
 * Names that people use, alone and in short phrases, and things that people look for but the API
 * does not have.
 */
const WORDS = `
connector|connection|warehouse|remove|drop|show|details|edit|update|modify|change|set|add|new|make|invite|member|access
permission|permissions|grant|revoke|dbt|model|vault|log|logs|regenerate|credentials|agent|apikey|stop|start|who|ssh|tls
ssl|email|region|timezone|tz|warn|fail|failed|failure|broken|status|paused|expire|expires|arrive|arrived|retrieve
frequency|reachable|ends|rename|account info|data|api|list data of a destination|get|why is it broken
please edit the vault|how can I drop a member|we want to revoke access|let's make a model|turn off the logs
a group for me and my team|which keys do we still have|datacenter of the warehouse|policies|processes|status of status
monthly cost|who changed it|audit log of connectors|how long does it take|run time of a sync|previous runs|logs of last week
alert me|notify slack|send sync history|set state of a connector|count users?|role|list fivetran|get fivetran data|show fivetran api info
`
  .trim()
  .split(/[|\n]/);

test("each word finds the same, and what the API does not have is pointed to", async () => {
  const search = await openSearch(await openSchemas());
  const rows = WORDS.map((query) => {
    const gap = knownGap(query);
    const found = search(query).slice(0, 6).join(" ");
    return `${query}: ${found}${gap === undefined ? "" : `\n  ${gap}`}`;
  });
  await expect(rows.join("\n")).toMatchFileSnapshot("__snapshots__/search-words.txt");
});

import type { OperationId } from "../../../client/operations/call.js";

/**
 * Operations with the same purpose. Each text completes the sentence "this one …" and says how the
 * operation differs.
 */
const TWINS: readonly Readonly<Partial<Record<OperationId, string>>>[] = [
  {
    add_user_to_group:
      "takes the user's e-mail address in the body, and can invite a person who is not in the account",
    add_user_membership_in_group:
      "takes a user of the account in params.userId and the group in body.id",
  },
  {
    delete_user_from_group: "returns only a message; the user's other roles stay",
    delete_user_membership_in_group: "does the same with the user in the path",
  },
  {
    modify_user: "changes the role in the account",
    update_user_membership: "changes the role in a team",
    update_user_membership_in_group: "changes the role in a group",
    update_user_membership_in_connection: "changes the role in a connector",
  },
  {
    modify_team: "changes the team's role in the account",
    update_team_membership_in_group: "changes the team's role in a group",
    update_team_membership_in_connection: "changes the team's role in a connector",
  },
  {
    delete_user: "removes the user, all roles of the user, and the user's API key",
    delete_user_membership_in_account:
      "removes only the account role; the roles in groups, connectors and teams and the API key stay",
  },
  {
    delete_team: "removes the team and all its roles",
    delete_team_membership_in_account:
      "removes only the account role of the team; its roles in groups and connectors stay",
  },
  {
    create_user_api_key:
      "creates the key of a user, with the user's roles; it stops working when the user is deleted",
    create_system_key: "creates a key that belongs to no user, with its own permissions",
  },
  {
    approve_certificate: "is the deprecated operation for connectors and destinations",
    approve_connection_certificate: "trusts a certificate of a connector's source",
    approve_destination_certificate: "trusts a certificate of a destination",
  },
  {
    list_connections: "lists the items of the account, or with group_id the items of one group",
    list_all_connections_in_group: "lists the items of one group, with the group in the path",
  },
  {
    sync_connection: "loads only new data",
    resync_connection: "loads the whole history again, of all tables or those in scope",
    resync_tables: "loads the history of the named tables again",
  },
  {
    dismiss_connection_warning: "dismisses one type, named in the path",
    dismiss_connection_warnings: "dismisses several types, or all",
  },
  {
    delete_column_connection_config: "drops one column",
    delete_multiple_columns_connection_config: "drops several columns, also of several tables",
  },
  {
    modify_connection_schema_config:
      "changes any part of the configuration, and the schema change handling",
    modify_connection_database_schema_config: "changes one schema",
    modify_connection_table_config: "changes one table",
    modify_connection_column_config: "changes one column",
    pre_create_connection_schema_config:
      "works only before the schema is captured for the first time",
  },
  {
    re_auth_hybrid_deployment_agent: "gives the agent new authentication keys; its setup stays",
    reset_hybrid_deployment_agent_credentials:
      "resets the credentials, so the agent must be set up again",
  },
  {
    list_esm_entities: "lists the connectors and destinations of every secrets manager",
    get_esm_entities: "lists the connectors and destinations of one secrets manager",
  },
  {
    metadata_connectors: "lists the types that this account can create",
    metadata_public_connectors: "lists all public types, without sign-in",
  },
];

/**
 * Returns how an operation differs from others with the same purpose. Undefined if there are no
 * others.
 */
export function twinNote(id: OperationId): string | undefined {
  const group = TWINS.find((one) => id in one);
  if (group === undefined) return undefined;
  const others = Object.entries(group).filter(([other]) => other !== id);
  return `${id} ${group[id] ?? ""}. Alternatives: ${others.map(([other, what]) => `${other} ${what}`).join("; ")}.`;
}

import { invalid } from "../api/envelope.js";

type Scope = "ACCOUNT" | "DESTINATION" | "CONNECTOR" | "TEAM";

/** One role per line: name, description, scopes and, for a deprecated role, its replacement. */
const ROLES = `
    Account Administrator | Manages the account and everything in it | ACCOUNT
    Account Billing | Sees and pays the bills | ACCOUNT
    Account Analyst | Sees everything and usage | ACCOUNT
    Account Reviewer | Sees everything | ACCOUNT
    Manage Destination | Manages a destination and its connections | DESTINATION
    Edit Destination | Changes a destination | DESTINATION
    View Destination | Sees a destination | DESTINATION
    Create Connection | Creates connections in a destination | DESTINATION
    Manage Connection | Manages a connection | DESTINATION CONNECTOR
    Edit Connection | Changes a connection | DESTINATION CONNECTOR
    View Connection | Sees a connection | DESTINATION CONNECTOR
    Team Manager | Manages a team | TEAM
    Team Member | Belongs to a team | TEAM
    Destination Administrator | Manages a destination and its connections | DESTINATION | Manage Destination
    Destination Reviewer | Sees a destination | DESTINATION | View Destination
    Destination Analyst | Sees a destination and changes its schemas | DESTINATION | View Destination
    Destination Creator | Creates destinations | ACCOUNT DESTINATION | Edit Destination
    Connector Creator | Creates connections in a destination | DESTINATION | Create Connection
    Connector Administrator | Manages a connection | DESTINATION CONNECTOR | Manage Connection
    Connector Collaborator | Changes a connection | DESTINATION CONNECTOR | Edit Connection
    Connector Reviewer | Sees a connection | DESTINATION CONNECTOR | View Connection`;

export const roleItems = ROLES.trim()
  .split("\n")
  .map((line) => {
    const [name = "", description = "", scope = "", replacement] = line.trim().split(" | ");
    return {
      name,
      description,
      scope: scope.split(" "),
      is_custom: false,
      is_deprecated: replacement !== undefined,
      replacement_role_name: replacement ?? null,
    };
  });

export const ADMINISTRATOR = "Account Administrator";

/** Rejects unknown roles and roles of another scope. Role names are case-sensitive. */
export function checkRole(name: string, scope: Scope): string {
  const role = roleItems.find((known) => known.name === name);
  if (role === undefined) throw invalid(`Role '${name}' does not exist`);
  if (!role.scope.includes(scope)) {
    throw invalid(`Role '${name}' cannot be given for a ${scope.toLowerCase()}`);
  }
  return name;
}

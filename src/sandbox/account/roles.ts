import { invalid } from "../api/envelope.js";
import type { JsonObject } from "../world/json.js";

type Scope = "ACCOUNT" | "DESTINATION" | "CONNECTOR" | "TEAM";

interface Role {
  name: string;
  description: string;
  scope: Scope[];
  /** Set: the role is an older one, and this is what replaces it. */
  replacement?: string;
}

const ROLES: readonly Role[] = [
  {
    name: "Account Administrator",
    description: "Manages the account and everything in it",
    scope: ["ACCOUNT"],
  },
  { name: "Account Billing", description: "Sees and pays the bills", scope: ["ACCOUNT"] },
  { name: "Account Analyst", description: "Sees everything and usage", scope: ["ACCOUNT"] },
  { name: "Account Reviewer", description: "Sees everything", scope: ["ACCOUNT"] },
  {
    name: "Manage Destination",
    description: "Manages a destination and its connections",
    scope: ["DESTINATION"],
  },
  { name: "Edit Destination", description: "Changes a destination", scope: ["DESTINATION"] },
  { name: "View Destination", description: "Sees a destination", scope: ["DESTINATION"] },
  {
    name: "Create Connection",
    description: "Creates connections in a destination",
    scope: ["DESTINATION"],
  },
  {
    name: "Manage Connection",
    description: "Manages a connection",
    scope: ["DESTINATION", "CONNECTOR"],
  },
  {
    name: "Edit Connection",
    description: "Changes a connection",
    scope: ["DESTINATION", "CONNECTOR"],
  },
  {
    name: "View Connection",
    description: "Sees a connection",
    scope: ["DESTINATION", "CONNECTOR"],
  },
  { name: "Team Manager", description: "Manages a team", scope: ["TEAM"] },
  { name: "Team Member", description: "Belongs to a team", scope: ["TEAM"] },
  {
    name: "Destination Administrator",
    description: "Manages a destination and its connections",
    scope: ["DESTINATION"],
    replacement: "Manage Destination",
  },
  {
    name: "Destination Reviewer",
    description: "Sees a destination",
    scope: ["DESTINATION"],
    replacement: "View Destination",
  },
  {
    name: "Destination Analyst",
    description: "Sees a destination and changes its schemas",
    scope: ["DESTINATION"],
    replacement: "View Destination",
  },
  {
    name: "Destination Creator",
    description: "Creates destinations",
    scope: ["ACCOUNT", "DESTINATION"],
    replacement: "Edit Destination",
  },
  {
    name: "Connector Creator",
    description: "Creates connections in a destination",
    scope: ["DESTINATION"],
    replacement: "Create Connection",
  },
  {
    name: "Connector Administrator",
    description: "Manages a connection",
    scope: ["DESTINATION", "CONNECTOR"],
    replacement: "Manage Connection",
  },
  {
    name: "Connector Collaborator",
    description: "Changes a connection",
    scope: ["DESTINATION", "CONNECTOR"],
    replacement: "Edit Connection",
  },
  {
    name: "Connector Reviewer",
    description: "Sees a connection",
    scope: ["DESTINATION", "CONNECTOR"],
    replacement: "View Connection",
  },
];

export const roleItems: readonly JsonObject[] = ROLES.map(
  ({ name, description, scope, replacement }) => ({
    name,
    description,
    scope,
    is_custom: false,
    is_deprecated: replacement !== undefined,
    replacement_role_name: replacement ?? null,
  }),
);

export const ADMINISTRATOR = "Account Administrator";

/** Role names are matched exactly, and each is for one kind of thing. */
export function checkRole(name: string, scope: Scope): string {
  const role = ROLES.find((known) => known.name === name);
  if (role === undefined) throw invalid(`Role '${name}' does not exist`);
  if (!role.scope.includes(scope)) {
    throw invalid(`Role '${name}' cannot be given for a ${scope.toLowerCase()}`);
  }
  return name;
}

import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { conflict, invalid, ok } from "../api/envelope.js";
import { plain, type Route } from "../api/router.js";
import { recordsOf, type World } from "../world/model.js";
import { newId } from "../world/names.js";
import { forgetMember, forgetPlace } from "./memberships.js";
import { checkRole } from "./roles.js";

export const TEAMS = "teams";

function checkName(world: World, name: string, self?: string): void {
  for (const team of recordsOf(world, TEAMS).values()) {
    if (team["name"] === name && team.id !== self) {
      throw conflict(`A team with name '${name}' already exists`);
    }
  }
}

const fields = {
  description: z.string().optional(),
  role: z.string().nullish(),
};

export const teamRoutes: Route[] = [
  ...collection({
    path: "/v1/teams",
    param: "teamId",
    noun: "Team",
    plural: "Teams list",
    items: (world) => recordsOf(world, TEAMS),
    body: (team) => ({ ...team }),
    list: "list_all_teams",
    get: "team_details",
    create: {
      operation: "create_team",
      body: z.looseObject({ ...fields, name: z.string().min(1) }),
      make({ world }, { name, description = "", role }) {
        checkName(world, name);
        if (role != null) checkRole(role, "ACCOUNT");
        return { id: newId(world), name, description, role: role ?? null };
      },
    },
    patch: {
      operation: "modify_team",
      body: z.looseObject({ ...fields, name: z.string().min(1).optional() }),
      apply({ world }, team, { name, description, role }) {
        if (name === undefined && description === undefined && role === undefined) {
          throw invalid("Request body must hold at least one field to update");
        }
        if (name !== undefined) checkName(world, name, team.id);
        if (role != null) checkRole(role, "ACCOUNT");
        Object.assign(
          team,
          name === undefined ? {} : { name },
          description === undefined ? {} : { description },
          role === undefined ? {} : { role },
        );
      },
    },
    remove: {
      operation: "delete_team",
      check({ world }, { id }) {
        forgetMember(world, "teams", id);
        forgetPlace(world, "teams", id);
      },
    },
  }),
  plain("DELETE", "/v1/teams/{teamId}/role", "delete_team_membership_in_account", (call) => {
    const team = found(recordsOf(call.world, TEAMS), call.param("teamId"), "Team");
    Object.assign(team, { role: null });
    call.effect(team.id, "account role removed");
    return ok("Team role in account has been removed");
  }),
];

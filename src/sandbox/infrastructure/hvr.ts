import * as z from "zod";
import { ok } from "../api/envelope.js";
import { type Route, route } from "../api/router.js";
import { uuid } from "../world/random.js";

export const hvrRoutes: Route[] = [
  route({
    method: "POST",
    path: "/v1/hvr/register-hub",
    operation: "hvr_register_hub",
    body: z.looseObject({
      fingerprint: z.string().min(1),
      port: z.number().int().min(1).max(65535),
      hub_server_url: z.string().min(1),
    }),
    handle(call, { fingerprint, hub_server_url }) {
      const registration_id = uuid(`${call.world.seed} hub ${fingerprint} ${hub_server_url}`);
      call.effect(registration_id, "hub registered");
      return ok("Hub has been registered", {
        access_token: uuid(`token of ${registration_id}`),
        registration_id,
      });
    },
  }),
];

// The part of undici that is loaded separately. Loading all of it takes three times as long.

declare module "undici/lib/dispatcher/agent.js" {
  import { Agent } from "undici";
  export = Agent;
}

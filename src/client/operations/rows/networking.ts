import type { Rows } from "../row.js";
import {
  create,
  edit,
  fields,
  gone,
  listed,
  mint,
  remove,
  sameGroup,
  sameName,
  secretsReadAlike,
  unverifiable,
} from "./rules.js";

export const NETWORKING = {
  get_hybrid_deployment_agent_list: { group: { items: "group_id", param: "groupId" } },
  create_hybrid_deployment_agent: {
    ...mint,
    shownOnce: ["token", "files"],
    group: ["group:body.group_id"],
    verify: listed("get_hybrid_deployment_agent_list", (body) => ({
      display_name: body["display_name"],
      ...sameGroup(body),
    })),
  },
  get_hybrid_deployment_agent: { group: ["agent:agentId"] },
  delete_hybrid_deployment_agent: {
    ...remove,
    group: ["agent:agentId"],
    verify: gone("get_hybrid_deployment_agent"),
  },
  re_auth_hybrid_deployment_agent: {
    ...mint,
    shownOnce: ["token", "files"],
    group: ["agent:agentId"],
    verify: secretsReadAlike,
  },
  reset_hybrid_deployment_agent_credentials: {
    ...mint,
    shownOnce: ["token", "files"],
    group: ["agent:agentId"],
    verify: secretsReadAlike,
  },
  // Private links and proxies can serve any group.
  get_private_links: { group: "account" },
  create_private_link: {
    ...create,
    quota: "private_links",
    group: "account",
    verify: listed("get_private_links", sameName),
  },
  get_private_link_details: { group: "account" },
  modify_private_link: { ...edit, group: "account", verify: fields("get_private_link_details") },
  delete_private_link: {
    ...remove,
    group: "account",
    verify: unverifiable("Fivetran only marks the link for deletion and removes it later."),
  },
  get_proxy_agent: { group: "account" },
  create_proxy_agent: {
    ...mint,
    shownOnce: ["auth_token", "client_cert", "client_private_key"],
    group: "account",
    verify: listed("get_proxy_agent", (body) => ({ display_name: body["display_name"] })),
  },
  get_proxy_agent_details: { group: "account", bare: true },
  delete_proxy_agent: { ...remove, group: "account", verify: gone("get_proxy_agent_details") },
  get_proxy_agent_connections: { group: "account" },
  regenerate_secrets_proxy_agent: {
    ...mint,
    shownOnce: ["auth_token", "client_cert", "client_private_key"],
    group: "account",
    verify: secretsReadAlike,
  },
} satisfies Partial<Rows>;

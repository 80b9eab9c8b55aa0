import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { call } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";
import { Notice, SetupTest } from "./models.js";

/** Where Fivetran sends its logs: `/v1/external-logging/{logId}`; a group's has the group's id. */
export const LogService = z.looseObject({
  id: z.string(),
  service: z.string(),
  enabled: z.boolean().nullish(),
  status: z
    .looseObject({ setup_state: z.string().nullish(), tasks: z.array(Notice).nullish() })
    .nullish(),
  setup_tests: z.array(SetupTest).nullish(),
});
export type LogService = z.output<typeof LogService>;

const Tested = z.looseObject({ setup_tests: z.array(SetupTest).nullish() });

export type AccountLogService = ReturnType<typeof createAccountLogService>;

const createAccountLogService = ({ create, request, submit }: Actions) => ({
  /** Throws `not_found` where the account has none. */
  get: (options?: RequestOptions) =>
    request(LogService, call("get_account_log_service_details"), options),
  /** `service`, `config`, `enabled`. */
  create: create("add_account_log_service", LogService),
  modify: create("update_account_log_service", LogService),
  delete: (options?: RequestOptions) => submit(call("delete_account_log_service"), options),
  /** Runs its setup tests; failed ones are in the result, not thrown. */
  async test(options?: RequestOptions) {
    const run = call("run_setup_tests_account_log_service");
    return (await request(Tested, run, options)).setup_tests ?? [];
  },
});

export type LogServices = ReturnType<typeof createLogServices>;

export function createLogServices(actions: Actions) {
  const { list, get, create, modify, command, request } = actions;
  return {
    /** The log service of every group that has one. */
    list: list("list_log_services", LogService),
    get: get("get_log_service_details", LogService),
    /** `group_id`, `service`, `config`, `enabled`, `run_setup_tests`. */
    create: create("add_log_service", LogService),
    modify: modify("update_log_service", LogService),
    delete: command("delete_log_service"),
    /** Runs its setup tests; failed ones are in the result, not thrown. */
    async test(id: string, options?: RequestOptions) {
      const run = callAt("run_setup_tests_log_service", [id]);
      return (await request(Tested, run, options)).setup_tests ?? [];
    },
    /** The log service of the account as a whole. */
    account: createAccountLogService(actions),
  };
}

import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { call } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";
import { Notice, recordId, SetupTest, textOrEmpty } from "./models.js";

/** A log service, to which Fivetran sends its logs: `/v1/external-logging/{logId}`. The id is that of the group. */
export const LogService = z.looseObject({
  id: recordId,
  /** The type of log service, such as `azure_monitor_log`. */
  service: textOrEmpty,
  /** Whether Fivetran sends logs to it. */
  enabled: z.boolean().nullish(),
  /** The setup state and the open tasks. */
  status: z
    .looseObject({ setup_state: z.string().nullish(), tasks: z.array(Notice).nullish() })
    .nullish(),
  /** The results of the setup tests, if the request ran them. */
  setup_tests: z.array(SetupTest).nullish(),
});
export type LogService = z.output<typeof LogService>;

const Tested = z.looseObject({ setup_tests: z.array(SetupTest).nullish() });

/** The methods of `fivetran.logServices.account`. */
export type AccountLogService = ReturnType<typeof createAccountLogService>;

const createAccountLogService = ({ create, record, request, submit }: Actions) => ({
  /** `GET /v1/external-logging/account`. Throws `not_found` if the account does not have a log service. */
  get: (options?: RequestOptions) =>
    record(LogService, call("get_account_log_service_details"), options),
  /** `POST /v1/external-logging/account`. Creates the log service from `service`, `config` and `enabled`. */
  create: create("add_account_log_service", LogService),
  /** `PATCH /v1/external-logging/account`. Changes the given fields. */
  modify: create("update_account_log_service", LogService),
  /** `DELETE /v1/external-logging/account`. Deletes the log service of the account. */
  delete: (options?: RequestOptions) => submit(call("delete_account_log_service"), options),
  /**
   * `POST /v1/external-logging/account/test`. Runs the setup tests and returns their results. A failed test does not
   * throw.
   */
  async test(options?: RequestOptions) {
    const run = call("run_setup_tests_account_log_service");
    return (await request(Tested, run, options)).setup_tests ?? [];
  },
});

/** The methods of `fivetran.logServices`. */
export type LogServices = ReturnType<typeof createLogServices>;

export function createLogServices(actions: Actions) {
  const { list, get, create, modify, command, request } = actions;
  return {
    /** `GET /v1/external-logging`. Lists the log services of groups. */
    list: list("list_log_services", LogService),
    /**
     * `GET /v1/external-logging/{logId}`. Returns the log service of a group. Throws `not_found` if the group does
     * not have one.
     */
    get: get("get_log_service_details", LogService),
    /**
     * `POST /v1/external-logging`. Creates a log service from `group_id`, `service`, `config`, `enabled` and
     * `run_setup_tests`.
     */
    create: create("add_log_service", LogService),
    /** `PATCH /v1/external-logging/{logId}`. Changes the given fields. */
    modify: modify("update_log_service", LogService),
    /** `DELETE /v1/external-logging/{logId}`. Deletes the log service of a group. */
    delete: command("delete_log_service"),
    /**
     * `POST /v1/external-logging/{logId}/test`. Runs the setup tests and returns their results. A failed test does
     * not throw.
     */
    async test(id: string, options?: RequestOptions) {
      const run = callAt("run_setup_tests_log_service", [id]);
      return (await request(Tested, run, options)).setup_tests ?? [];
    },
    /** The log service of the whole account. */
    account: createAccountLogService(actions),
  };
}

import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { Notice, SetupTest } from "./models.js";
import { ask, sameId, tell } from "./reply.js";

/** Where Fivetran sends its logs: `GET /v1/external-logging/{logId}`; a group's has the group's id. */
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

export interface AccountLogService {
  /** The account's log service. Throws `not_found` where there is none. `GET /v1/external-logging/account` */
  get(options?: RequestOptions): Promise<LogService>;
  /** Sets one up: `service`, `config`, `enabled`. `POST /v1/external-logging/account` */
  create(body: Body<"add_account_log_service">, options?: RequestOptions): Promise<LogService>;
  /** Changes the fields given. `PATCH /v1/external-logging/account` */
  modify(body: Body<"update_account_log_service">, options?: RequestOptions): Promise<LogService>;
  /** Removes it. `DELETE /v1/external-logging/account` */
  delete(options?: RequestOptions): Promise<void>;
  /** Runs its setup tests; a failed one is in the result. `POST /v1/external-logging/account/test` */
  test(options?: RequestOptions): Promise<SetupTest[]>;
}

export interface LogServices {
  /**
   * The log service of every group that has one.
   *
   * `GET /v1/external-logging`
   */
  list(options?: ListOptions): List<LogService>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<LogService>>;
  /**
   * One log service by id. Throws `not_found`.
   *
   * `GET /v1/external-logging/{logId}`
   */
  get(id: string, options?: RequestOptions): Promise<LogService>;
  /**
   * Sets one up for a group: `group_id`, `service`, `config`, `enabled`, `run_setup_tests`.
   *
   * `POST /v1/external-logging`
   */
  create(body: Body<"add_log_service">, options?: RequestOptions): Promise<LogService>;
  /**
   * Changes the fields given.
   *
   * `PATCH /v1/external-logging/{logId}`
   */
  modify(
    id: string,
    body: Body<"update_log_service">,
    options?: RequestOptions,
  ): Promise<LogService>;
  /**
   * Removes it. Throws `not_found`.
   *
   * `DELETE /v1/external-logging/{logId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Runs its setup tests; a failed one is in the result, not thrown.
   *
   * `POST /v1/external-logging/{logId}/test`
   */
  test(id: string, options?: RequestOptions): Promise<SetupTest[]>;
  /** The one of the account as a whole. */
  account: AccountLogService;
}

export const createLogServices = (send: Send, change: Send): LogServices => ({
  ...listing(send, "list_log_services", LogService),
  async get(logId, options) {
    const details = call("get_log_service_details", { logId });
    return sameId(await ask(send, LogService, details, options), logId, "get_log_service_details");
  },
  create: (body, options) => ask(change, LogService, call("add_log_service", {}, body), options),
  modify: (logId, body, options) =>
    ask(change, LogService, call("update_log_service", { logId }, body), options),
  delete: (logId, options) => tell(change, call("delete_log_service", { logId }), options),
  async test(logId, options) {
    const run = call("run_setup_tests_log_service", { logId });
    return (await ask(change, Tested, run, options)).setup_tests ?? [];
  },
  account: {
    get: (options) => ask(send, LogService, call("get_account_log_service_details"), options),
    create: (body, options) =>
      ask(change, LogService, call("add_account_log_service", {}, body), options),
    modify: (body, options) =>
      ask(change, LogService, call("update_account_log_service", {}, body), options),
    delete: (options) => tell(change, call("delete_account_log_service"), options),
    async test(options) {
      const run = call("run_setup_tests_account_log_service");
      return (await ask(change, Tested, run, options)).setup_tests ?? [];
    },
  },
});

import type { Rows } from "../row.js";
import {
  create,
  edit,
  exists,
  fields,
  gone,
  ofLog,
  remove,
  test,
  testsLeaveNoTrace,
} from "./rules.js";

export const LOG_SERVICES = {
  list_log_services: { group: { items: "id" } },
  add_log_service: {
    ...create,
    group: ["group:body.group_id"],
    verify: { ...exists("get_log_service_details"), from: { logId: "group_id" } },
  },
  get_account_log_service_details: { group: "account" },
  add_account_log_service: {
    ...create,
    group: "account",
    verify: exists("get_account_log_service_details"),
  },
  update_account_log_service: {
    ...edit,
    group: "account",
    verify: fields("get_account_log_service_details"),
  },
  delete_account_log_service: {
    ...remove,
    group: "account",
    verify: gone("get_account_log_service_details"),
  },
  run_setup_tests_account_log_service: {
    ...test(false),
    group: "account",
    verify: testsLeaveNoTrace,
  },
  get_log_service_details: { group: ofLog },
  update_log_service: { ...edit, group: ofLog, verify: fields("get_log_service_details") },
  delete_log_service: { ...remove, group: ofLog, verify: gone("get_log_service_details") },
  run_setup_tests_log_service: { ...test(false), group: ofLog, verify: testsLeaveNoTrace },
} satisfies Partial<Rows>;

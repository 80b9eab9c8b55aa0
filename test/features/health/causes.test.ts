import { expect, test } from "vitest";
import { diagnose } from "../../../src/client/health/diagnose.js";
import type { ConnectorHealth } from "../../../src/features/health/account-health.js";
import { groupCauses } from "../../../src/features/health/causes.js";
import { back, connection, destination, NOW, notice } from "../../client/http/records.js";

interface Given {
  id: string;
  group?: string;
  status?: Record<string, unknown>;
  tasks?: string[];
  succeeded?: number;
  failed?: number;
  setupStatus?: string;
}

function entry({
  id,
  group = "warehouse",
  status,
  tasks = [],
  succeeded = 1,
  failed,
  setupStatus = "connected",
}: Given): ConnectorHealth {
  const record = connection({
    id,
    group_id: group,
    succeeded_at: back(succeeded * 60),
    failed_at: failed === undefined ? null : back(failed * 60),
    status: { ...status, tasks: tasks.map(notice) },
  });
  const target = { ...destination(setupStatus), id: group, group_id: group };
  return { connection: record, destination: target, diagnosis: diagnose(record, target, NOW) };
}

const broken = { setup_state: "broken" };

test("one cause per destination, task and rule; worst first; one that is itself broken in both", () => {
  const causes = groupCauses([
    entry({ id: "stale_young", succeeded: 20 }),
    entry({ id: "stale_old", succeeded: 200 }),
    entry({ id: "reconnect_failing", tasks: ["reconnect"], succeeded: 9, failed: 1 }),
    entry({ id: "reconnect_broken", status: broken, tasks: ["reconnect"], succeeded: 90 }),
    entry({ id: "account_broken", status: broken, tasks: ["update_service_account"] }),
    entry({ id: "plainly_broken", status: broken }),
    entry({ id: "down_1", group: "lake", setupStatus: "broken" }),
    entry({
      id: "down_2",
      group: "lake",
      setupStatus: "broken",
      status: broken,
      tasks: ["reconnect"],
    }),
    entry({ id: "down_3", group: "mart", setupStatus: "incomplete" }),
    entry({ id: "task_only", group: "cube", status: broken, tasks: ["reconnect_warehouse"] }),
  ]);
  expect(
    causes.map(({ rule, destination, task, severity, reason, members }) => [
      `${rule} ${destination ?? task ?? ""}`,
      severity,
      reason,
      members.map(({ connection }) => connection.id).join(" "),
    ]),
  ).toEqual([
    [
      "destination_down lake",
      "action",
      "the destination must be repaired before data can load",
      "down_1 down_2",
    ],
    [
      "destination_down mart",
      "action",
      "the destination must be repaired before data can load",
      "down_3",
    ],
    [
      "destination_task_open cube",
      "action",
      "an open task says that the destination must be reconnected",
      "task_only",
    ],
    [
      "broken reconnect",
      "action",
      "no sync can succeed until the cause is repaired",
      "reconnect_broken down_2",
    ],
    ["broken ", "action", "no sync can succeed until the cause is repaired", "plainly_broken"],
    [
      "broken update_service_account",
      "action",
      "no sync can succeed until the cause is repaired",
      "account_broken",
    ],
    [
      "failed_with_task reconnect",
      "action",
      "the last sync failed and Fivetran opened a task",
      "reconnect_failing",
    ],
    [
      "over_limit ",
      "warn",
      "the data is older than the limit, although Fivetran reports no delay",
      "stale_old stale_young",
    ],
  ]);
  expect(causes[0]).toMatchObject({ verdict: "destination_down", destination: "lake" });
});

test("a connection without a fault of its own is in exactly one cause, and none yields none", () => {
  expect(groupCauses([])).toEqual([]);
  const many = Array.from({ length: 5000 }, (_, n) =>
    entry({
      id: `c${n}`,
      group: `g${n % 7}`,
      setupStatus: n % 7 === 0 ? "broken" : "connected",
      succeeded: n % 40,
    }),
  );
  const members = groupCauses(many).flatMap((cause) => cause.members);
  expect(new Set(members).size).toBe(5000);
  expect(members).toHaveLength(5000);
});

import * as z from "zod";
import { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { Notation } from "../../toolkit/notation.js";
import { bare, compact, named } from "../../toolkit/render.js";
import { connectCardOf, linkOf } from "./connect-card.js";
import type { NewConnector } from "./create.js";
import { existingOf } from "./create-context.js";
import { approveCall, TestResults, testLines, testResults, testsIn } from "./setup-tests.js";

export const Ref = z.looseObject({ name: z.string(), group: z.string(), group_name: z.string() });
export const Created = Ref.extend({
  id: z.string(),
  setup_state: z.string(),
  paused: z.literal(true).optional(),
  tests: TestResults.optional(),
  needs: z.array(z.string()).optional(),
  link: z.string().optional(),
  expires_at: z.string().optional(),
  next: z.string(),
});

export type Created = z.output<typeof Created>;

/**
 * Returns the result of one create request, with the next step. Fields that the response lacks are
 * read.
 */
export async function createdOf(
  item: NewConnector,
  data: unknown,
  ctx: ReadContext,
): Promise<Created> {
  const connection = Connection.safeParse(data).data ?? (await existingOf(item, ctx));
  const { id = "", status } = connection ?? {};
  const setup_state = status?.setup_state ?? "unknown";
  const tests = item.body["run_setup_tests"] === true ? testResults(testsIn(data)) : undefined;
  const link = connectCardOf(data);
  const card = "connect_card_config" in item.body;
  return compact({
    name: item.name,
    id,
    group: item.group.id,
    group_name: item.group.name,
    setup_state,
    paused: item.body["paused"] === true && !item.resumes ? (true as const) : undefined,
    tests,
    needs: item.needs,
    ...(link === undefined ? {} : linkOf(link, ctx.now())),
    next: nextOf(
      id,
      item,
      setup_state,
      tests,
      card && link === undefined ? "lost" : link,
      ctx.notation,
    ),
  });
}

function nextOf(
  id: string,
  { needs, body, open, resumes }: NewConnector,
  state: string,
  tests: TestResults | undefined,
  link: string | undefined,
  { tool }: Notation,
): string {
  const card = tool("create_connect_card", { connector: id });
  const look = tool("get_status", { connectors: [id] });
  if (link === "lost") return `the response contains no link for the card; create one with ${card}`;
  if (link !== undefined) return `give the link to the person who authorizes it; then ${look}`;
  if (needs.length > 0) {
    return `set the secrets with update_connector (config, as references), or let a person enter them: ${card}`;
  }
  if (tests?.failed !== undefined && tests.failed.length > 0) {
    return (
      approveCall({ connector: id }, tests, tool) ??
      `correct it with update_connector, or let a person authorize it: ${card}`
    );
  }
  if (state !== "connected") return tool("run_setup_tests", { connector: id });
  const resume = tool("resume_connectors", { connectors: [id] });
  if (open.length > 0) {
    return `it is paused: run reload_schema, hash or switch off with modify_schema what must not be loaded, then ${resume}`;
  }
  return body["paused"] === true && !resumes
    ? `it is paused; start it with ${resume}`
    : `its first sync loads the history; follow it with ${look}`;
}

export const createdLines = (item: Created): string[] => [
  `Created ${named(item.name, item.id)} in ${placeText(item)}: setup ${bare(item.setup_state)}${item.paused ? ", paused" : ""}`,
  ...(item.tests === undefined ? [] : testLines(item.tests).map((line) => `  ${line}`)),
  ...(item.needs === undefined ? [] : [`  Still needs: ${item.needs.join(", ")}`]),
  ...(item.link === undefined
    ? []
    : [
        `  Link: ${item.link}`,
        `  Valid until ${item.expires_at ?? "tomorrow"}; it is not shown again.`,
      ]),
  `  Next: ${item.next}`,
];

export const placeText = ({ group, group_name }: z.output<typeof Ref>) =>
  `group ${named(group_name, group)}`;

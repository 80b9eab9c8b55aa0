import * as z from "zod";
import { verification } from "../../client/operations/catalog.js";
import { bodyFields } from "../../client/outcome/compare.js";
import { Connection } from "../../client/resources/models.js";
import { readAfter } from "../../toolkit/applied.js";
import type { ReadContext, StepOutcome } from "../../toolkit/define.js";
import { bare, compact, named } from "../../toolkit/render.js";
import { errorWords } from "../../toolkit/step-results.js";
import { otherwiseText, storedOtherwise } from "../schema/index.js";
import { pausedIn, shownFields } from "./change.js";
import { connectCardOf, linkOf } from "./connect-card.js";
import type { NewConnector } from "./create.js";
import { existingOf } from "./create-context.js";
import { approveCall, TestResults, testLines, testResults, testsIn } from "./setup-tests.js";

export const Ref = z.looseObject({ name: z.string(), group: z.string(), group_name: z.string() });
export const Created = Ref.extend({
  id: z.string(),
  setup_state: z.string(),
  paused: z.literal(true).optional(),
  not_applied: z.array(z.string()).optional(),
  tests: TestResults.optional(),
  needs: z.array(z.string()).optional(),
  link: z.string().optional(),
  expires_at: z.string().optional(),
  next: z.string(),
});

export type Created = z.output<typeof Created>;

/** The result of the requests that create one connector. Exactly one of the first four fields is set. */
export interface CreateOutcome {
  created?: Created;
  failed?: Trouble;
  unknown?: Trouble;
  not_tried?: Place;
  notes: string[];
  /** Whether Fivetran shows everything as requested. */
  done: boolean;
}

type Place = z.output<typeof Ref>;
type Trouble = Place & { error: string };

/**
 * Whether a reply shows another selection than was sent, or does not show the new connector. Such a connector must stay
 * paused, and the later requests need its id.
 */
export const keepsPaused = (outcome: StepOutcome) =>
  storedOtherwise(outcome).length > 0 ||
  (outcome.call.operation === "create_connection" &&
    outcome.state === "done" &&
    newIn(outcome) === undefined);

/**
 * The new connector in a reply. Undefined if the reply shows another type or name, or neither a type nor this group.
 */
function newIn({ call, reply }: Extract<StepOutcome, { state: "done" }>): Connection | undefined {
  const found = Connection.safeParse(reply.data).data;
  const body = bodyFields(call);
  const { service, group_id } = body;
  const name = verification(call.operation)?.match?.(body, call.params)["schema"];
  const isNew =
    (found?.service === service || (!found?.service && found?.group_id === group_id)) &&
    (!found?.schema || name === undefined || found.schema === name);
  return isNew ? found : undefined;
}

export async function createOutcome(
  item: NewConnector,
  [outcome, ...later]: readonly StepOutcome[],
  ctx: ReadContext,
): Promise<CreateOutcome> {
  const place = { name: item.name, group: item.group.id, group_name: item.group.name };
  if (outcome === undefined || outcome.state === "not_tried") {
    return { not_tried: place, notes: [], done: false };
  }
  if (outcome.state !== "done") {
    return {
      [outcome.state]: { ...place, error: errorWords(outcome.error) },
      notes: [],
      done: false,
    };
  }
  const { data } = outcome.reply;
  const connection = newIn(outcome) ?? (await readAfter(existingOf(item, ctx))).after;
  if (connection === undefined) {
    const error =
      "Fivetran accepted the request, but neither the response nor a later request shows the connector yet.";
    return { unknown: { ...place, error }, notes: [], done: false };
  }
  const halt = await haltOf(connection.id, later, ctx);
  const halted =
    halt === undefined ? item : { ...item, resumes: false, open: halt.open ?? item.open };
  const notApplied = await otherwiseThanSent(item, connection, ctx);
  return {
    created: createdOf(halted, connection, { data, notApplied, ctx }),
    notes: halt === undefined ? [] : [`${bare(item.name)}${halt.text}`],
    done: halt === undefined && notApplied.length === 0,
  };
}

interface Halt {
  text: string;
  /** Why it must not be resumed as it is. */
  open?: string[];
}

/** Returns what is missing if the steps after the creation were not all carried out. */
async function haltOf(
  id: string,
  later: readonly StepOutcome[],
  { fivetran, signal }: ReadContext,
): Promise<Halt | undefined> {
  const still = " is still paused and has loaded nothing, because ";
  const other = later.flatMap(storedOtherwise);
  if (other.length > 0) return { text: `${still}${otherwiseText(other)}`, open: EVERYTHING };
  const halt = later.find(({ state }) => state !== "done");
  if (halt === undefined) {
    const resumed = later.find(isResume);
    const inReply = pausedIn(resumed);
    if (resumed === undefined || inReply === false) return undefined;
    const { after, unread } = await readAfter(fivetran.connections.get(id, { signal }));
    const paused = after?.paused ?? inReply;
    if (paused === false) return undefined;
    return {
      text:
        paused === true
          ? `${still}Fivetran accepted the request to resume it, but shows it paused`
          : `: Fivetran accepted the request to resume it, but does not show whether it is paused${unread === undefined ? "" : `; ${unread}`}`,
    };
  }
  const why = "error" in halt ? ` ${errorWords(halt.error)}` : "";
  if (isResume(halt)) {
    return {
      text:
        halt.state === "unknown"
          ? `: it is not known whether Fivetran resumed it.${why}`
          : `${still}it could not be resumed.${why}`,
    };
  }
  return {
    text: `${still}its selection of tables and columns ${halt.state === "unknown" ? "may not be" : "could not be"} stored.${why}`,
    open: EVERYTHING,
  };
}

const EVERYTHING = ["all tables and columns"];

const isResume = ({ call: { operation } }: StepOutcome) => operation === "modify_connection";

/** The fields for which both the reply and a read show another value than was sent. */
async function otherwiseThanSent(
  { body, type }: NewConnector,
  connection: Connection,
  { fivetran, signal }: ReadContext,
): Promise<string[]> {
  const others = (shown: Connection) =>
    [...shownFields(body, shown, type)].flatMap(([field, same]) => (same === false ? [field] : []));
  const inReply = others(connection);
  if (inReply.length === 0) return [];
  const { after } = await readAfter(fivetran.connections.get(connection.id, { signal }));
  const inRead = after === undefined ? inReply : others(after);
  return inReply.filter((field) => inRead.includes(field));
}

/** The result of one create, and the next step. */
function createdOf(
  item: NewConnector,
  { id, status: { setup_state } }: Connection,
  { data, notApplied, ctx }: { data: unknown; notApplied: string[]; ctx: ReadContext },
): Created {
  const tests = item.body["run_setup_tests"] === true ? testResults(testsIn(data)) : undefined;
  const link = connectCardOf(data);
  const card = "connect_card_config" in item.body;
  const runs = notApplied.includes("paused");
  return compact({
    name: item.name,
    id,
    group: item.group.id,
    group_name: item.group.name,
    setup_state,
    paused: item.body["paused"] === true && !item.resumes && !runs ? (true as const) : undefined,
    not_applied: notApplied,
    tests,
    needs: item.needs,
    ...(link === undefined ? {} : linkOf(link, ctx.now())),
    next: runs
      ? `the connector is not paused and may load data. To pause it: ${ctx.notation.tool("pause_connectors", { connectors: [id] })}`
      : nextOf(id, item, setup_state, tests, card && link === undefined ? "lost" : link, ctx),
  });
}

function nextOf(
  id: string,
  { needs, body, open, resumes }: NewConnector,
  state: string,
  tests: TestResults | undefined,
  link: string | undefined,
  { notation: { tool }, settings }: Pick<ReadContext, "notation" | "settings">,
): string {
  const hasAddress = settings.connectCardRedirect !== undefined;
  const card = tool("create_connect_card", {
    connector: id,
    ...(hasAddress ? {} : { redirect_uri: "<address>" }),
  });
  const look = tool("get_status", { connectors: [id] });
  if (link === "lost")
    return `the response contains no link; create another connect card with ${card}`;
  if (link !== undefined)
    return `give the link to the person who authorizes the connector, then check with ${look}`;
  if (needs.length > 0) {
    return `set the secrets with update_connector, as references in config, or let a person enter them: ${card}`;
  }
  if (tests?.failed !== undefined && tests.failed.length > 0) {
    return (
      approveCall({ connector: id }, tests, tool) ??
      `correct the configuration with update_connector, or let a person authorize the connector: ${card}`
    );
  }
  if (state !== "connected") return tool("run_setup_tests", { connector: id });
  const resume = tool("resume_connectors", { connectors: [id] });
  if (open.length > 0) {
    return `the connector is paused. Run reload_schema. Then hash or disable the data that must not be loaded (modify_schema). Then resume the connector: ${resume}`;
  }
  return body["paused"] === true && !resumes
    ? `the connector is paused; start it with ${resume}`
    : `the first sync loads the history; to follow it, use ${look}`;
}

export const createdLines = (item: Created): string[] => [
  `Created ${named(item.name, item.id)} in ${placeText(item)}: setup ${bare(item.setup_state)}${item.paused ? ", paused" : ""}`,
  ...(item.not_applied === undefined
    ? []
    : [`  Not applied as sent: ${item.not_applied.join(", ")}`]),
  ...(item.tests === undefined ? [] : testLines(item.tests).map((line) => `  ${line}`)),
  ...(item.needs === undefined ? [] : [`  Still needs: ${item.needs.join(", ")}`]),
  ...(item.link === undefined
    ? []
    : [
        `  Link: ${item.link}`,
        `  The link is valid until ${item.expires_at ?? "tomorrow"}. It is not shown again.`,
      ]),
  `  Next: ${item.next}`,
];

export const placeText = ({ group, group_name }: z.output<typeof Ref>) =>
  `group ${named(group_name, group)}`;

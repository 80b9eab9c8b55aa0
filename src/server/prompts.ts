import { completable, type McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import type { Suggest, Suggestion } from "./suggestions.js";

interface PromptArgument {
  name: string;
  description: string;
  suggestion: Suggestion;
  required?: true;
}

interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: readonly PromptArgument[];
  text(values: Readonly<Record<string, string | undefined>>): string;
}

const CONNECTOR: PromptArgument = {
  name: "connector",
  description: "its name, id or dashboard link",
  suggestion: "connector",
  required: true,
};
const GROUP: PromptArgument = {
  name: "group",
  description: "name or id of a group; without it, the whole account",
  suggestion: "group",
};

/** Tasks that a person starts by name. Each text says which tools to use, in which order, and where to stop. */
export const PROMPTS: readonly Prompt[] = [
  {
    name: "morning-check",
    title: "Morning check",
    description:
      "Find stale, broken and paused connectors, their shared causes, and the first step",
    arguments: [GROUP],
    text: ({
      group,
    }) => `Check the health of ${group ? `the Fivetran group ${group}` : "our Fivetran account"}.
1. Call check_stale${group ? ` with group ${group}` : ""}, and follow next_cursor until every problem is listed.
2. Report in this order: how many connectors are healthy; causes that several share, with their names; single problems, worst first; what is paused or loading.
3. For each cause give the one next step, and say whether a person has to do it.
Change nothing. Offer the changes that you would make, as a list to choose from.`,
  },
  {
    name: "why-is-it-stale",
    title: "Why is it stale?",
    description: "Find out why a connector's data is old, and repair it with consent",
    arguments: [CONNECTOR],
    text: ({ connector }) => `Find out why the data of the Fivetran connector ${connector} is old.
1. Call get_status with details=true, and get_history to see since when. If its destination is the problem, look at the destination first.
2. If credentials, network or certificates are in doubt, call run_setup_tests.
3. Explain the cause in one sentence, with the time of the last success, and name the step that repairs it.
4. Take that step only when I agree. Afterwards call run_setup_tests, trigger_sync and wait_for_sync, and report the result.`,
  },
  {
    name: "onboard-a-source",
    title: "Onboard a source",
    description:
      "Connect a new source: choose what to load, create the connector paused, and let the owner of the source authorize it",
    arguments: [
      {
        name: "service",
        description: "type of the source, e.g. postgres",
        suggestion: "service",
        required: true,
      },
      { ...GROUP, description: "group whose destination it loads into", required: true },
    ],
    text: ({ service, group }) => `Connect a new ${service} source in the Fivetran group ${group}.
1. Call describe_service for ${service}. Ask me for what is missing: the name, which is permanent; which tables; what is personal; how often it has to run; who authorizes it.
2. Call create_connector with paused=true. Secrets are references or come through a connect card, never through this conversation.
3. Store the selection before anything is loaded: modify_schema with a policy, tables switched off, columns hashed or blocked.
4. If a person authorizes it, call create_connect_card and give me the link.
5. Call run_setup_tests. When they pass, ask me before resume_connectors: that starts the historical load.`,
  },
  {
    name: "keep-personal-data-out",
    title: "Keep personal data out",
    description: "Find columns about people in a connector, and hash or block them",
    arguments: [CONNECTOR],
    text: ({
      connector,
    }) => `Keep personal data out of what the Fivetran connector ${connector} loads.
1. Call find_pii. For tables that it did not check and that may hold data about people, call get_schema with columns=true.
2. List the columns that are loaded in clear and look personal: names, e-mail, phone, addresses, birth dates, national and tax ids, bank data, free text, JSON. Say for each: hash (it is joined by), block (nobody needs it) or keep, and why.
3. When I have chosen, call modify_schema once with all changes, and with a policy that keeps new columns out. Show the plan before it is confirmed.
4. Say which rows are already loaded, and offer resync_connector for those tables only.`,
  },
  {
    name: "prepare-a-resync",
    title: "Prepare a re-sync",
    description:
      "Find out whether a historical re-sync is needed, for which tables, and what it costs",
    arguments: [CONNECTOR],
    text: ({ connector }) => `Prepare a historical re-sync of the Fivetran connector ${connector}.
1. Call get_status with details=true: is it healthy, is a sync running, which warnings name tables? If the cause of the damage is still there, say so and stop.
2. Call get_schema and name the tables that need it. Prefer single tables to the whole connector.
3. Call resync_connector with those tables, which returns a plan. Show it: tables, load on the source, possible cost, what is not recreated.
4. Confirm only when I agree. Then follow it with wait_for_sync.`,
  },
];

export function registerPrompts(server: McpServer, suggest: Suggest): void {
  for (const prompt of PROMPTS) {
    const { name, title, description, text } = prompt;
    const shape = Object.fromEntries(
      prompt.arguments.map((argument) => {
        const { suggestion, required } = argument;
        const value = completable(z.string().max(200).describe(argument.description), (typed) =>
          suggest(suggestion, typed),
        );
        return [argument.name, required === true ? value : value.optional()];
      }),
    );
    server.registerPrompt(name, { title, description, argsSchema: z.object(shape) }, (values) => ({
      description,
      messages: [
        {
          role: "user" as const,
          content: { type: "text" as const, text: text(onOneLine(values)) },
        },
      ],
    }));
  }
}

/** Removes line breaks from values, so that a value cannot add a step to the prompt. */
const onOneLine = (values: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === undefined ? undefined : String(value).replaceAll(/\s+/g, " ").trim(),
    ]),
  );

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
  description: "name, id or dashboard link of the connector",
  suggestion: "connector",
  required: true,
};
const GROUP: PromptArgument = {
  name: "group",
  description: "name or id of the group; default: the whole account",
  suggestion: "group",
};

/** Tasks that a person starts by name. Each text says which tools to use, in which order, and where to stop. */
export const PROMPTS: readonly Prompt[] = [
  {
    name: "morning-check",
    title: "Morning check",
    description:
      "Find stale, broken and paused connectors, the causes that they share, and the first step to take",
    arguments: [GROUP],
    text: ({
      group,
    }) => `Check the health of ${group ? `the Fivetran group ${group}` : "our Fivetran account"}.
1. Call check_stale${group ? ` with group ${group}` : ""}. Call it again with next_cursor until it returns no next_cursor.
2. Report in this order: the number of healthy connectors; each cause that several connectors share, with their names; the other problems, worst first; paused connectors and connectors that are loading.
3. For each cause, give one next step and say whether a person has to do it.
Do not change anything. List the changes that you suggest, so that I can choose.`,
  },
  {
    name: "why-is-it-stale",
    title: "Why is it stale?",
    description: "Find out why a connector's data is old, and repair the connector if you agree",
    arguments: [CONNECTOR],
    text: ({ connector }) => `Find out why the data of the Fivetran connector ${connector} is old.
1. Call get_status with details=true. Call get_history to find out when the problem began. If the destination is the problem, check the destination first.
2. If credentials, the network or a certificate could be the cause, call run_setup_tests.
3. Explain the cause in one sentence. Give the time of the last successful sync and the step that repairs the connector.
4. Take that step only if I agree. Then call run_setup_tests, trigger_sync and wait_for_sync, and report the result.`,
  },
  {
    name: "onboard-a-source",
    title: "Onboard a source",
    description:
      "Connect a new source: choose the tables, create a paused connector, and let the owner of the source authorize it",
    arguments: [
      {
        name: "service",
        description: "connector type, e.g. postgres",
        suggestion: "service",
        required: true,
      },
      {
        ...GROUP,
        description: "name or id of the group whose destination gets the data",
        required: true,
      },
    ],
    text: ({ service, group }) => `Connect a new ${service} source in the Fivetran group ${group}.
1. Call describe_service for ${service}. Then ask me for the connector's name, the tables, the personal data in them, the sync frequency, and the person who authorizes the connector. Say that the name is permanent.
2. Call create_connector with paused=true. Never ask me for a secret in this conversation: use a reference to a secret or a connect card.
3. Before any data is loaded, call modify_schema to set the schema change handling, disable tables, and hash or block columns.
4. If a person authorizes the connector in a browser, call create_connect_card and give me the link.
5. Call run_setup_tests. If all tests pass, ask me whether to call resume_connectors, which starts the historical sync.`,
  },
  {
    name: "keep-personal-data-out",
    title: "Keep personal data out",
    description:
      "Find the columns of a connector that contain personal data, and hash or block them",
    arguments: [CONNECTOR],
    text: ({
      connector,
    }) => `Keep personal data out of the data that the Fivetran connector ${connector} loads.
1. Call find_pii. If find_pii did not check a table that may contain data about people, call get_schema with columns=true for that table.
2. List the personal columns that are loaded without hashing: names, e-mail addresses, phone numbers, postal addresses, birth dates, national and tax ids, bank data, free text and JSON. For each column, suggest hash (if it is used in joins), block (if nobody needs it) or keep, and give the reason.
3. After I have chosen, call modify_schema once with all changes and with a policy that blocks new columns. Show me the plan before you confirm it.
4. Say which tables already have personal data in the destination. Offer resync_connector for those tables only.`,
  },
  {
    name: "prepare-a-resync",
    title: "Prepare a re-sync",
    description:
      "Find out whether a connector needs a historical re-sync, for which tables, and at what cost",
    arguments: [CONNECTOR],
    text: ({ connector }) => `Prepare a historical re-sync of the Fivetran connector ${connector}.
1. Call get_status with details=true. Find out whether the connector is healthy, whether a sync is running, and which tables have warnings. If the cause of the wrong data still exists, say so and stop.
2. Call get_schema and list the tables that need a re-sync. Prefer single tables to the whole connector.
3. Call resync_connector with those tables. It returns a plan and changes nothing. Show me the tables, the load on the source, the possible cost, and the data that the re-sync cannot restore.
4. Confirm the plan only if I agree. Then call wait_for_sync until the re-sync has ended.`,
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

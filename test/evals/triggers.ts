/**
 * Requests that test the description of a skill. A model reads the description among those of other
 * skills, gets one request at a time, and opens this skill or not. Half of the requests are near
 * misses.
 */
export const TRIGGERS: readonly { request: string; triggers: boolean }[] = [
  {
    request: "the salesforce numbers on our dashboard are from tuesday, what happened",
    triggers: true,
  },
  { request: "is anything in fivetran broken right now?", triggers: true },
  {
    request: "Kick off a sync of the github connector and let me know when it's through.",
    triggers: true,
  },
  {
    request: "we got a new table in postgres, orders_archive, can you get it into snowflake",
    triggers: true,
  },
  {
    request: "legal says emails from the CRM must not land in the warehouse in clear",
    triggers: true,
  },
  { request: "pause all marketing connectors until monday", triggers: true },
  {
    request: "Set up ingestion from our customer's HubSpot, they should log in themselves.",
    triggers: true,
  },
  { request: "why did our MAR go up so much last month", triggers: true },
  { request: "stripe load only every 6 hours please, we pay too much", triggers: true },
  {
    request: "Linus left the company. Take away what he can do in our pipelines account.",
    triggers: true,
  },
  { request: "write a dbt model that joins orders and customers", triggers: false },
  {
    request: "which customers had the most orders last week? query the warehouse",
    triggers: false,
  },
  { request: "my airbyte connection fails with a 401", triggers: false },
  { request: "Write a Python script that copies a CSV into postgres.", triggers: false },
  { request: "the websocket connection of our app drops every hour", triggers: false },
  { request: "sync my calendar with outlook", triggers: false },
  { request: "hash the passwords in our users table with argon2", triggers: false },
  { request: "create an S3 bucket with versioning in terraform", triggers: false },
  { request: "why is this SQL query in snowflake slow", triggers: false },
  { request: "pause the video when the tab is hidden", triggers: false },
];

/** Other skills that are listed beside this one. */
const NEIGHBORS = [
  ["pdf", "Read, fill in, merge and split PDF files."],
  ["postgres", "Write and tune SQL for PostgreSQL, and read query plans."],
  ["airflow", "Write Airflow DAGs, and find out why a task failed."],
  ["calendar", "Read and change appointments in the user's calendar."],
  ["terraform", "Write Terraform modules for AWS, Azure and Google Cloud."],
] as const;

/**
 * Returns what a model is shown: names and descriptions of skills, as hosts list them, and one
 * request.
 */
export const triggerPrompt = (request: string, description: string): string =>
  [
    "These skills are at hand:",
    ...NEIGHBORS.map(([name, text]) => `- ${name}: ${text}`),
    `- fivetran: ${description}`,
    "",
    `A user writes: ${request}`,
    "",
    "Which skill do you open for it? Reply with its name alone, or with none.",
  ].join("\n");

/** Returns true if the reply opens the skill if and only if the request is for it. */
export const isTriggeredRight = (triggers: boolean, reply: string): boolean =>
  /\bfivetran\b/i.test(reply.trim().split("\n").at(-1) ?? "") === triggers;

// The SDK's platform modules for the bundled program, with the smaller of its two validators. ajv would take a large
// part of the time to load at start, and zod already validates the arguments of tools.
export { default as process } from "node:process";
export { CfWorkerJsonSchemaValidator as DefaultJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";

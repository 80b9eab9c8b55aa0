// What the SDK takes from its platform, in the bundled program: the lighter of its two validators. ajv would be a
// good part of what is loaded at start, and the tools' arguments are parsed by zod.
export { default as process } from "node:process";
export { CfWorkerJsonSchemaValidator as DefaultJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";

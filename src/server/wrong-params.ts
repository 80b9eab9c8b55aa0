import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type McpServer,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import * as z from "zod";
import { alternatives, nearest } from "../base/nearest.js";
import { quoted } from "../base/text.js";
import { PROMPTS } from "./prompts.js";

const Fields = z.record(z.string(), z.unknown());

/** The parameters of a method that have to be text. `?` marks those that may be absent. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  "tools/list": ["cursor?"],
  "tools/call": ["name"],
  "prompts/list": ["cursor?"],
  "prompts/get": ["name"],
  "resources/list": ["cursor?"],
  "resources/read": ["uri"],
  "resources/templates/list": ["cursor?"],
  "completion/complete": ["ref.type", "argument.name", "argument.value"],
  initialize: ["protocolVersion", "clientInfo.name", "clientInfo.version"],
};

/**
 * Makes a server explain wrong parameters of a request. The SDK would respond with an internal error that contains the
 * issues of its own schemas.
 */
export function explainingParams(server: McpServer): McpServer {
  const { connect } = server;
  server.connect = async (transport) => {
    await connect.call(server, transport);
    const receive = transport.onmessage;
    transport.onmessage = (message, extra) => {
      const wrong = isJSONRPCRequest(message) ? wrongParams(message) : undefined;
      if (wrong === undefined || !isJSONRPCRequest(message)) {
        receive?.(withArguments(message), extra);
        return;
      }
      const error = { code: ProtocolErrorCode.InvalidParams, message: `Invalid params: ${wrong}` };
      // If the client has disconnected, nobody reads the error.
      transport.send({ jsonrpc: "2.0", id: message.id, error }).catch(() => {});
    };
  };
  return server;
}

/**
 * Passes arguments of a tool that are not an object on as an unknown parameter. The engine then explains it to the
 * model, which does not read errors of the protocol.
 */
function withArguments(message: JSONRPCMessage): JSONRPCMessage {
  if (!isJSONRPCRequest(message) || message.method !== "tools/call") return message;
  const given: unknown = message.params?.["arguments"];
  if (given === undefined || Fields.safeParse(given).success) return message;
  return { ...message, params: { ...message.params, arguments: { arguments: given } } };
}

function wrongParams({ method, params = {} }: JSONRPCRequest): string | undefined {
  for (const each of TEXTS[method] ?? []) {
    const path = each.replace("?", "");
    const value = path
      .split(".")
      .reduce<unknown>((of, key) => Fields.safeParse(of).data?.[key], params);
    if (value === undefined && !each.endsWith("?")) return `${path} is required.`;
    if (value !== undefined && typeof value !== "string") return `${path} must be a string.`;
  }
  const cursor = params["cursor"];
  if (TEXTS[method]?.includes("cursor?") && cursor !== undefined && cursor !== "") {
    return `the cursor ${quoted(String(cursor), 60)} is unknown. Leave it out: this server returns the whole list at once.`;
  }
  return method === "prompts/get" ? wrongPrompt(params) : undefined;
}

function wrongPrompt({ name, arguments: given = {} }: Record<string, unknown>): string | undefined {
  const prompt = PROMPTS.find((each) => each.name === name);
  if (prompt === undefined) {
    const names = PROMPTS.map((each) => each.name);
    return `there is no prompt ${quoted(String(name), 60)}. Prompts: ${names.join(", ")}.`;
  }
  const values = Fields.safeParse(given).data;
  const wanted = prompt.arguments.map((argument) => argument.name);
  const takes = `${prompt.name} takes ${alternatives(wanted)}.`;
  if (values === undefined) return `arguments must be an object. ${takes}`;
  for (const [key, value] of Object.entries(values)) {
    if (!wanted.includes(key)) {
      const [near] = nearest(key, wanted, (each) => each, 1);
      const meant = near === undefined ? takes : `Did you mean ${near}?`;
      return `${quoted(key, 60)} is not an argument of ${prompt.name}. ${meant}`;
    }
    if (typeof value !== "string") return `the argument ${key} must be a string.`;
    if (value.length > 200) return `the argument ${key} takes at most 200 characters.`;
  }
  const missing = prompt.arguments.find((argument) => {
    const value = values[argument.name];
    return argument.required === true && (typeof value !== "string" || value.trim() === "");
  });
  return missing && `${prompt.name} needs the argument ${missing.name}: ${missing.description}.`;
}

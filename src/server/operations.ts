import {
  type McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
} from "@modelcontextprotocol/server";
import { deadlineSignal } from "../base/deadline.js";
import type { Caller, Engine } from "../engine/engine.js";
import type { Suggest } from "./suggestions.js";

const URI = "fivetran://operations/{operation_id}";

/**
 * Registers a resource for each operation of Fivetran's API, with its parameters, body and response. The id can be
 * completed.
 */
export function registerOperations(
  server: McpServer,
  engine: () => Promise<Engine>,
  suggest: Suggest,
): void {
  const template = new ResourceTemplate(URI, {
    list: undefined,
    complete: { operation_id: (typed) => suggest("operation", typed) },
  });
  const about = {
    title: "Operation of the Fivetran API",
    description:
      "Parameters, body and response of an operation that read_api, write_api or delete_api can call",
    mimeType: "text/plain",
  };
  server.registerResource("operation", template, about, async (uri, { operation_id }) => {
    const caller: Caller = { signal: deadlineSignal(10_000), canAsk: false, progress: () => {} };
    const args = { operation_id: String(operation_id) };
    const reply = await (await engine()).run({ tool: "search_api", args }, caller);
    if ("ask" in reply || reply.isError) {
      const why = "ask" in reply ? "" : `. ${reply.text.replaceAll("\n", " ")}`;
      throw new ResourceNotFoundError(uri.href, `Resource not found: ${uri.href}${why}`);
    }
    return { contents: [{ uri: uri.href, mimeType: "text/plain", text: reply.text }] };
  });
}

import { setTimeout as sleep } from "node:timers/promises";
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  completable,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  McpServer,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
  type ServerContext,
} from "@modelcontextprotocol/server";
import * as z from "zod";

// The tools, resources and prompts that the conformance suite expects, with their names and
// contents.

type ToolReply = CallToolResult | InputRequiredResult;

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const SILENCE = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

const text = (words: string) => ({ content: [{ type: "text" as const, text: words }] });
const image = { type: "image" as const, data: PIXEL, mimeType: "image/png" };

const codec = createRequestStateCodec<{ step: string }>({
  key: "a key of these fixtures alone, 32 bytes or more",
  ttlSeconds: 60,
});

const ask = (message: string, field: string, type: "string" | "boolean" = "string") =>
  inputRequired.elicit({
    message,
    requestedSchema: z.object({ [field]: type === "boolean" ? z.boolean() : z.string() }),
  });
const sample = (words: string, maxTokens = 100) =>
  inputRequired.createMessage({
    messages: [{ role: "user", content: { type: "text", text: words } }],
    maxTokens,
  });

/** Returns a client's response to a question as text. Undefined without one. */
function given({ mcpReq }: ServerContext, key: string): string | undefined {
  const view = inputResponse(mcpReq.inputResponses, key);
  return view.kind === "missing" ? undefined : JSON.stringify(view);
}

function capabilities({ mcpReq }: ServerContext): Record<string, unknown> {
  const envelope: object = mcpReq.envelope ?? {};
  return z
    .record(z.string(), z.unknown())
    .catch({})
    .parse(Reflect.get(envelope, CLIENT_CAPABILITIES_META_KEY));
}

function registerTools(server: McpServer): void {
  const tools = new Map<string, (ctx: ServerContext) => ToolReply | Promise<ToolReply>>();
  const tool = (name: string, run: (ctx: ServerContext) => ToolReply | Promise<ToolReply>) =>
    tools.set(name, run);
  tool("test_simple_text", () => text("This is a simple text response for testing."));
  tool("test_image_content", () => ({ content: [image] }));
  tool("test_audio_content", () => ({
    content: [{ type: "audio", data: SILENCE, mimeType: "audio/wav" }],
  }));
  tool("test_embedded_resource", () => ({
    content: [
      {
        type: "resource",
        resource: {
          uri: "test://embedded-resource",
          mimeType: "text/plain",
          text: "This is an embedded resource content.",
        },
      },
    ],
  }));
  tool("test_multiple_content_types", () => ({
    content: [
      { type: "text", text: "Multiple content types test:" },
      image,
      {
        type: "resource",
        resource: {
          uri: "test://mixed-content-resource",
          mimeType: "application/json",
          text: JSON.stringify({ test: "data", value: 123 }),
        },
      },
    ],
  }));
  tool("test_tool_with_logging", async ({ mcpReq }) => {
    for (const data of [
      "Tool execution started",
      "Tool processing data",
      "Tool execution completed",
    ]) {
      await mcpReq.log("info", data);
      await sleep(50);
    }
    return text("logged");
  });
  tool("test_error_handling", () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  tool("test_tool_with_progress", async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      const params = { progress, total: 100 };
      if (progressToken !== undefined)
        await mcpReq.notify({
          method: "notifications/progress",
          params: { progressToken, ...params },
        });
      await sleep(50);
    }
    return text("done");
  });
  tool("test_missing_capability", (ctx) => {
    if (!("sampling" in capabilities(ctx)))
      throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
    return text("sampling is declared");
  });
  tool("test_logging_tool", async ({ mcpReq }) => {
    await mcpReq.log("info", "logged");
    return text("done");
  });
  tool("test_streaming_elicitation", (ctx) =>
    given(ctx, "confirm") === undefined
      ? inputRequired({ inputRequests: { confirm: ask("Please confirm", "ok", "boolean") } })
      : text("confirmed"),
  );
  tool("test_input_required_result_elicitation", (ctx) => {
    const view = inputResponse(ctx.mcpReq.inputResponses, "user_name");
    if (view.kind !== "elicit" || view.action !== "accept")
      return inputRequired({ inputRequests: { user_name: ask("What is your name?", "name") } });
    return text(`Hello, ${String(view.content?.["name"])}!`);
  });
  tool("test_input_required_result_sampling", (ctx) => {
    const reply = given(ctx, "capital_question");
    return reply === undefined
      ? inputRequired({
          inputRequests: { capital_question: sample("What is the capital of France?") },
        })
      : text(reply);
  });
  tool("test_input_required_result_list_roots", (ctx) => {
    const reply = given(ctx, "client_roots");
    return reply === undefined
      ? inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })
      : text(reply);
  });
  tool("test_input_required_result_request_state", async (ctx) => {
    if (given(ctx, "confirm") !== undefined && ctx.mcpReq.requestState() !== undefined)
      return text("state-ok");
    return inputRequired({
      inputRequests: { confirm: ask("Please confirm", "ok", "boolean") },
      requestState: await codec.mint({ step: "confirm" }),
    });
  });
  tool("test_input_required_result_multiple_inputs", async (ctx) => {
    const keys = ["user_name", "greeting", "client_roots"];
    const replies = keys.map((key) => given(ctx, key));
    if (replies.every((reply) => reply !== undefined)) return text(replies.join(" "));
    return inputRequired({
      inputRequests: {
        user_name: ask("What is your name?", "name"),
        greeting: sample("Generate a greeting", 50),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await codec.mint({ step: "all" }),
    });
  });
  tool("test_input_required_result_multi_round", async (ctx) => {
    if (given(ctx, "step2") !== undefined) return text("Both steps are done.");
    const first = given(ctx, "step1") === undefined;
    const step = first ? "step1" : "step2";
    return inputRequired({
      inputRequests: {
        [step]: first
          ? ask("Step 1: What is your name?", "name")
          : ask("Step 2: What is your favorite color?", "color"),
      },
      requestState: await codec.mint({ step }),
    });
  });
  tool("test_input_required_result_tampered_state", async (ctx) =>
    ctx.mcpReq.requestState() === undefined
      ? inputRequired({
          inputRequests: { confirm: ask("Please confirm", "ok", "boolean") },
          requestState: await codec.mint({ step: "confirm" }),
        })
      : text("state-ok"),
  );
  tool("test_input_required_result_capabilities", (ctx) => {
    const declared = capabilities(ctx);
    if (ctx.mcpReq.inputResponses !== undefined) return text("done");
    return inputRequired({
      inputRequests: {
        ...("elicitation" in declared ? { name: ask("What is your name?", "name") } : {}),
        ...("sampling" in declared ? { greeting: sample("Generate a greeting") } : {}),
      },
    });
  });
  // Like the product, this uses handlers of its own, so that a protocol error stays a protocol
  // error.
  server.server.registerCapabilities({ tools: { listChanged: false } });
  server.server.setRequestHandler("tools/list", () => ({
    tools: [...tools.keys()].map((name) => ({
      name,
      description: `fixture ${name}`,
      inputSchema: { type: "object" as const, properties: {} },
    })),
  }));
  server.server.setRequestHandler("tools/call", async ({ params }, ctx) => {
    const run = tools.get(params.name);
    if (run === undefined) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool ${params.name}`);
    }
    try {
      return await run(ctx);
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      return { ...text(error instanceof Error ? error.message : String(error)), isError: true };
    }
  });
}

function registerResources(server: McpServer): void {
  const plain = { mimeType: "text/plain" };
  server.registerResource("static text", "test://static-text", plain, ({ href: uri }) => ({
    contents: [{ uri, ...plain, text: "This is the content of the static text resource." }],
  }));
  const png = { mimeType: "image/png" };
  server.registerResource("static binary", "test://static-binary", png, ({ href: uri }) => ({
    contents: [{ uri, ...png, blob: PIXEL }],
  }));
  const json = { mimeType: "application/json" };
  server.registerResource(
    "template",
    new ResourceTemplate("test://template/{id}/data", { list: undefined }),
    json,
    ({ href: uri }, { id }) => {
      const data = { id, templateTest: true, data: `Data for ID: ${id}` };
      return { contents: [{ uri, ...json, text: JSON.stringify(data) }] };
    },
  );
}

function registerPrompts(server: McpServer): void {
  const says = (words: string) => ({
    role: "user" as const,
    content: { type: "text" as const, text: words },
  });
  server.registerPrompt("test_simple_prompt", { description: "fixture" }, () => ({
    messages: [says("This is a simple prompt for testing.")],
  }));
  const argument = z.string().describe("a test argument");
  server.registerPrompt(
    "test_prompt_with_arguments",
    {
      description: "fixture",
      argsSchema: z.object({
        arg1: completable(argument, (value) =>
          ["paris", "park", "party"].filter((each) => each.startsWith(value)),
        ),
        arg2: argument,
      }),
    },
    ({ arg1, arg2 }) => ({
      messages: [says(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
    }),
  );
  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { description: "fixture", argsSchema: z.object({ resourceUri: argument }) },
    ({ resourceUri: uri }) => ({
      messages: [
        {
          role: "user" as const,
          content: {
            type: "resource" as const,
            resource: {
              uri,
              mimeType: "text/plain",
              text: "Embedded resource content for testing.",
            },
          },
        },
        says("Please process the embedded resource above."),
      ],
    }),
  );
  server.registerPrompt("test_prompt_with_image", { description: "fixture" }, () => ({
    messages: [{ role: "user" as const, content: image }, says("Please analyze the image above.")],
  }));
  server.registerPrompt(
    "test_input_required_result_prompt",
    { description: "fixture" },
    async (ctx) =>
      (given(ctx, "user_context") === undefined
        ? inputRequired({
            inputRequests: { user_context: ask("What context should the prompt use?", "context") },
          })
        : { messages: [says("with context")] }) as never,
  );
}

/** Creates a server with the fixtures of the suite and without the tools of this product. */
export function fixtureServer(): McpServer {
  const server = new McpServer(
    { name: "fixtures", version: "1" },
    {
      capabilities: { logging: {} },
      requestState: { verify: codec.verify },
      cacheHints: {
        "tools/list": { ttlMs: 60_000, cacheScope: "public" },
        "prompts/list": { ttlMs: 60_000, cacheScope: "public" },
        "resources/list": { ttlMs: 60_000, cacheScope: "public" },
      },
    },
  );
  registerTools(server);
  registerResources(server);
  registerPrompts(server);
  server.server.registerCapabilities({
    prompts: { listChanged: false },
    resources: { listChanged: false },
  });
  return server;
}

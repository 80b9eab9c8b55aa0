import type { Writable } from "node:stream";
import type { JSONRPCMessage, RequestId, Transport } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { messageLines } from "./read-message.js";

// Every call returns before this time, if only to report that it is still running.
const LAST_RESULTS_MS = 60_000;

const SILENCE_MS = 5000;
const INVALID_REQUEST = -32600;

interface Silence {
  /** Call this when a message arrives. */
  broken(): void;
  /** Call this when no more messages can arrive. */
  ended(): void;
}

/**
 * Explains once what the process is waiting for, to a person who started it without a client. On a terminal it does
 * so immediately. Otherwise it does so if stdin ends or some seconds pass without a message.
 */
export function explainSilence(isTerminal: boolean, write: (line: string) => void): Silence {
  let pending = true;
  const end = () => {
    pending = false;
    clearTimeout(timer);
  };
  const explain = () => {
    if (pending) write(`${WAITING}\n`);
    end();
  };
  const timer = setTimeout(explain, isTerminal ? 0 : SILENCE_MS);
  timer.unref();
  return { broken: end, ended: explain };
}

const WAITING =
  "This is an MCP server on stdio, waiting for a client. For commands: fivetran-agent --help";

/**
 * Wraps the SDK's stdio transport, so that requests can be piped in: pending requests get their results after stdin
 * has ended. If this server is waiting for a reply from the client, the transport ends immediately, because no reply
 * can arrive.
 */
export function patientStdio(stdout: Writable, closed: () => void, silence: Silence): Transport {
  const input = messageLines((id, why) => {
    const error = { code: INVALID_REQUEST, message: `Invalid request: ${why}.` };
    inner.send({ jsonrpc: "2.0", id, error }).catch(() => {});
  });
  const inner = new StdioServerTransport(input, stdout);
  const unanswered = new Set<RequestId>();
  const asked = new Set<RequestId>();
  let ended = false;

  const outer: Transport = {
    start: () => {
      inner.onmessage = (message: JSONRPCMessage) => {
        take(message);
        outer.onmessage?.(message);
      };
      inner.onerror = (error) => outer.onerror?.(error);
      inner.onclose = () => {
        process.stdin.unpipe(input).pause();
        outer.onclose?.();
        closed();
      };
      process.stdin
        .once("end", end)
        .once("close", end)
        .on("error", (error) => outer.onerror?.(error))
        .pipe(input, { end: false });
      return inner.start();
    },
    send: async (message) => {
      if ("method" in message && "id" in message) asked.add(message.id);
      await inner.send(message);
      if (!("method" in message) && message.id !== undefined) unanswered.delete(message.id);
      endWhenIdle();
    },
    close: () => inner.close(),
  };

  function take(message: JSONRPCMessage): void {
    silence.broken();
    if (!("method" in message)) {
      if (message.id !== undefined) asked.delete(message.id);
    } else if ("id" in message) {
      // A subscription gets its result only when the connection ends.
      if (message.method !== "subscriptions/listen") unanswered.add(message.id);
    } else if (message.method === "notifications/cancelled") {
      const id = message.params?.["requestId"];
      if (typeof id === "string" || typeof id === "number") unanswered.delete(id);
    }
  }

  function end(): void {
    if (ended) return;
    ended = true;
    // The last message may lack its line break.
    input.write("\n");
    setImmediate(endWhenIdle);
    setTimeout(() => input.end(), LAST_RESULTS_MS).unref();
  }

  function endWhenIdle(): void {
    // Input that was already read must first pass through the pipe.
    if (!ended) return;
    if (input.readableLength > 0) setImmediate(endWhenIdle);
    else if (unanswered.size === 0 || asked.size > 0) {
      silence.ended();
      input.end();
    }
  }
  return outer;
}

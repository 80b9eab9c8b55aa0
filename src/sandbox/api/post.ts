import { createHmac } from "node:crypto";
import { request as overTcp } from "node:http";
import { request as overTls } from "node:https";
import { invalid } from "./envelope.js";

/** One delivery: address, body, and the key that signs it. */
export interface Post {
  url: string;
  body: string;
  secret: string | null;
}

/** Result of a delivery. The status is undefined if there was no response or nothing was sent. */
export interface Posted {
  ok: boolean;
  status?: number;
  message: string;
}

const SIGNATURE_HEADER = "X-Fivetran-Signature-256";

const TIMEOUT_MS = 10_000;

/** Returns true for an address on this machine. The sandbox sends requests to no other. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function signature(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex").toUpperCase();
}

export interface Poster {
  /**
   * Sends an event to an allowed receiver. For any other address the delivery fails and nothing is
   * sent.
   */
  post(post: Post): Promise<Posted>;
  /** Allows the receiver at this address, which must be on this machine. */
  allow(url: string): void;
}

/**
 * Sends events only to the allowed receivers. Other ports of this machine may belong to programs
 * that trust every local request.
 */
export function poster(receivers: readonly string[]): Poster {
  const allowed = new Set<string>();
  const allow = (url: string) => {
    if (!URL.canParse(url) || !isLoopback(url)) {
      throw invalid(`Webhook events are sent only to addresses of this machine, not to ${url}`);
    }
    allowed.add(new URL(url).origin);
  };
  receivers.forEach(allow);
  return {
    allow,
    async post(outgoing) {
      if (isLoopback(outgoing.url) && allowed.has(new URL(outgoing.url).origin)) {
        return await send(outgoing);
      }
      const message =
        "Not sent: the sandbox was not started with this address as a webhook receiver";
      return { ok: false, message };
    },
  };
}

async function send({ url, body, secret }: Post): Promise<Posted> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "fivetran-webhook",
    ...(secret === null ? {} : { [SIGNATURE_HEADER]: signature(body, secret) }),
  };
  const open = url.startsWith("https:") ? overTls : overTcp;
  return await new Promise<Posted>((done) => {
    const fail = (message: string) => done({ ok: false, message });
    const outgoing = open(url, { method: "POST", headers, agent: false }, (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      response.on("error", () => undefined);
      const ok = status >= 200 && status < 300;
      done({ ok, status, message: ok ? "Success" : `The receiver returned status ${status}` });
    });
    outgoing.setTimeout(TIMEOUT_MS, () =>
      outgoing.destroy(new Error("no response within 10 seconds")),
    );
    outgoing.on("error", (error) => fail(`The receiver cannot be reached: ${error.message}`));
    outgoing.end(body);
  });
}

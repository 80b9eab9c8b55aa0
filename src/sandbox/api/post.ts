import { createHmac } from "node:crypto";
import { request as overTcp } from "node:http";
import { request as overTls } from "node:https";

/** One delivery: address, body, and the key that signs it. */
export interface Post {
  url: string;
  body: string;
  secret: string | null;
}

/** Result of a delivery. No status: no response, or nothing was sent. */
export interface Posted {
  ok: boolean;
  status?: number;
  message: string;
}

const SIGNATURE_HEADER = "X-Fivetran-Signature-256";

const TIMEOUT_MS = 10_000;

/** The sandbox sends requests to this machine only. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function signature(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex").toUpperCase();
}

/** Sends an event to this machine; any other address counts as failed and nothing is sent. */
export async function post({ url, body, secret }: Post): Promise<Posted> {
  if (!isLoopback(url)) {
    return {
      ok: false,
      message: "Not sent: the sandbox delivers to addresses of this machine only",
    };
  }
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "fivetran-webhook",
    ...(secret === null ? {} : { [SIGNATURE_HEADER]: signature(body, secret) }),
  };
  const send = url.startsWith("https:") ? overTls : overTcp;
  return await new Promise<Posted>((done) => {
    const fail = (message: string) => done({ ok: false, message });
    const outgoing = send(url, { method: "POST", headers, agent: false }, (response) => {
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

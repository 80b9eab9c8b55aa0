import type { Incoming } from "../api/api.js";
import type { Delivery } from "./front.js";

export async function incomingFrom(request: Request): Promise<Incoming> {
  const { origin, pathname, search } = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  return {
    method: request.method,
    path: pathname + search,
    // The caller is in this process and would not decompress the body, so none is compressed.
    header: (name) =>
      name === "accept-encoding" ? undefined : (request.headers.get(name) ?? undefined),
    body,
    origin,
  };
}

/** Applies the same faults as over HTTP, as far as a Response can represent them. */
export async function responseFrom(delivery: Delivery, signal: AbortSignal): Promise<Response> {
  const { status, headers, body, dripMs, cut, reset, hang } = delivery;
  if (hang) {
    return await new Promise<never>((_, fail) => {
      if (signal.aborted) fail(signal.reason);
      signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    });
  }
  if (reset) throw new TypeError("fetch failed");
  if (cut === undefined && dripMs === undefined) {
    return new Response(new Uint8Array(body), { status, headers });
  }
  const bytes = cut === undefined ? body : body.subarray(0, cut);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at >= bytes.length) {
        if (cut === undefined) controller.close();
        else controller.error(new TypeError("terminated"));
        return;
      }
      if (dripMs === undefined) at = bytes.length;
      else {
        await new Promise((done) => setTimeout(done, dripMs));
        at += 1;
      }
      controller.enqueue(new Uint8Array(bytes.subarray(dripMs === undefined ? 0 : at - 1, at)));
    },
  });
  return new Response(stream, { status, headers });
}

import type { IncomingMessage } from "node:http";

export interface BodyLimits {
  /** The largest number of bodies that are read at the same time. */
  concurrent: number;
  /** The largest number of bytes of all bodies in use. */
  totalBytes: number;
  timeoutMs: number;
}

export const BODY_LIMITS: BodyLimits = {
  concurrent: 256,
  totalBytes: 64 * 1024 * 1024,
  timeoutMs: 30_000,
};

/** Larger bodies need valid credentials, which are checked before they are read. */
export const SMALL_BODY_BYTES = 64 * 1024;

/** The status of the response if a body is not read. */
export type BodyProblem = 408 | 413 | 503;

export interface Bodies {
  /** Reads the whole body. `allowed` returns the limit for a body that is not small. */
  read(request: IncomingMessage, allowed: () => number): Promise<Buffer | BodyProblem>;
  /** Frees the space of a body. */
  release(body: Buffer): void;
  /** Returns the number of bodies being read, and the bytes of all bodies in use. */
  usage(): { reading: number; bytes: number };
}

export function bodies({ concurrent, totalBytes, timeoutMs }: BodyLimits): Bodies {
  let reading = 0;
  let bytes = 0;
  return {
    async read(request, allowed) {
      const { "content-length": announced, "transfer-encoding": chunked } = request.headers;
      if (Number(announced ?? 0) === 0 && chunked === undefined) return Buffer.alloc(0);
      let limit = SMALL_BODY_BYTES;
      const fits = (size: number) => {
        if (size > limit) limit = Math.max(limit, allowed());
        return size <= limit;
      };
      if (!fits(Number(announced ?? 0))) return 413;
      if (reading >= concurrent) return 503;
      reading += 1;
      const chunks: Buffer[] = [];
      let size = 0;
      const problem = await new Promise<BodyProblem | undefined>((end) => {
        const timer = setTimeout(end, timeoutMs, 408);
        request.on("data", (chunk: Buffer) => {
          if (!fits(size + chunk.length)) return end(413);
          if (bytes + chunk.length > totalBytes) return end(503);
          chunks.push(chunk);
          size += chunk.length;
          bytes += chunk.length;
        });
        request.on("end", () => end(undefined));
        request.on("error", () => end(408));
        request.on("close", () => clearTimeout(timer));
      });
      reading -= 1;
      if (problem === undefined) return Buffer.concat(chunks, size);
      bytes -= size;
      // The remaining bytes are discarded, so that the client reads the response.
      request.removeAllListeners("data").resume();
      return problem;
    },
    release(body) {
      bytes -= body.length;
    },
    usage: () => ({ reading, bytes }),
  };
}

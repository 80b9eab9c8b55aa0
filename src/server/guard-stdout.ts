import { Writable } from "node:stream";

/**
 * Reserves stdout for the protocol: any other output is redirected to stderr. Returns the real stdout. Call this
 * before other modules are loaded, so that none of them has a reference to it.
 */
export function takeStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const stdout = new Writable({
    write: (chunk, encoding, done) => {
      write(chunk, encoding, (error) => done(error));
    },
  });
  // Each response that waits for the pipe has its own listeners, and there can be many.
  return stdout.setMaxListeners(0);
}

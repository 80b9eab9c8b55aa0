import { Writable } from "node:stream";

/**
 * Takes stdout for the protocol: anything else that is printed goes to stderr. Returns the real stdout.
 * Called before other modules load, so that none of them has a reference to it.
 */
export function takeStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return new Writable({
    write: (chunk, encoding, done) => {
      write(chunk, encoding, (error) => done(error));
    },
  });
}

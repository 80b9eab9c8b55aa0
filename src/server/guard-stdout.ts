import { Writable } from "node:stream";

/**
 * Takes stdout for the protocol: what anything else prints from now on goes to stderr. Answers the only way
 * to the real stdout. Called before other modules load, so that none of them can have kept a reference.
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

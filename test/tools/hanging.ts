import type { Sandbox } from "../../src/sandbox/index.js";

/** Waits on the machine's clock, also while the clock of the test stands still. */
export const wait = (
  (real) => (ms: number) =>
    new Promise<void>((resolve) => real(resolve, ms))
)(setTimeout);

/**
 * Waits until no further request arrives. The sockets are real, so the responses that do not hang must arrive before a
 * test advances its clock.
 */
export async function settled(sandbox: Sandbox, isDone: () => boolean): Promise<void> {
  for (let before = -1; before !== sandbox.requests().length && !isDone(); ) {
    before = sandbox.requests().length;
    await wait(300);
  }
}

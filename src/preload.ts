import { loadAgent } from "./client/http/transport.js";

// The reply that is just being written leaves first.
const DELAY_MS = 50;

let started = false;

/** Loads what most first calls need while a model still reads the list of tools. Nothing is sent. */
export function preloadSoon(): void {
  if (started) return;
  started = true;
  // A failure is reported by the call that needs the same.
  setTimeout(() => load().catch(() => {}), DELAY_MS).unref();
}

async function load(): Promise<void> {
  const { loadTool } = await import("../tools/load.js");
  await Promise.all([
    import("./engine/run.js"),
    import("./account.js"),
    import("./client/fivetran.js"),
    import("./engine/group-guard.js"),
    loadAgent(),
    loadTool("check_stale"),
  ]);
}

import { compileSchemas } from "./settings/interpreted-schemas.js";

// Lets the response that is being written leave first.
const DELAY_MS = 50;

let started = false;

/** Loads the code for typical first calls while the model reads the tool list. Sends nothing. */
export function preloadSoon(): void {
  if (started) return;
  started = true;
  // A call that needs the same code reports the failure.
  setTimeout(() => load().catch(() => {}), DELAY_MS).unref();
}

async function load(): Promise<void> {
  compileSchemas();
  const [{ loadTool }, { loadAgent }] = await Promise.all([
    import("../tools/load.js"),
    import("./client/http/transport.js"),
  ]);
  await Promise.all([
    import("./engine/run.js"),
    import("./account.js"),
    import("./client/fivetran.js"),
    import("./engine/group-guard.js"),
    loadAgent(),
    loadTool("check_stale"),
  ]);
}

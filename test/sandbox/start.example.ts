import { createSandbox } from "../../src/sandbox/index.js";

const sandbox = await createSandbox({ world: "demo", clock: "stopped" });
const { url, close } = await sandbox.listen();
// Any HTTP client can use url, with these credentials:
const authorization = `Basic ${btoa(`${sandbox.apiKey}:${sandbox.apiSecret}`)}`;
const response = await fetch(`${url}/v1/connections`, { headers: { authorization } });
if (!response.ok) throw new Error(await response.text());
// At the end:
sandbox.close();
await close();

import { spawn } from "node:child_process";
import * as z from "zod";
import { inputError } from "../../base/errors.js";
import type { Caller, Engine } from "../../engine/engine.js";
import type { Json } from "../../toolkit/define.js";

const DASHBOARD = "https://fivetran.com/dashboard";
const Found = z.looseObject({
  connectors: z.array(z.looseObject({ id: z.string().regex(/^\w+$/) })).default([]),
});

/** Returns the page of the dashboard for the object of a command. */
export async function dashboardPage(
  args: Record<string, Json>,
  engine: Engine,
  caller: Caller,
): Promise<string> {
  const connector = args["connector"] ?? args["connectors"];
  if (connector === undefined) return `${DASHBOARD}/connections`;
  const [first] = [connector].flat();
  const reply = await engine.run({ tool: "get_status", args: { connectors: [first] } }, caller);
  if ("ask" in reply) throw inputError("get_status asked a question.");
  if (reply.error !== undefined) throw reply.error;
  const [found] = Found.parse(reply.data).connectors;
  return found === undefined
    ? `${DASHBOARD}/connections`
    : `${DASHBOARD}/connections/${found.id}/status`;
}

/**
 * Opens one of our addresses in the browser. If there is no browser, nothing happens: the address
 * has been printed.
 */
export function openInBrowser(url: string): void {
  const [command, ...words] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", url]
        : ["xdg-open", url];
  if (command === undefined) return;
  const browser = spawn(command, words, { stdio: "ignore", detached: true });
  browser.once("error", () => {});
  browser.unref();
}

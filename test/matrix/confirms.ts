import { settings as settingsOf } from "../../src/app.js";
import { createLog } from "../../src/base/log.js";
import { createFivetran } from "../../src/client/fivetran.js";
import { systemClock } from "../../src/client/http/clock.js";
import { confineClient } from "../../src/engine/group-guard.js";
import { isConfined } from "../../src/engine/policy.js";
import { createEngine } from "../../src/engine/run.js";
import { fileEntries } from "../../src/store/file-entries.js";
import { tools } from "../../tools/index.js";
import { loadTool } from "../../tools/load.js";
import { force } from "./operations.js";
import { type Ending, stage } from "./stage.js";

const now = () => new Date();

/**
 * Confirms one token many times at the same moment, from several engines. Each has its own store on
 * the same folder.
 */
export async function confirmAtOnce(
  ending: Ending,
  { stores, each }: { stores: number; each: number },
) {
  const on = await stage(ending);
  const { apiKey, apiSecret } = on.sandbox;
  const engines = await Promise.all(
    Array.from({ length: stores }, async () => {
      // The throttle is wider than the real one, which would send only a few requests at a time.
      const limits = { concurrency: 64, perSecond: 1e6, burst: 1e6, queue: 1e6 };
      const client = createFivetran({ apiKey, apiSecret, baseUrl: on.url, limits });
      ending.onTestFinished(() => client.close());
      const settings = await settingsOf(
        {},
        {
          FIVETRAN_API_URL: on.url,
          FIVETRAN_API_KEY: apiKey,
          FIVETRAN_API_SECRET: apiSecret,
          FIVETRAN_STATE_DIR: on.stateDir,
        },
      );
      const confined = confineClient(client, settings.policy);
      return createEngine({
        tools,
        loadTool,
        settings,
        entries: fileEntries(on.stateDir),
        owner: "",
        connect: async () => ({
          client,
          confined,
          isConfined: isConfined(settings.policy),
          account: async () => "account",
          unnamed: "of the API key",
          fingerprint: "key",
        }),
        redact: (text) => text,
        log: createLog({ level: "error", write: () => {}, redact: (text) => text, now }),
        now,
        clock: systemClock,
      });
    }),
  );
  const { tool, args, operation } = force(on);
  const caller = () => ({
    signal: new AbortController().signal,
    progress: () => {},
    canAsk: false,
  });
  const plan = await engines[0]?.run({ tool, args }, caller());
  const token = plan !== undefined && "data" in plan ? plan.data["confirmation_token"] : undefined;
  const confirmed = { ...args, confirmation_token: token };
  const responses = await Promise.all(
    engines.flatMap((engine) =>
      Array.from({ length: each }, () => engine.run({ tool, args: confirmed }, caller())),
    ),
  );
  return {
    confirms: responses.length,
    sent: on.sent(operation),
    effects: on.effects(operation),
    /** The responses with the recorded outcome of the single execution. */
    responses: responses.filter(
      (response) => "data" in response && response.data["status"] === "done",
    ).length,
  };
}

import { createApp } from "../../src/app.js";
import { createFivetran } from "../../src/client/fivetran.js";
import { force } from "./deeds.js";
import { type Ending, stage } from "./stage.js";

/** Confirms one token many times at the same moment, from several engines with stores of their own on one folder. */
export async function confirmAtOnce(
  ending: Ending,
  { stores, each }: { stores: number; each: number },
) {
  const on = await stage(ending);
  const { apiKey, apiSecret } = on.sandbox;
  const engines = await Promise.all(
    Array.from({ length: stores }, async () => {
      // Only the throttle is wider than in life: it would let a few through at a time.
      const limits = { concurrency: 64, perSecond: 1e6, burst: 1e6, queue: 1e6 };
      const client = createFivetran({ apiKey, apiSecret, baseUrl: on.url, limits });
      ending.onTestFinished(() => client.close());
      const app = await createApp({
        version: "0.0.0-test",
        flags: {},
        env: {
          FIVETRAN_API_URL: on.url,
          FIVETRAN_API_KEY: apiKey,
          FIVETRAN_API_SECRET: apiSecret,
          FIVETRAN_STATE_DIR: on.stateDir,
        },
        write: () => {},
        sandboxWorld: "memory",
        parts: {
          connect: async () => ({ client, account: async () => "account", fingerprint: "key" }),
        },
      });
      return app.engine();
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
  const answers = await Promise.all(
    engines.flatMap((engine) =>
      Array.from({ length: each }, () => engine.run({ tool, args: confirmed }, caller())),
    ),
  );
  return {
    confirms: answers.length,
    sent: on.sent(operation),
    effects: on.effects(operation),
    /** Told the recorded outcome of the one execution. */
    answers: answers.filter((answer) => "data" in answer && answer.data["status"] === "done")
      .length,
  };
}

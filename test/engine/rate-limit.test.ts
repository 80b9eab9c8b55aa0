import { expect, test } from "vitest";
import * as z from "zod";
import { call, defineTool } from "../../src/toolkit/define.js";
import { harness } from "../harness.js";
import { engineBeside } from "./fixture.js";

test("a wait for the rate limit is reported to the caller, and to the read that waits", async () => {
  const on = await harness();
  const waits: string[] = [];
  const look = defineTool({
    name: "look",
    title: "Look",
    effect: "read",
    uses: ["list_all_groups"],
    description: "Read the groups.",
    input: z.strictObject({}),
    output: z.looseObject({}),
    async run(_, { fivetran }) {
      await fivetran.send(call("list_all_groups"), { onWait: () => waits.push("read") });
      return {};
    },
    render: () => "",
  });
  on.sandbox.fault({ operation: "list_all_groups", calls: [1], status: 429 });
  const engine = await engineBeside(on, { tools: [look] });
  const progress = () => waits.push("caller");
  const caller = { signal: new AbortController().signal, progress, canAsk: false };
  await engine.run({ tool: "look", args: {} }, caller);
  expect(waits).toEqual(["caller", "read"]);
});

import { expect, test } from "vitest";
import { EXAMPLES } from "../../src/cli/help/examples.js";
import { tools } from "../../tools/index.js";
import { parsed, split } from "../command-line.js";
import { harness } from "../harness.js";

test("every tool has an example in its help", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(tools.map(({ name }) => name).sort());
});

test("every example that is complete works on the demo account", async () => {
  const { call } = await harness();
  const complete = Object.values(EXAMPLES).filter((example) => !example.includes("<"));
  expect(complete.length).toBe(tools.length - 2);
  for (const example of complete) {
    const command = await parsed(split(example));
    expect(command, example).toBeDefined();
    const { isError, text } = await call(command?.tool ?? "", command?.args);
    expect(isError, `${example}: ${text}`).toBe(false);
  }
});

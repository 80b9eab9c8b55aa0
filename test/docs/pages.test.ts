import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { pictures } from "../../scripts/pictures.js";
import { PAGES } from "../recipes.js";

/** Returns the anchors of a page. GitHub derives them from its headings. */
const headings = (path: string) =>
  [...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

test.each(PAGES)("every link of %s leads somewhere", (page) => {
  const text = readFileSync(page, "utf8");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const missing = links
    .filter((target) => !/^(https?:|mailto:)/.test(target))
    .filter((target) => {
      const [file = "", heading] = target.split("#");
      const path = file === "" ? page : join(dirname(page), file);
      return !existsSync(path) || (heading !== undefined && !headings(path).includes(heading));
    });
  expect(missing).toEqual([]);
  // Pages link to files outside of the package by their web address.
  const own = links.filter((target) =>
    target.startsWith("https://github.com/fivetran-agent/fivetran-agent/tree/main/"),
  );
  expect(own.filter((target) => !existsSync(target.split("/main/")[1] ?? ""))).toEqual([]);
});

test("every page of docs is linked from another one", () => {
  const linked = new Set(
    PAGES.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(
        ([, target = ""]) => join(dirname(page), target),
      ),
    ),
  );
  expect(PAGES.filter((page) => page.startsWith("docs") && !linked.has(page))).toEqual([]);
});

test("the pictures show what the program prints (npm run gen:pictures)", async () => {
  for (const [path, text] of await pictures()) {
    expect(readFileSync(path, "utf8"), path).toBe(text);
  }
}, 60_000);

test("the README is short, and starts with what it is and a command", () => {
  const text = readFileSync("README.md", "utf8");
  expect(text.length).toBeLessThan(9000);
  expect(text.split("\n").slice(0, 14).join("\n")).toContain(
    "npx -y fivetran-agent check_stale --sandbox",
  );
});

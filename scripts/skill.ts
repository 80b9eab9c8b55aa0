import { readFileSync } from "node:fs";

const SOURCE = "skills/fivetran";

/** The skill at the top level, where some installers look for it: the same text, with links into its folder. */
export const topLevelSkill = (): string =>
  readFileSync(`${SOURCE}/SKILL.md`, "utf8").replaceAll(
    /(?<![\w/])references\/(?=[\w-]+\.md)/g,
    `${SOURCE}/references/`,
  );

import { readFileSync } from "node:fs";

const SOURCE = "skills/fivetran";

/**
 * Returns the skill for the top level, where some installers expect it. The text is the same, but
 * its links lead into the skill's folder.
 */
export const topLevelSkill = (): string =>
  readFileSync(`${SOURCE}/SKILL.md`, "utf8").replaceAll(
    /(?<![\w/])references\/(?=[\w-]+\.md)/g,
    `${SOURCE}/references/`,
  );

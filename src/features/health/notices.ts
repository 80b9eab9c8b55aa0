import type { Notice } from "../../client/resources/models.js";
import { bare, quoted } from "../../toolkit/render.js";

/** A task or warning on one line: `code: "message"`. Both are third-party text. */
export function noticeText({ code, message }: Pick<Notice, "code" | "message">, max = 300) {
  const parts = [code === "" ? "" : bare(code), message ? quoted(message, max) : ""];
  return parts.filter((part) => part !== "").join(": ");
}

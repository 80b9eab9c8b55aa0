import { bare, quoted } from "../../toolkit/render.js";

/** A task or warning on one line: `code: "message"`. Both are third-party text. */
export function noticeText(
  { code, message }: { code: string; message?: string | null | undefined },
  max = 300,
): string {
  const parts = [code === "" ? "" : bare(code), message ? quoted(message, max) : ""];
  return parts.filter((part) => part !== "").join(": ");
}

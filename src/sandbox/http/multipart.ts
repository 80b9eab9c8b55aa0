import { invalid } from "../api/envelope.js";

const BREAK = "\r\n";

/** The content of one part of a form. */
export function fileIn(body: Buffer, contentType: string, name: string): Buffer | undefined {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw invalid("The form names no boundary");
  const fence = Buffer.from(`--${boundary}`);
  let at = body.indexOf(fence);
  while (at >= 0) {
    const from = at + fence.length + BREAK.length;
    const to = body.indexOf(Buffer.concat([Buffer.from(BREAK), fence]), from);
    if (to < 0) return undefined;
    const part = body.subarray(from, to);
    const blank = part.indexOf(BREAK + BREAK);
    const head = blank < 0 ? "" : part.subarray(0, blank).toString("utf8");
    const named = /content-disposition:[^\r\n]*[; ]name="?([^";\r\n]+)"?/i.exec(head)?.[1];
    if (named === name) return part.subarray(blank + 2 * BREAK.length);
    at = to + BREAK.length;
  }
  return undefined;
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Returns everything that the program stores on disk, as one text. */
export async function stateText(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), "utf8"));
  return (await Promise.all(texts)).join("\n");
}

import { AppError } from "../base/errors.js";

export const unwritable = (folder: string, cause: unknown) =>
  new AppError("config", "Changes need a writable state folder.", {
    state: "Nothing was changed.",
    hint: `Make ${folder} writable, or set FIVETRAN_STATE_DIR to a folder that is. Reads work without it.`,
    cause,
  });

import { collect } from "../../base/collect.js";
import { firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed } from "../../base/errors.js";
import type { Transformation } from "../../client/resources/transformations.js";
import type { ReadContext } from "../../toolkit/define.js";

export interface TransformationsRead {
  all: Transformation[];
  /** Why they could not be read, as a note; absent where this key or account has none to read. */
  gap?: string;
}

const DEADLINE_MS = 10_000;

/** The transformations of the account. They only add to a result, so that failing to read them is not an error. */
export async function readTransformations({
  fivetran,
  signal,
}: Pick<ReadContext, "fivetran" | "signal">): Promise<TransformationsRead> {
  try {
    return {
      all: await collect(fivetran.transformations.list({ signal, deadlineMs: DEADLINE_MS })),
    };
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    if (isClosed(error) || error.type === "not_found" || error.type === "rejected")
      return { all: [] };
    return {
      all: [],
      gap: `transformations could not be read: ${error.message.replace(/\.$/, "")}`,
    };
  }
}

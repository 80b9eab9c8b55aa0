/** A request of a client as telemetry names it. */
export interface Observed {
  method: string;
  tool?: string;
  /** `_meta` of its parameters, where a client may put its trace. */
  meta: unknown;
}

/** What came of it: `failure` is a type of error. */
export interface Outcome<T> {
  result: T;
  failure?: string | undefined;
}

/** Does a request, and records that and how it was done. */
export type Observe = <T>(request: Observed, work: () => Promise<Outcome<T>>) => Promise<T>;

export const unobserved: Observe = async (_, work) => (await work()).result;

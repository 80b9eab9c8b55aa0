const MOST_KEPT = 50;

/** A memory of the latest values. */
export interface Latest<T> {
  get(names: readonly string[]): T | undefined;
  set(names: readonly string[], value: T): void;
}

/** Returns a function that returns the memory of an account. It ends with the account's object. */
export function latestOf<T>(): (account: object) => Latest<T> {
  const byAccount = new WeakMap<object, Map<string, T>>();
  return (account) => {
    const known = byAccount.get(account) ?? new Map<string, T>();
    byAccount.set(account, known);
    return {
      get: (names) => known.get(JSON.stringify(names)),
      set(names, value) {
        const key = JSON.stringify(names);
        known.delete(key);
        known.set(key, value);
        const [oldest] = known.keys();
        if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
      },
    };
  };
}

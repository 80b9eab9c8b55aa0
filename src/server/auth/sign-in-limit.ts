/** The number of failed sign-ins from one address within the window. Further ones have to wait. */
const MOST_FAILURES = 20;
const WINDOW_MS = 60_000;
/** The number of addresses that are remembered: those with the most recent failures. */
const MOST_ADDRESSES = 10_000;

export interface SignInLimit {
  /** Counts a failure. Returns the seconds to wait if the address has had too many. */
  failed(address: string): number | undefined;
}

/**
 * Limits guesses of credentials by the address that they come from. Valid credentials are always accepted, so that
 * nobody can lock out users who share an address, such as that of a proxy.
 */
export function createSignInLimit(now: () => Date): SignInLimit {
  const failures = new Map<string, { count: number; endsAt: number }>();
  return {
    failed(address) {
      const who = networkOf(address);
      const at = now().getTime();
      const last = failures.get(who);
      const open = last !== undefined && last.endsAt > at && last.endsAt <= at + WINDOW_MS;
      const entry = open ? last : { count: 0, endsAt: at + WINDOW_MS };
      entry.count += 1;
      // Moves the address to the end, so that the oldest failure comes first.
      failures.delete(who);
      failures.set(who, entry);
      const [oldest] = failures.keys();
      if (failures.size > MOST_ADDRESSES && oldest !== undefined) failures.delete(oldest);
      return entry.count > MOST_FAILURES ? Math.ceil((entry.endsAt - at) / 1000) : undefined;
    },
  };
}

/** Groups IPv6 addresses by /64, because one machine can use all addresses of its network. */
function networkOf(address: string): string {
  const four = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (four !== undefined) return four;
  const [start = "", end] = address.split("%")[0]?.split("::") ?? [];
  const first = start === "" ? [] : start.split(":");
  const last = end === undefined || end === "" ? [] : end.split(":");
  const zeros = end === undefined ? [] : Array<string>(8 - first.length - last.length).fill("0");
  return [...first, ...zeros, ...last].slice(0, 4).join(":");
}

/** FNV-1a, which is small and gives the same result on every platform. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

export type Random = () => number;

/** mulberry32, which gives the same world for the same seed on every machine. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(from: readonly T[], roll: number): T {
  const item = from[Math.floor(roll * from.length) % from.length];
  if (item === undefined) throw new Error("The list is empty");
  return item;
}

/** Returns a UUID that depends only on the text, so that a replayed run keeps its id. */
export function uuid(text: string): string {
  const hex = [0, 1, 2, 3]
    .map((part) => hash(`${part}:${text}`).toString(16).padStart(8, "0"))
    .join("");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join("-");
}

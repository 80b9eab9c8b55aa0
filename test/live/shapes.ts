/** The places in a response, such as "data.items[].status.tasks", with the types seen there. */
export type Shape = Map<string, Set<string>>;

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

/**
 * Matches objects whose keys are data, such as names of schemas, tables and columns. All of their
 * keys count as one.
 */
const KEYED_BY_DATA = /(^|\.)(schemas|tables|columns|config|state|configurable_variables)$/;

/** Adds the places of a response to the known shape. */
export function observe(value: unknown, path = "data", shape: Shape = new Map()): Shape {
  const types = shape.get(path) ?? new Set();
  types.add(typeOf(value));
  shape.set(path, types);
  if (Array.isArray(value)) for (const item of value) observe(item, `${path}[]`, shape);
  else if (typeof value === "object" && value !== null) {
    for (const [name, entry] of Object.entries(value)) {
      observe(entry, `${path}.${KEYED_BY_DATA.test(path) ? "*" : name}`, shape);
    }
  }
  return shape;
}

export interface Difference {
  operation: string;
  path: string;
  real: string;
  sandbox: string;
}

const listed = (types: Set<string> | undefined) =>
  types === undefined ? "(absent)" : [...types].sort().join(" or ");

/**
 * Returns the places in which the two accounts differ. Places without an example in one of them are
 * not compared.
 */
export function differences(operation: string, real: Shape, sandbox: Shape): Difference[] {
  const paths = [...new Set([...real.keys(), ...sandbox.keys()])].sort();
  return paths.flatMap((path) => {
    const parent = path.replace(/(\[\]|\.[^.[]+|\.\*)$/, "");
    const comparable = path === "data" || (real.has(parent) && sandbox.has(parent));
    const empty = path.endsWith("[]") && !(real.has(path) && sandbox.has(path));
    const [a, b] = [listed(real.get(path)), listed(sandbox.get(path))];
    return comparable && !empty && a !== b ? [{ operation, path, real: a, sandbox: b }] : [];
  });
}

/** Returns a table for a person at a terminal. */
export function table(found: readonly Difference[]): string {
  const rows = found.map(({ operation, path, real, sandbox }) => [operation, path, real, sandbox]);
  const all = [["operation", "path", "real account", "sandbox"], ...rows];
  const widths = [0, 1, 2].map((at) => Math.max(...all.map((row) => (row[at] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

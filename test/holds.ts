import * as fc from "fast-check";

/**
 * `fc.assert` for synchronous properties. Its overloads look like a floating promise to the linter.
 */
export function holds<T>(property: fc.IProperty<T>, numRuns = 1000): void {
  void fc.assert(property, { numRuns });
}

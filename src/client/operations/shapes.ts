/** Shapes of bodies and answers as they were generated: texts by name, and by `<operation> body|reply [variant]`. */
export interface Shapes {
  named: Readonly<Record<string, string>>;
  of: Readonly<Record<string, string>>;
  /** The field that tells the variants of an operation's body apart. */
  by: Readonly<Record<string, string>>;
  /** Operations that take the variants of another. */
  like: Readonly<Record<string, string>>;
}

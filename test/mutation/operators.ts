import { parse } from "@babel/parser";
import * as z from "zod";

/** One small change to a source file. `id` selects it at run time. */
export interface Mutant {
  file: string;
  line: number;
  start: number;
  end: number;
  /** The name of the operator in Stryker's terms. */
  operator: string;
  /** The text that replaces the original. */
  replacement: string;
  /** The form of the switch around the original: an expression, a statement or a property. */
  form: "expression" | "statement" | "property";
}

const Node = z.looseObject({
  type: z.string(),
  start: z.number(),
  end: z.number(),
  loc: z.object({ start: z.object({ line: z.number() }) }),
});
type Node = z.output<typeof Node>;

const EQUALITY: Readonly<Record<string, readonly string[]>> = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  ">": [">=", "<="],
  "<=": ["<", ">"],
  ">=": [">", "<"],
};
const ARITHMETIC: Readonly<Record<string, string>> = { "+": "-", "-": "+", "*": "/", "/": "*" };
const LOGICAL: Readonly<Record<string, string>> = { "&&": "||", "||": "&&" };
/** Calls that are removed, so that only their object remains. */
const DROPPED = new Set([
  "filter",
  "sort",
  "toSorted",
  "reverse",
  "toReversed",
  "slice",
  "trim",
  "toLowerCase",
  "toUpperCase",
]);
const SWAPPED: ReadonlyMap<string, string> = new Map([
  ["some", "every"],
  ["every", "some"],
  ["min", "max"],
  ["max", "min"],
  ["startsWith", "endsWith"],
  ["endsWith", "startsWith"],
]);

/** Places in which a string is a name and not a value. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  ObjectProperty: ["key"],
  ObjectMethod: ["key"],
  ImportDeclaration: ["source"],
  ExportNamedDeclaration: ["source"],
  ImportExpression: ["source"],
};

/**
 * Returns all mutants of one file, by the operators that Stryker documents, except those on regular
 * expressions.
 */
export function mutantsOf(file: string, source: string): Mutant[] {
  const found: Mutant[] = [];
  const text = (node: Node) => source.slice(node.start, node.end);
  const child = (node: Node, key: string): Node | undefined => Node.safeParse(node[key]).data;

  function add(
    node: Node,
    operator: string,
    replacement: string,
    form: Mutant["form"] = "expression",
  ): void {
    const { start, end, loc } = node;
    found.push({ file, line: loc.start.line, start, end, operator, replacement, form });
  }

  function condition(node: Node | undefined, values: readonly string[]): void {
    for (const value of node === undefined ? [] : values) {
      if (node !== undefined) add(node, "ConditionalExpression", value);
    }
  }

  function binary(node: Node): void {
    const left = child(node, "left");
    const right = child(node, "right");
    const operator = String(node["operator"]);
    if (left === undefined || right === undefined) return;
    const join = (other: string) => `${text(left)} ${other} ${text(right)}`;
    for (const other of EQUALITY[operator] ?? []) add(node, "EqualityOperator", join(other));
    const other = ARITHMETIC[operator];
    const isText = [left, right].some(({ type }) => /StringLiteral|TemplateLiteral/.test(type));
    if (other !== undefined && !isText) add(node, "ArithmeticOperator", join(other));
  }

  function logical(node: Node): void {
    const left = child(node, "left");
    const right = child(node, "right");
    const operator = String(node["operator"]);
    if (left === undefined || right === undefined) return;
    const other = LOGICAL[operator];
    if (other !== undefined)
      add(node, "LogicalOperator", `(${text(left)}) ${other} (${text(right)})`);
    else add(node, "LogicalOperator", text(left));
  }

  function called(node: Node): void {
    const callee = child(node, "callee");
    const object = callee && child(callee, "object");
    const property = callee && child(callee, "property");
    if (callee === undefined || object === undefined || property === undefined) return;
    const name = text(property);
    if (DROPPED.has(name)) add(node, "MethodExpression", text(object));
    const other = SWAPPED.get(name);
    if (other !== undefined) {
      const rest = source.slice(property.end, node.end);
      add(node, "MethodExpression", `${source.slice(node.start, property.start)}${other}${rest}`);
    }
  }

  function visit(node: Node, parent: Node | undefined, key: string): void {
    if (/^TS(?!As|Satisfies|NonNull)/.test(node.type)) return;
    switch (node.type) {
      case "IfStatement":
      case "ConditionalExpression":
        condition(child(node, "test"), ["true", "false"]);
        break;
      case "WhileStatement":
      case "DoWhileStatement":
        condition(child(node, "test"), ["false"]);
        break;
      case "BinaryExpression":
        binary(node);
        break;
      case "LogicalExpression":
        logical(node);
        break;
      case "UnaryExpression": {
        const of = child(node, "argument");
        if (node["operator"] === "!" && of) add(node, "BooleanLiteral", text(of));
        break;
      }
      case "BooleanLiteral":
        add(node, "BooleanLiteral", node["value"] === true ? "false" : "true");
        break;
      case "StringLiteral":
        if (NAMES[parent?.type ?? ""]?.includes(key) !== true && node["value"] !== "")
          add(node, "StringLiteral", '""');
        break;
      case "TemplateLiteral":
        if (parent?.type !== "TaggedTemplateExpression") add(node, "StringLiteral", '""');
        break;
      case "ArrayExpression":
        if (text(node) !== "[]") add(node, "ArrayDeclaration", "[]");
        break;
      case "ArrowFunctionExpression":
        if (child(node, "body")?.type !== "BlockStatement")
          add(node, "ArrowFunction", "() => undefined");
        break;
      case "CallExpression":
      case "OptionalCallExpression":
        called(node);
        break;
      case "ExpressionStatement":
        if (node["directive"] === undefined) add(node, "BlockStatement", "", "statement");
        break;
      case "ThrowStatement":
        add(node, "BlockStatement", "", "statement");
        break;
      case "ReturnStatement": {
        const value = child(node, "argument");
        if (value && text(value) !== "undefined") add(value, "BlockStatement", "undefined");
        break;
      }
      case "ObjectProperty":
        if (parent?.type === "ObjectExpression") add(node, "ObjectLiteral", "", "property");
        break;
    }
    for (const [name, value] of Object.entries(node)) {
      // Patterns only bind names, and types do not exist at run time.
      if (/^(loc|extra|typeAnnotation|returnType|typeParameters|typeArguments|params)$/.test(name))
        continue;
      if (/Pattern$/.test(node.type) || (name === "id" && node.type === "VariableDeclarator"))
        continue;
      for (const each of Array.isArray(value) ? value : [value]) {
        const next = Node.safeParse(each).data;
        if (next !== undefined && next.type !== "CommentLine" && next.type !== "CommentBlock")
          visit(next, node, name);
      }
    }
  }

  const tree = parse(source, { sourceType: "module", plugins: ["typescript"] });
  visit(Node.parse(tree.program), undefined, "");
  return found;
}

/** Returns the source with a switch around each of the given mutants, which must not overlap. */
export function withSwitches(
  source: string,
  mutants: readonly (Mutant & { id: number })[],
): string {
  let out = source;
  for (const { id, start, end, replacement, form } of [...mutants].sort(
    (a, b) => b.start - a.start,
  )) {
    const original = source.slice(start, end);
    const on = `globalThis.__mutant(${id})`;
    const written = {
      expression: `(${on} ? (${replacement}) : (${original}))`,
      // The braces keep a following `else` with its own `if`.
      statement: `{ if (!${on}) ${original} }`,
      property: `...(${on} ? {} : { ${original} })`,
    }[form];
    out = out.slice(0, start) + written + out.slice(end);
  }
  return out;
}

/** Returns a seeded sample of mutants. None is inside of another. */
export function sample(all: readonly Mutant[], size: number, seed: number): Mutant[] {
  let state = seed >>> 0 || 1;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const shuffled = all
    .map((mutant) => ({ mutant, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ mutant }) => mutant);
  const chosen: Mutant[] = [];
  for (const mutant of shuffled) {
    if (chosen.length >= size) break;
    const clash = chosen.some(
      ({ file, start, end }) => file === mutant.file && start < mutant.end && mutant.start < end,
    );
    if (!clash) chosen.push(mutant);
  }
  return chosen;
}

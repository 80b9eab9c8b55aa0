export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** The text directly inside of it. */
  text: string;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };

const decoded = (text: string) =>
  text.replace(/&(#\d+|\w+);/g, (_, entity: string) => {
    const found = entity.startsWith("#")
      ? String.fromCodePoint(Number(entity.slice(1)))
      : ENTITIES[entity];
    if (found === undefined) throw new Error(`&${entity}; is not an entity`);
    return found;
  });

const NAME = "[A-Za-z][\\w-]*";
const TOKEN = new RegExp(
  `<(${NAME})((?: ${NAME}="[^"<&]*(?:&(?:#\\d+|\\w+);[^"<&]*)*")*)(/?)>|</(${NAME})>|([^<&]|&(?:#\\d+|\\w+);)+`,
  "y",
);

/**
 * Returns the elements of a document in order. Throws if an XML parser would reject the document.
 */
export function elementsOf(xml: string): XmlElement[] {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!xml.startsWith(head)) throw new Error("no XML declaration");
  // Characters that are not allowed in XML 1.0.
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(xml)) {
    throw new Error("a character that XML does not have");
  }
  const all: XmlElement[] = [];
  const open: XmlElement[] = [];
  TOKEN.lastIndex = head.length;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(xml);
    if (token === null) throw new Error(`not well-formed: ${xml.slice(at, at + 80)}`);
    const [whole, name, attributes = "", empty, end] = token;
    if (name !== undefined) {
      const pairs = [...attributes.matchAll(new RegExp(`(${NAME})="([^"]*)"`, "g"))];
      const one = {
        name,
        attributes: Object.fromEntries(
          pairs.map(([, key = "", value = ""]) => [key, decoded(value)]),
        ),
        text: "",
      };
      all.push(one);
      if (empty === "") open.push(one);
    } else if (end !== undefined) {
      if (open.pop()?.name !== end) throw new Error(`</${end}> closes nothing`);
    } else {
      const last = open.at(-1);
      if (last === undefined && whole.trim() !== "")
        throw new Error("text outside of the document");
      if (last !== undefined) last.text += decoded(whole);
    }
  }
  if (open.length > 0 || all.length === 0) throw new Error("not closed");
  return all;
}

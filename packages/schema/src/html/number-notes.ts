import type { Element, ElementContent, Root } from "hast";

/** Numbers a tree's footnotes by their first signs: each sign leads to its note, and the note begins with its number. */
export function numberNotes(root: Root): void {
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    const number = numbers.get(name) ?? numbers.size + 1;
    numbers.set(name, number);
    return text(String(number));
  };
  const notes: Element[] = [];
  for (const element of elementsIn(root)) {
    const { dataFootnoteRef: sign, dataFootnote: note } = element.properties;
    if (typeof sign === "string")
      element.children = [
        { type: "element", tagName: "a", properties: { href: `#fn-${sign}` }, children: [numberOf(sign)] },
      ];
    if (typeof note === "string") notes.push(element);
  }
  const numbered = new Set<string>();
  for (const note of notes) {
    const name = String(note.properties.dataFootnote);
    if (numbered.has(name)) continue;
    numbered.add(name);
    note.properties.id = `fn-${name}`;
    const properties = { dataFootnoteNumber: true };
    note.children.unshift({ type: "element", tagName: "sup", properties, children: [numberOf(name)] });
  }
}

function text(value: string): ElementContent & { type: "text" } {
  return { type: "text", value };
}

function* elementsIn(root: Root): Generator<Element> {
  const stack: (Root | ElementContent)[] = root.children
    .toReversed()
    .filter((child) => child.type !== "doctype");
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type !== "element") continue;
    yield node;
    for (const child of node.children.toReversed()) stack.push(child);
  }
}

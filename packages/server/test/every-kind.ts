import { newBlockId, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";

/** A document that holds every kind and every mark, with each of their attributes. */
export function everyKind(): Node {
  const values: Readonly<Record<string, object>> = {
    link: { href: "https://example.org/", title: "Example" },
    color: { color: "red" },
  };
  const marks = Object.values(schema.marks).map((type) => type.create(values[type.name]));
  const words = marks.flatMap((mark) => [schema.text("words", [mark]), schema.node("hard_break")]);
  const attributes = { id: "b", kind: "quote", level: 2, list: "task", indent: 8, start: 3, checked: true };
  return schema.node("doc", null, [
    schema.node("paragraph", attributes, [...words, ...inlineThings()]),
    ...blocks(),
    schema.node("paragraph"),
  ]);
}

/** The names of all that a document holds. */
export function namesIn(doc: Node): ReadonlySet<string> {
  const found = new Set<string>();
  doc.descendants((node) => {
    if (!node.isText) found.add(node.type.name);
    for (const { type } of node.marks) found.add(type.name);
  });
  return found;
}

const stored = `/api/documents/${"d".repeat(22)}/files/${"0".repeat(64)}`;

function inlineThings(): Node[] {
  return [
    schema.node("date", { date: "2026-11-22" }),
    schema.node("mention", { person: "ada", name: "Ada" }),
    schema.node("document_link", { document: "d".repeat(22), title: "The plan" }),
    schema.node("footnote_ref", { name: "n" }),
    schema.node("math", { tex: "x^2" }),
    schema.node("image", { src: stored, alt: "A picture", title: null, width: 80 }),
  ];
}

function blocks(): Node[] {
  const line = () => schema.node("paragraph", { id: newBlockId() }, [schema.text("words")]);
  const cell = (name: "table_cell" | "table_header") =>
    schema.node(name, { colspan: 2, width: 90, align: "right", background: "red" }, [line()]);
  return [
    schema.node("code_block", { id: "c", language: "js", source: true }, [schema.text("let a;")]),
    schema.node("horizontal_rule", { id: "r" }),
    schema.node("callout", { id: "co", tone: "tip", indent: 1 }, [line()]),
    schema.node("toggle", { id: "to" }, [line()]),
    schema.node("table", { id: "ta", layout: "full" }, [
      schema.node("table_row", null, [cell("table_header")]),
      schema.node("table_row", null, [cell("table_cell")]),
    ]),
    schema.node("figure", { id: "f", src: stored, alt: "A picture", width: 320, align: "left" }, [
      schema.text("A caption"),
    ]),
    schema.node("file", { id: "fi", src: stored, name: "notes.pdf", size: 12, type: "application/pdf" }),
    schema.node("embed", { id: "e", src: "https://youtu.be/dQw4w9WgXcQ" }),
    schema.node("page_break", { id: "p" }),
    schema.node("toc", { id: "t" }),
  ];
}

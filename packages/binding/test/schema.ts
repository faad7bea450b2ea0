import { type MarkSpec, type Node, type NodeSpec, Schema } from "prosemirror-model";

/** Attributes that are absent by default, as they should be in a shared document. */
function attrs(...names: readonly string[]): Record<string, { default: null }> {
  return Object.fromEntries(names.map((name) => [name, { default: null }]));
}

const nodes = {
  doc: { content: "block*" },
  paragraph: { group: "block", content: "inline*", attrs: attrs("align", "id") },
  heading: { group: "block", content: "inline*", attrs: attrs("level", "id") },
  code_block: { group: "block", content: "text*", marks: "", code: true, attrs: attrs("language") },
  blockquote: { group: "block", content: "block*", attrs: attrs("tone") },
  bullet_list: { group: "block", content: "list_item*" },
  list_item: { content: "block*", attrs: attrs("checked") },
  table: { group: "block", content: "table_row*", attrs: attrs("widths") },
  table_row: { content: "table_cell*" },
  table_cell: { content: "block*", attrs: attrs("colspan", "background") },
  divider: { group: "block" },
  hard_break: { group: "inline", inline: true },
  image: { group: "inline", inline: true, attrs: attrs("src", "size") },
  text: { group: "inline" },
  // What stands for what a schema does not know; nothing but the binding makes them.
  sealed_block: { group: "block", atom: true, attrs: attrs("key", "name", "text") },
  sealed_inline: { group: "inline", inline: true, atom: true, attrs: attrs("key", "name", "text") },
} satisfies Record<string, NodeSpec>;

const marks = {
  strong: {},
  em: {},
  link: { attrs: { href: { default: null }, title: { default: null } } },
  // Several of one kind on the same letters, told apart by their attributes.
  comment: { attrs: { id: { default: null } }, excludes: "" },
} satisfies Record<string, MarkSpec>;

/** A schema with everything that a binding meets, and whose content rules allow every emptiness. */
export const schema = new Schema({ nodes, marks });

type Content = string | Node | readonly Node[];

function block(name: string) {
  return (content: Content = [], attributes: Record<string, unknown> | null = null): Node => {
    const inner = typeof content === "string" ? (content === "" ? [] : [schema.text(content)]) : content;
    return schema.node(name, attributes, inner);
  };
}

export const doc = (...blocks: readonly Node[]): Node => schema.node("doc", null, blocks);
export const p = block("paragraph");
export const h = block("heading");
export const pre = block("code_block");
export const quote = block("blockquote");
export const ul = block("bullet_list");
export const li = block("list_item");
export const table = block("table");
export const row = block("table_row");
export const cell = block("table_cell");
export const divider = (): Node => schema.node("divider");
export const br = (): Node => schema.node("hard_break");
export const image = (src: string): Node => schema.node("image", { src });

/** Text with marks, each a name or a name with attributes. */
export function text(
  words: string,
  ...names: readonly (string | readonly [string, Record<string, unknown>])[]
): Node {
  return schema.text(
    words,
    names.map((name) => (typeof name === "string" ? schema.mark(name) : schema.mark(name[0], name[1]))),
  );
}

import type { Node, NodeType, ResolvedPos } from "prosemirror-model";
import {
  AllSelection,
  type EditorState,
  NodeSelection,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import { canJoin, canSplit, findWrapping, insertPoint, liftTarget } from "prosemirror-transform";
import type { Random } from "../../../trouble/random.ts";
import { br, cell, divider, h, image, li, p, pre, quote, row, schema, table, ul } from "./schema.ts";

type Edit = (state: EditorState, random: Random) => Transaction | null;

const words = ["a", "o", "oo", "lo ", " ", "tea ", "é", "😀", "👩‍👩‍👧", "x\ty"];
const blocks = [
  () => p(),
  () => p("new"),
  () => h("head", { level: 2 }),
  () => pre("let x"),
  () => divider(),
  () => quote([p("said"), p()]),
  () => ul([li([p("item")]), li([p()], { checked: true })]),
  () => table([row([cell([p("1")]), cell([p("2")])]), row([cell([p()]), cell([p()])])]),
];
const attributes: Readonly<Record<string, readonly (readonly [string, readonly unknown[]])[]>> = {
  paragraph: [
    ["align", [null, "left", "right"]],
    ["id", [null, "one", "two"]],
  ],
  heading: [["level", [null, 1, 2]]],
  code_block: [["language", [null, "js", ""]]],
  blockquote: [["tone", [null, "calm"]]],
  list_item: [["checked", [null, true, false]]],
  table: [["widths", [null, [10, 20], [10]]]],
  table_cell: [
    ["background", [null, "red"]],
    ["colspan", [null, 2]],
  ],
  image: [
    ["src", [null, "a.png", "b.png"]],
    ["size", [null, { width: 1 }, { width: 2 }]],
  ],
};

/** What people do to a text, by name. Each makes a transaction at a place of chance, or null where it finds none. */
export const edits = {
  nothing: () => null,
  type: (state, random) => {
    const pos = spot(state, random);
    return pos === null ? null : state.tr.insertText(random.pick(words), pos);
  },
  typeMarked: (state, random) => {
    const pos = spot(state, random);
    if (pos === null || state.doc.resolve(pos).parent.type.spec.code) return null;
    const marks = markOf(random.pick(looks)).addToSet([markOf(random.pick(looks))]);
    return state.tr.insert(pos, schema.text(random.pick(words), marks));
  },
  erase: (state, random) => {
    const range = stretch(state, random, 5);
    return range && state.tr.delete(range.from, range.to);
  },
  replace: (state, random) => {
    const range = stretch(state, random, 5);
    return range && state.tr.insertText(random.pick(words), range.from, range.to);
  },
  eraseAcross: (state, random) => {
    const { from, to } = anywhere(state, random, 25);
    return state.tr.deleteRange(from, to);
  },
  addMark: (state, random) => {
    const { from, to } = anywhere(state, random, 12);
    return state.tr.addMark(from, to, markOf(random.pick(looks)));
  },
  removeMark: (state, random) => {
    const { from, to } = anywhere(state, random, 12);
    const mark = markOf(random.pick(looks));
    return state.tr.removeMark(from, to, random.below(2) === 0 ? mark : mark.type);
  },
  setAttribute: (state, random) => {
    const found = nodesOf(state.doc).filter(({ node }) => attributes[node.type.name]);
    if (found.length === 0) return null;
    const { node, pos } = random.pick(found);
    const [name, values] = random.pick(attributes[node.type.name]!);
    return state.tr.setNodeAttribute(pos, name, random.pick(values));
  },
  setType: (state, random) => {
    const { from, to } = anywhere(state, random, 12);
    const type = random.pick(["paragraph", "heading", "code_block"]);
    return state.tr.setBlockType(from, to, schema.nodes[type]!);
  },
  insertBlock: (state, random) =>
    insertAt(state.tr, random.below(state.doc.content.size + 1), random.pick(blocks)()),
  insertLeaf: (state, random) => {
    const pos = spot(state, random);
    if (pos === null || state.doc.resolve(pos).parent.type.spec.code) return null;
    return state.tr.insert(pos, random.below(2) === 0 ? br() : image("a.png"));
  },
  eraseNode: (state, random) => {
    const found = nodesOf(state.doc);
    if (found.length === 0) return null;
    const { node, pos } = random.pick(found);
    return state.tr.delete(pos, pos + node.nodeSize);
  },
  move: (state, random) => {
    const found = nodesOf(state.doc).filter(({ node }) => node.type.isInGroup("block"));
    if (found.length === 0) return null;
    const { node, pos } = random.pick(found);
    const tr = state.tr.delete(pos, pos + node.nodeSize);
    return insertAt(tr, random.below(tr.doc.content.size + 1), node);
  },
  paste: (state, random) => {
    const { from, to } = anywhere(state, random, 25);
    const target = anywhere(state, random, 5);
    return state.tr.replaceRange(target.from, target.to, state.doc.slice(from, to));
  },
  split: (state, random) => {
    const pos = spot(state, random);
    const depth = 1 + random.below(2);
    return pos !== null && canSplit(state.doc, pos, depth) ? state.tr.split(pos, depth) : null;
  },
  join: (state, random) => {
    const found = nodesOf(state.doc).filter(({ pos }) => canJoin(state.doc, pos));
    return found.length === 0 ? null : state.tr.join(random.pick(found).pos);
  },
  lift: (state, random) => {
    const range = blockRange(state, random);
    const depth = range && liftTarget(range);
    return range && depth !== null ? state.tr.lift(range, depth) : null;
  },
  wrap: (state, random) => {
    const range = blockRange(state, random);
    const wrapping = range && findWrapping(range, schema.nodes[random.pick(["blockquote", "bullet_list"])]!);
    return range && wrapping ? state.tr.wrap(range, wrapping) : null;
  },
  addRow: (state, random) => {
    const found = ofType(state, schema.nodes.table_row);
    if (found.length === 0) return null;
    const { node, pos } = random.pick(found);
    return state.tr.insert(pos + node.nodeSize, row(node.children.map(() => cell([p()]))));
  },
  addColumn: (state, random) => {
    const tr = state.tr;
    for (const { pos, node } of rowsOfOne(state, random))
      tr.insert(tr.mapping.map(pos + node.nodeSize - 1), cell([p()]));
    return tr;
  },
  eraseColumn: (state, random) => {
    const tr = state.tr;
    for (const { pos, node } of rowsOfOne(state, random)) {
      const last = node.lastChild;
      const end = pos + node.nodeSize - 1;
      if (last) tr.delete(tr.mapping.map(end - last.nodeSize), tr.mapping.map(end));
    }
    return tr;
  },
  select: (state, random) => {
    const { from, to } = anywhere(state, random, 20);
    const $from = state.doc.resolve(from);
    const $to = state.doc.resolve(to);
    return state.tr.setSelection(
      random.below(2) === 0 ? TextSelection.between($from, $to) : TextSelection.between($to, $from),
    );
  },
  selectNode: (state, random) => {
    const found = nodesOf(state.doc).filter(({ node }) => NodeSelection.isSelectable(node));
    if (found.length === 0) return state.tr.setSelection(new AllSelection(state.doc));
    return state.tr.setSelection(NodeSelection.create(state.doc, random.pick(found).pos));
  },
} satisfies Record<string, Edit>;

/** The name of an edit. */
export type EditName = keyof typeof edits;

/** Does one edit, or nothing if it finds no place or ProseMirror itself has none for what it makes. */
export function edit(state: EditorState, name: EditName, random: Random): Transaction | null {
  try {
    return edits[name](state, random);
  } catch (cause) {
    if (cause instanceof Error && refusals.has(cause.name)) return null;
    throw cause;
  }
}

const refusals = new Set(["RangeError", "ReplaceError", "TransformError"]);

type Look = string | readonly [string, Record<string, unknown>];
const looks: readonly Look[] = [
  "strong",
  "em",
  ["link", { href: "/a" }],
  ["link", { href: "/b", title: "b" }],
  ["comment", { id: 1 }],
  ["comment", { id: 2 }],
];

function markOf(look: Look) {
  return typeof look === "string" ? schema.mark(look) : schema.mark(look[0], look[1]);
}

interface Found {
  readonly node: Node;
  readonly pos: number;
}

function nodesOf(doc: Node): Found[] {
  const found: Found[] = [];
  doc.descendants((node, pos) => {
    if (!node.isText) found.push({ node, pos });
  });
  return found;
}

function ofType({ doc }: EditorState, type: NodeType): Found[] {
  return nodesOf(doc).filter(({ node }) => node.type === type);
}

function rowsOfOne(state: EditorState, random: Random): Found[] {
  const tables = ofType(state, schema.nodes.table);
  if (tables.length === 0) return [];
  const { pos, node } = random.pick(tables);
  return ofType(state, schema.nodes.table_row).filter(
    (row) => row.pos > pos && row.pos < pos + node.nodeSize,
  );
}

/** A place in some text, never between the halves of a character. */
function spot(state: EditorState, random: Random): number | null {
  const found = nodesOf(state.doc).filter(({ node }) => node.isTextblock);
  if (found.length === 0) return null;
  const { node, pos } = random.pick(found);
  return whole(state.doc, pos + 1 + random.below(node.content.size + 1));
}

function stretch(state: EditorState, random: Random, most: number): { from: number; to: number } | null {
  const from = spot(state, random);
  if (from === null) return null;
  const end = state.doc.resolve(from).end();
  const to = whole(state.doc, Math.min(end, from + 1 + random.below(most)));
  return to > from ? { from, to } : null;
}

function anywhere({ doc }: EditorState, random: Random, most: number): { from: number; to: number } {
  const from = random.below(doc.content.size + 1);
  const to = Math.min(doc.content.size, from + random.below(most));
  return { from: whole(doc, from), to: whole(doc, to) };
}

function whole(doc: Node, pos: number): number {
  const $pos: ResolvedPos = doc.resolve(pos);
  const before = $pos.parent.isTextblock ? $pos.parent.textBetween(0, $pos.parentOffset, "", " ") : "";
  const last = before.charCodeAt(before.length - 1);
  const after = $pos.nodeAfter?.text?.charCodeAt(0) ?? 0;
  const isSplit = last >= 0xd800 && last < 0xdc00 && after >= 0xdc00 && after < 0xe000;
  return isSplit ? pos - 1 : pos;
}

function blockRange(state: EditorState, random: Random) {
  const { from, to } = anywhere(state, random, 20);
  return state.doc.resolve(from).blockRange(state.doc.resolve(to));
}

function insertAt(tr: Transaction, pos: number, node: Node): Transaction | null {
  const point = insertPoint(tr.doc, pos, node.type);
  return point === null ? null : tr.insert(point, node);
}

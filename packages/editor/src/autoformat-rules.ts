import { isSafeHref, maxLevel, schema } from "@quire/schema";
import type { EditorState, Transaction } from "prosemirror-state";
import type { AutoformatRule } from "./autoformat-rule.ts";
import { type Block, caretBlock, noList, setAttributes, shapeOf } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";
import { headingAttributes, insertDivider, toggleCodeBlock, toggleMath } from "./commands/turn-into.ts";
import { compose } from "./compose.ts";
import { startFor } from "./lists.ts";

/** At the start of a block, signs that say what the block is; anywhere, inline code and addresses. */
export const autoformatRules: readonly AutoformatRule[] = [
  {
    match: /^(#{1,6}) $/,
    apply: (state, match, block) => become(state, match, block, headingAttributes(match[1]?.length ?? 1)),
  },
  {
    match: /^[-*+] $/,
    apply: (state, match, block) =>
      becomeItem(state, match, block, { list: "bullet", start: null, checked: null }),
  },
  {
    match: /^(\d{1,9})[.)] $/,
    apply(state, match, block) {
      const start = startFor(block, Number(match[1]));
      return becomeItem(state, match, block, { list: "ordered", start, checked: null });
    },
  },
  {
    match: /^\[([ xX]?)\] $/,
    apply(state, match, block) {
      const checked = match[1]?.toLowerCase() === "x" ? true : null;
      return becomeItem(state, match, block, { list: "task", start: null, checked });
    },
  },
  {
    match: /^> $/,
    apply(state, match, block) {
      const depth = Math.min(shapeOf(block.node).quote + 1, maxLevel);
      return become(state, match, block, { kind: "quote", level: depth > 1 ? depth : null });
    },
  },
  { match: /^```$/, apply: (state, match) => replaceBlock(state, match, toggleCodeBlock) },
  { match: /^\$\$ $/, apply: (state, match) => replaceBlock(state, match, toggleMath) },
  { match: /^---$/, apply: (state, match) => replaceBlock(state, match, insertDivider) },
  { match: /(?:^|[^`])(`([^`\ufffc]+)`)$/, apply: (state, match) => becomeMarked(state, match, "code") },
  {
    match: /(?:^|[\s(\ufffc])(==([^\s=\ufffc](?:[^=\ufffc]*[^\s=\ufffc])?)==)$/,
    apply: (state, match) => becomeMarked(state, match, "highlight"),
  },
  {
    match: /(?:^|[\s(\ufffc])((?:https?:\/\/|www\.)[^\s\ufffc]+)\s$/i,
    apply: (state, match) => becomeLink(state, match),
  },
];

function become(state: EditorState, match: RegExpExecArray, { pos }: Block, attrs: Record<string, unknown>) {
  const tr = state.tr.delete(pos + 1, pos + 1 + match[0].length);
  return setAttributes(tr, pos, attrs).scrollIntoView();
}

/** Makes the block an item. One that is such an item already keeps the signs: they are meant as text. */
function becomeItem(
  state: EditorState,
  match: RegExpExecArray,
  block: Block,
  attrs: { list: string; start: number | null; checked: true | null },
): Transaction | null {
  const { list, heading } = shapeOf(block.node);
  if (list === attrs.list) return null;
  return become(state, match, block, {
    ...noList,
    ...attrs,
    ...(heading !== null && { kind: null, level: null }),
  });
}

/** For signs that are the whole block and turn it into something else. */
function replaceBlock(
  state: EditorState,
  match: RegExpExecArray,
  command: (state: EditorState, dispatch: Dispatch) => boolean,
): Transaction | null {
  const block = caretBlock(state);
  if (!block || block.node.content.size !== match[0].length) return null;
  const tr = state.tr.delete(block.pos + 1, block.pos + 1 + match[0].length);
  return compose(state, tr, command) ? tr.scrollIntoView() : null;
}

/** Takes the signs around a text for a mark of it. */
function becomeMarked(state: EditorState, match: RegExpExecArray, name: "code" | "highlight"): Transaction {
  const { pos } = state.selection.$from;
  const [, signed = "", text = ""] = match;
  const start = pos - signed.length;
  const sign = (signed.length - text.length) / 2;
  const type = schema.marks[name];
  return state.tr
    .delete(pos - sign, pos)
    .delete(start, start + sign)
    .addMark(start, start + text.length, type.create())
    .removeStoredMark(type);
}

function becomeLink(state: EditorState, match: RegExpExecArray): Transaction | null {
  const address = (match[1] ?? "").replace(/[.,:;!?'")\]]+$/, "");
  const href = /^www\./i.test(address) ? `https://${address}` : address;
  const from = state.selection.from - 1 - (match[1] ?? "").length;
  const to = from + address.length;
  const { link } = schema.marks;
  if (!isSafeHref(href) || state.doc.rangeHasMark(from, to, link)) return null;
  return state.tr.addMark(from, to, link.create({ href })).removeStoredMark(link);
}

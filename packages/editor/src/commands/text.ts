import { isSafeHref, type MarkName, schema } from "@quire/schema";
import { toggleMark } from "prosemirror-commands";
import type { Mark } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { colorCommands } from "./colors.ts";
import type { Dispatch, RunnableCommand } from "./command.ts";
import { canMark, firstMark, hasMark, removeMark } from "./marking.ts";

/** Bold, italic and the other marks, and links. */
export const textCommands: readonly RunnableCommand[] = [
  mark("strong", { id: "bold", label: "Bold", keys: "Mod-b", icon: "bold", in: ["toolbar"] }),
  mark("em", { id: "italic", label: "Italic", keys: "Mod-i", icon: "italic", in: ["toolbar"] }),
  mark("underline", {
    id: "underline",
    label: "Underline",
    keys: "Mod-u",
    icon: "underline",
    in: ["toolbar"],
  }),
  mark("strike", {
    id: "strike",
    label: "Strikethrough",
    keys: "Mod-Shift-x",
    icon: "strikethrough",
    in: ["toolbar"],
  }),
  mark("code", { id: "code", label: "Code", keys: "Mod-e", icon: "code", in: ["toolbar"] }),
  ...colorCommands,
  script("superscript", "subscript", { id: "superscript", label: "Superscript", keys: "Mod-." }),
  script("subscript", "superscript", { id: "subscript", label: "Subscript", keys: "Mod-," }),
  {
    id: "link",
    label: "Link",
    group: "text",
    icon: "link",
    in: ["toolbar"],
    isActive: (state) => linkAt(state) !== null,
    isEnabled: (state) => canMark(state, schema.marks.link),
    run: (state, dispatch, _view, argument) => setLink(state, dispatch, argument),
  },
];

/** The link that the selection is in, or that starts it. */
export function linkAt(state: EditorState): { readonly href: string; readonly mark: Mark } | null {
  const { $from, empty } = state.selection;
  const found = empty
    ? ($from.marks().find(isLink) ?? $from.nodeAfter?.marks.find(isLink))
    : firstMark(state, schema.marks.link);
  const href: unknown = found?.attrs.href;
  return found && typeof href === "string" && isSafeHref(href) ? { href, mark: found } : null;
}

/** The address that a person meant: a bare host gets `https://`. Null if it is not safe to follow. */
function readHref(text: string): string | null {
  const href = text.trim();
  if (href === "" || !isSafeHref(href)) return null;
  return /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=[/?#:]|$)/i.test(href) ? `https://${href}` : href;
}

function mark(
  name: MarkName,
  of: Omit<RunnableCommand, "group" | "isActive" | "isEnabled" | "run">,
): RunnableCommand {
  const type = schema.marks[name];
  return {
    ...of,
    group: "text",
    isActive: (state) => hasMark(state, type),
    isEnabled: (state) => canMark(state, type),
    // Text without the mark is a wish to mark all of it; a line break or something sealed never has one.
    run: (state, dispatch, view) =>
      toggleMark(type, null, { removeWhenPresent: hasMark(state, type) })(state, dispatch, view),
  };
}

/** Raised or lowered text: it cannot be both, so that one takes the other's place. */
function script(
  name: "superscript" | "subscript",
  other: "superscript" | "subscript",
  of: Pick<RunnableCommand, "id" | "label" | "keys">,
): RunnableCommand {
  const command = mark(name, { ...of, icon: name, in: ["toolbar"] });
  return {
    ...command,
    run: (state, dispatch, view) =>
      command.run(state, dispatch && ((tr) => dispatch(removeMark(tr, schema.marks[other]))), view),
  };
}

/** With an address: links the selection, or writes the address where nothing is selected. Without: takes links away. */
function setLink(state: EditorState, dispatch: Dispatch | undefined, argument: unknown): boolean {
  const { link } = schema.marks;
  if (!canMark(state, link)) return false;
  const { empty, $from, ranges } = state.selection;
  const places = empty
    ? [linkRange(state)]
    : ranges.map((range) => ({ from: range.$from.pos, to: range.$to.pos }));
  if (argument === undefined || argument === null || argument === "") {
    if (linkAt(state) === null) return false;
    const { tr } = state;
    for (const { from, to } of places) tr.removeMark(from, to, link);
    dispatch?.(tr);
    return true;
  }
  const href = typeof argument === "string" ? readHref(argument) : null;
  if (href === null) return false;
  const { tr } = state;
  if (places.every(({ from, to }) => from === to)) tr.insertText(href, $from.pos);
  for (const place of places) {
    const [from, to] = [place.from, tr.mapping.map(place.to)];
    tr.removeMark(from, to, link).addMark(from, to, link.create({ href }));
  }
  dispatch?.(tr.scrollIntoView());
  return true;
}

/** All of the link that the caret is in or beside. */
function linkRange(state: EditorState): { from: number; to: number } {
  const { $from } = state.selection;
  const found = linkAt(state)?.mark;
  let range = { from: $from.pos, to: $from.pos };
  let start = $from.start();
  let from = start;
  $from.parent.forEach((child) => {
    if (!found?.isInSet(child.marks)) from = start + child.nodeSize;
    start += child.nodeSize;
    if (from <= $from.pos && start >= $from.pos && from < start) range = { from, to: start };
  });
  return range;
}

function isLink(found: Mark): boolean {
  return found.type === schema.marks.link;
}

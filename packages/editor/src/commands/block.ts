import type { ListKind } from "@quire/schema";
import type { Attrs } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { isCode, noList, setAttributes, textBlocks } from "../blocks.ts";
import { copyCode, isInCode } from "../code-keys.ts";
import { indent, outdent, toggleTasks } from "../lists.ts";
import { headingAbove, sectionOf } from "../sections/section.ts";
import { toggleSection } from "../sections/toggle-section.ts";
import type { Dispatch, EditorCommand, RunnableCommand } from "./command.ts";
import {
  allBlocks,
  headingAttributes,
  insertDivider,
  toggleCodeBlock,
  toggleDiagram,
  toggleMath,
  turnInto,
  turnIntoPlain,
} from "./turn-into.ts";

type Words = Pick<EditorCommand, "id" | "label" | "icon" | "keys" | "keywords">;

const everywhere = ["toolbar", "slash"] as const;

/** What a block can be, and where it stands in its list. */
export const blockCommands: readonly RunnableCommand[] = [
  {
    id: "plain",
    label: "Text",
    group: "block",
    keys: "Mod-Alt-0",
    icon: "pilcrow",
    in: everywhere,
    keywords: ["paragraph", "plain"],
    isActive: (state) =>
      allBlocks(state, ({ heading, quote, list }, { node }) => !heading && !quote && !list && !isCode(node)),
    isEnabled: hasText,
    run: turnIntoPlain,
  },
  heading(1, "big"),
  heading(2, "middle"),
  heading(3, "small"),
  heading(4),
  heading(5),
  heading(6),
  {
    id: "quote",
    label: "Quote",
    group: "block",
    keys: "Mod-Shift-.",
    icon: "quote",
    in: everywhere,
    keywords: ["blockquote", "citation"],
    isActive: isQuote,
    isEnabled: hasText,
    run: (state, dispatch) =>
      turnInto(state, dispatch, { kind: isQuote(state) ? null : "quote", level: null }),
  },
  list("bullet", {
    id: "bullet-list",
    label: "Bulleted list",
    keys: "Mod-Shift-8",
    icon: "list",
    keywords: ["ul", "points"],
  }),
  list("ordered", {
    id: "ordered-list",
    label: "Numbered list",
    keys: "Mod-Shift-7",
    icon: "list-ordered",
    keywords: ["ol", "1."],
  }),
  list("task", {
    id: "task-list",
    label: "Task list",
    keys: "Mod-Shift-9",
    icon: "list-todo",
    keywords: ["to-do", "todo", "checkbox", "checklist"],
  }),
  {
    id: "code-block",
    label: "Code block",
    group: "block",
    icon: "square-code",
    in: everywhere,
    keywords: ["pre", "source", "program"],
    isActive: (state) => allBlocks(state, (_shape, { node }) => isCode(node)),
    isEnabled: (state) => toggleCodeBlock(state),
    run: toggleCodeBlock,
  },
  drawnCode("math-block", "Math", "math", toggleMath, "sigma", ["formula", "equation", "tex", "latex"]),
  drawnCode("diagram", "Diagram", "mermaid", toggleDiagram, "workflow", ["mermaid", "flowchart", "chart"]),
  {
    id: "divider",
    label: "Divider",
    group: "insert",
    icon: "minus",
    in: everywhere,
    keywords: ["rule", "line", "hr"],
    isActive: () => false,
    isEnabled: (state) => insertDivider(state),
    run: insertDivider,
  },
  {
    ...quiet("indent", "Indent", "list-indent-increase", "Tab"),
    isEnabled: (state) => indent(state),
    run: indent,
  },
  {
    ...quiet("outdent", "Outdent", "list-indent-decrease", "Shift-Tab"),
    isEnabled: (state) => outdent(state),
    run: outdent,
  },
  {
    ...quiet("toggle-task", "Tick task", "square-check", "Mod-Enter"),
    isActive: (state) => allBlocks(state, ({ list: kind, isChecked }) => kind === "task" && isChecked),
    isEnabled: (state) => toggleTasks(state),
    run: toggleTasks,
  },
  {
    ...quiet("fold-section", "Fold section", "list-collapse", "Mod-Alt-."),
    isEnabled: (state) => foldSection(state),
    run: foldSection,
  },
  {
    ...quiet("code-language", "Language of the code", "braces"),
    isEnabled: (state) => setLanguage(state, null),
    run: (state, dispatch, _view, argument) =>
      setLanguage(state, typeof argument === "string" && argument !== "" ? argument : null, dispatch),
  },
  { ...quiet("copy-code", "Copy code", "copy"), isEnabled: isInCode, run: copyCode },
];

function heading(level: number, keyword?: string): RunnableCommand {
  const isThis = (state: EditorState) => allBlocks(state, (shape) => shape.heading === level);
  return {
    id: `heading-${level}`,
    label: `Heading ${level}`,
    group: "block",
    keys: `Mod-Alt-${level}`,
    icon: `heading-${level}`,
    in: everywhere,
    keywords: [`h${level}`, "title", ...(keyword ? [keyword] : [])],
    isActive: isThis,
    isEnabled: hasText,
    run: (state, dispatch) =>
      turnInto(state, dispatch, isThis(state) ? { kind: null, level: null } : headingAttributes(level)),
  };
}

/** Code that is shown as what it draws. */
function drawnCode(
  id: string,
  label: string,
  language: string,
  run: (state: EditorState, dispatch?: Dispatch) => boolean,
  icon: string,
  keywords: readonly string[],
): RunnableCommand {
  return {
    id,
    label,
    group: "block",
    icon,
    in: ["slash"],
    keywords,
    isActive: (state) =>
      allBlocks(state, (_shape, { node }) => isCode(node) && node.attrs.language === language),
    isEnabled: (state) => run(state),
    run,
  };
}

/** A list. A heading that joins one becomes plain; a quote stays, and holds the list. */
function list(kind: ListKind, words: Words): RunnableCommand {
  const isThis = (state: EditorState) => allBlocks(state, (shape) => shape.list === kind);
  const become = (state: EditorState): Attrs => {
    if (isThis(state)) return noList;
    const isHeading = allBlocks(state, (shape) => shape.heading !== null);
    return { ...noList, list: kind, ...(isHeading && { kind: null, level: null }) };
  };
  return {
    ...words,
    group: "block",
    in: everywhere,
    isActive: isThis,
    isEnabled: hasText,
    run: (state, dispatch) => turnInto(state, dispatch, become(state)),
  };
}

/** A command for the keyboard and the palette. */
function quiet(id: string, label: string, icon: string, keys?: string) {
  return { id, label, icon, group: "block", in: [], isActive: () => false, ...(keys && { keys }) } as const;
}

function setLanguage(state: EditorState, language: string | null, dispatch?: Dispatch): boolean {
  const blocks = textBlocks(state).filter(({ node }) => isCode(node));
  if (blocks.length === 0) return false;
  const tr = state.tr;
  for (const { pos } of blocks) setAttributes(tr, pos, { language });
  dispatch?.(tr);
  return true;
}

/** Folds the section that the caret is in, or whose heading it is in; folded, that shows it again. */
function foldSection(
  { doc, selection: { $head } }: EditorState,
  dispatch?: Dispatch,
  view?: EditorView,
): boolean {
  const pos = headingAbove($head);
  if (pos === null || !sectionOf(doc, pos)) return false;
  if (dispatch && view) toggleSection(view, () => headingAbove(view.state.selection.$head));
  return true;
}

function hasText(state: EditorState): boolean {
  return textBlocks(state).length > 0;
}

function isQuote(state: EditorState): boolean {
  return allBlocks(state, ({ quote }) => quote > 0);
}

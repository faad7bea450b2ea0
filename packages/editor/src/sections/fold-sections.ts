import type { Node } from "prosemirror-model";
import { type Selection, TextSelection, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { findBlock } from "../removed-block.ts";
import { type Section, sectionOf } from "./section.ts";
import { foldsIn, type SectionFolds, setFolds } from "./sections-plugin.ts";

const headClass = "quire-folded-section";
const tuckedClass = "quire-tucked";

/** Folds the section of the heading at a position, or unfolds it. A caret in it goes to the end of the heading. */
export function toggleFold(view: EditorView, pos: number | null): void {
  if (pos === null || view.isDestroyed) return;
  const { tr, doc, selection } = view.state;
  const section = sectionOf(doc, pos);
  if (!section) return;
  const folded = foldedIn(view);
  const isFolded = folded.some((other) => other.pos === pos);
  const others = folded.filter((other) => other.pos !== pos);
  if (!isFolded && isLedInto(selection, section))
    tr.setSelection(TextSelection.create(doc, section.from - 1));
  const sections = isFolded ? others : [...others, section];
  view.dispatch(setFolds(tr, new FoldedSections(doc, sections, draw(doc, sections))));
}

function foldedIn(view: EditorView): readonly Section[] {
  const folds = foldsIn(view.state);
  return folds instanceof FoldedSections ? folds.sections : [];
}

/** Sections that are folded in a document. They open where the selection comes into them, and go with their headings. */
class FoldedSections implements SectionFolds {
  readonly sections: readonly Section[];
  readonly decorations: DecorationSet;
  readonly #doc: Node;

  constructor(doc: Node, sections: readonly Section[], decorations: DecorationSet) {
    this.#doc = doc;
    this.sections = sections;
    this.decorations = decorations;
  }

  apply(tr: Transaction): SectionFolds | null {
    const now = tr.docChanged ? this.#moved(tr) : this;
    const kept = now.sections.filter((section) => !isLedInto(tr.selection, section));
    return kept.length > 0 ? now.#with(kept) : null;
  }

  shownFor(pos: number): number {
    const hiding = this.sections.filter((section) => holds(section, pos));
    return hiding.length > 0 ? Math.min(...hiding.map((section) => section.pos)) : pos;
  }

  openedAt(pos: number): SectionFolds {
    return this.#with(this.sections.filter((section) => !holds(section, pos)));
  }

  /** Delete at the end of a folded heading would take words away from what nobody sees. */
  takesKey(view: EditorView, { key, shiftKey }: KeyboardEvent): boolean {
    const { $from, empty } = view.state.selection;
    if (key !== "Delete" || shiftKey || !empty || $from.parentOffset < $from.parent.content.size)
      return false;
    if ($from.depth === 0 || !this.sections.some(({ pos }) => pos === $from.before())) return false;
    view.dispatch(setFolds(view.state.tr, this.openedAt($from.after())));
    return true;
  }

  #with(sections: readonly Section[]): FoldedSections {
    if (sections.length === this.sections.length) return this;
    return new FoldedSections(this.#doc, sections, draw(this.#doc, sections));
  }

  #moved({ doc, mapping }: Transaction): FoldedSections {
    const sections = this.sections.flatMap(({ pos, heading }) => {
      const mapped = mapping.mapResult(pos);
      // One that was moved elsewhere is another node there, of the same name.
      const at = mapped.deletedAfter ? findNamed(doc, heading.attrs.id) : mapped.pos;
      return (at === null ? null : sectionOf(doc, at)) ?? [];
    });
    const kept = this.decorations.map(mapping, doc);
    return new FoldedSections(doc, sections, isDrawn(kept, sections) ? kept : draw(doc, sections));
  }
}

function findNamed(doc: Node, id: unknown): number | null {
  return typeof id === "string" ? findBlock(doc, id) : null;
}

function isLedInto({ anchor, head }: Selection, section: Section): boolean {
  return holds(section, anchor) || holds(section, head);
}

function holds({ from, to }: Section, pos: number): boolean {
  return from <= pos && pos < to;
}

/** What each block is drawn with, by its position. One may be in several sections, and the heading of another. */
function classesIn(sections: readonly Section[]): ReadonlyMap<number, { node: Node; names: string }> {
  const drawn = new Map<number, { node: Node; names: string }>();
  const add = (pos: number, node: Node, name: string) => {
    const names = drawn.get(pos)?.names ?? "";
    if (!names.includes(name)) drawn.set(pos, { node, names: `${names} ${name}`.trim() });
  };
  // In their order, so that the same sections are always drawn alike.
  for (const { pos, heading, from, blocks } of sections.toSorted((a, b) => a.pos - b.pos)) {
    add(pos, heading, headClass);
    let at = from;
    for (const block of blocks) {
      add(at, block, tuckedClass);
      at += block.nodeSize;
    }
  }
  return drawn;
}

function draw(doc: Node, sections: readonly Section[]): DecorationSet {
  const drawn = [...classesIn(sections)].map(([pos, { node, names }]) =>
    Decoration.node(
      pos,
      pos + node.nodeSize,
      { class: names },
      { names, isFolded: names.includes(headClass) },
    ),
  );
  return DecorationSet.create(doc, drawn);
}

/** Whether the decorations are those of the sections. They are drawn anew only where they are not: that takes long for many blocks. */
function isDrawn(decorations: DecorationSet, sections: readonly Section[]): boolean {
  const wanted = classesIn(sections);
  const found = decorations.find();
  return (
    found.length === wanted.size && found.every(({ from, spec }) => wanted.get(from)?.names === spec.names)
  );
}

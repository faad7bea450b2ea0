import { initProseMirrorDoc } from "y-prosemirror";
import * as Y from "yjs";
import { bindings, bound } from "./bindings.ts";
import type { BoundPage } from "./bound-page.ts";
import { contentOf, sharedContentOf } from "./content.ts";
import { marked } from "./marked-words.ts";
import { Places } from "./places.ts";
import { schema } from "./schema.ts";

/** What a page looked like before others' changes came in. */
export interface Look {
  readonly words: readonly MarkedIds[];
  readonly ends: readonly End[];
  readonly blocks: ReadonlyMap<unknown, unknown>;
}

/** The characters that an end of the selection stands between: those it has to stay between, and all as they read. */
interface End {
  readonly before: string | null;
  readonly after: string | null;
  readonly letters: Letters;
}

/** What is read on both sides of a place. */
interface Letters {
  readonly before: string;
  readonly after: string;
}

/** The characters that a mark covers, and its neighbours. */
interface MarkedIds {
  readonly word: string;
  readonly ids: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
}

/** Remembers which characters the marks cover, which ones the selection's ends stand between, and each block's node. */
export function look(page: BoundPage): Look {
  const places = new Places(page.fragment, schema);
  const { from, to, empty } = page.state.selection;
  const [before, after] = [(pos: number) => places.idAt(pos - 1), (pos: number) => places.idAt(pos)];
  return {
    words: marked(page.state).map(({ word, from, to }) => ({
      word,
      ids: capitals(page, places, from, to),
      before: before(from),
      after: after(to),
    })),
    ends: empty
      ? [{ before: before(from), after: after(from), letters: lettersAt(page, from) }]
      : [
          { before: null, after: after(from), letters: lettersAt(page, from) },
          { before: before(to), after: null, letters: lettersAt(page, to) },
        ],
    blocks: new Map(page.fragment.toArray().map((type, index) => [type, page.doc.maybeChild(index)])),
  };
}

/** What others' changes may not do to a page: each fault found, by what it is. */
export interface Harm {
  readonly marks: readonly string[];
  readonly selection: readonly string[];
  readonly nodes: readonly string[];
}

/** Says what others' changes did to a page that they should not have done; changed are the types that they touched. */
export function harm(before: Look, page: BoundPage, changed: ReadonlySet<unknown>): Harm {
  const places = new Places(page.fragment, schema);
  return {
    marks: lostMarks(before, page, places),
    selection: movedEnds(before, page, places),
    nodes: newNodes(before, page, changed),
  };
}

/** Says where a page and its shared document differ. */
export function difference(page: BoundPage): readonly string[] {
  const shown = contentOf(page.doc);
  const shared = sharedContentOf(page.fragment);
  return shown === shared ? [] : [`${page.binding} shows\n  ${shown}\nand shares\n  ${shared}`];
}

/** Says where somebody who opens a copy of the document would see something else, or would change it by looking. */
export function misreadings(page: BoundPage): readonly string[] {
  const shown = contentOf(page.doc);
  const faults: string[] = [];
  const reading = (reader: string, read: (fragment: Y.XmlFragment) => string) => {
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(page.ydoc));
    let writes = 0;
    copy.on("update", () => {
      writes++;
    });
    const seen = read(copy.getXmlFragment("document"));
    if (seen !== shown) faults.push(`${page.binding} shows\n  ${shown}\na fresh ${reader} shows\n  ${seen}`);
    if (writes > 0) faults.push(`a fresh ${reader} writes when it opens ${shown}`);
    copy.destroy();
  };
  reading("y-prosemirror", (fragment) => contentOf(initProseMirrorDoc(fragment, schema).doc));
  for (const name of bindings) reading(name, (fragment) => contentOf(bound(name, fragment, schema).doc));
  return faults;
}

/** A mark covers what is left of its word, and nothing that was beside it. */
function lostMarks({ words }: Look, page: BoundPage, places: Places): readonly string[] {
  const now = new Map(marked(page.state).map((mark) => [mark.word, mark]));
  const where = (id: string | null) => (id === null ? null : places.posOf(id));
  return words.flatMap(({ word, ids, before, after }) => {
    const left = ids.flatMap((id) => places.posOf(id) ?? []);
    const [first, last] = [left[0], left.at(-1)];
    if (first === undefined || last === undefined || last < first) return [];
    // Where letters went and the same ones came, a split for one, which of them are the old ones is no question.
    const copies = page.doc.textContent.split("").filter((letter) => word.includes(letter));
    if (copies.length !== left.length) return [];
    const starts = [(where(before) ?? -1) + 1, first];
    const ends = [last + 1, where(after) ?? page.doc.content.size];
    const mark = now.get(word);
    const isIn = (pos: number, [least, most]: readonly number[]) => pos >= least! && pos <= most!;
    if (mark && isIn(mark.from, starts) && isIn(mark.to, ends)) return [];
    const found = mark ? `${mark.from} to ${mark.to}` : "nothing";
    return [
      `the mark on ${word} covers ${found} instead of ${first} to ${last + 1} in ${page.doc.toString()}`,
    ];
  });
}

function movedEnds({ ends }: Look, page: BoundPage, places: Places): readonly string[] {
  const { from, to } = page.state.selection;
  return ends.flatMap(({ before, after, letters }, index) => {
    const pos = index === 0 ? from : to;
    const left = before === null ? null : places.posOf(before);
    const right = after === null ? null : places.posOf(after);
    const now = lettersAt(page, pos);
    const isLike = (side: keyof Letters) => letters[side] !== "" && letters[side] === now[side];
    // Where another undid what took letters away, they are there twice: it may stay between either.
    if (isLike("before") && isLike("after")) return [];
    // A letter that is gone and written anew elsewhere takes it along.
    if (before !== null && left === null && isLike("before")) return [];
    if (left !== null && pos < left + 1)
      return [`the selection's end went back to ${pos}, before ${left + 1} in ${page.doc.toString()}`];
    if (right !== null && pos > right)
      return [`the selection's end went on to ${pos}, behind ${right} in ${page.doc.toString()}`];
    return [];
  });
}

function newNodes({ blocks }: Look, page: BoundPage, changed: ReadonlySet<unknown>): readonly string[] {
  return page.fragment.toArray().flatMap((type, index) => {
    const before = blocks.get(type);
    const isKept = !before || changed.has(type) || before === page.doc.maybeChild(index);
    return isKept
      ? []
      : [`block ${index} is a new node, though nobody changed it, in ${page.doc.toString()}`];
  });
}

function lettersAt({ doc }: BoundPage, pos: number): Letters {
  const { nodeBefore, nodeAfter } = doc.resolve(pos);
  return { before: nodeBefore?.text?.slice(-1) ?? "", after: nodeAfter?.text?.slice(0, 1) ?? "" };
}

/** The letters of a marked word, without what was typed into it. */
function capitals(page: BoundPage, places: Places, from: number, to: number): readonly string[] {
  const ids: string[] = [];
  for (let pos = from; pos < to; pos++) {
    const id = places.idAt(pos);
    if (id !== null && /[A-Z]/.test(page.doc.textBetween(pos, pos + 1))) ids.push(id);
  }
  return ids;
}

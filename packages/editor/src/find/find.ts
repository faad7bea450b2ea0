import type { Node } from "prosemirror-model";
import { TextSelection, type Transaction } from "prosemirror-state";
import type { Editor } from "../editor.ts";
import { openSectionsAt } from "../sections/sections-plugin.ts";
import { DocumentHits } from "./document-hits.ts";
import { findingIn, setFinding } from "./find-plugin.ts";
import { type Hit, KnownHits } from "./hits.ts";
import { type Match, matchesIn } from "./matches.ts";
import { type Expression, type FindQuery, readQuery } from "./query.ts";
import { createRegexThread, type RegexFailure, type RegexThread } from "./regex-thread.ts";
import { replaceHits } from "./replacing.ts";
import { followSight, inSight, nearSight } from "./sight.ts";
import { expand } from "./template.ts";
import { type TextRun, textRuns } from "./text-runs.ts";

/** Why there is nothing to show: a broken expression, one that takes too long, or one that could not be tried. */
export type FindProblem =
  | { readonly type: "invalid"; readonly reason: string }
  | { readonly type: RegexFailure };

/** What a find bar shows. The same object until something in it changed. */
export interface FindSnapshot {
  readonly total: number;
  /** Which of them one stands at, from 1; 0 for none. */
  readonly place: number;
  /** The numbers are those of before: an answer is awaited. */
  readonly isSearching: boolean;
  readonly problem: FindProblem | null;
}

/** Finding in an editor's text, and replacing what is found. */
export interface Find {
  getSnapshot(): FindSnapshot;
  /** Calls back when the snapshot may be another one. Returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Looks for something, and goes to the first hit from where one is. */
  search(query: FindQuery): void;
  next(): void;
  previous(): void;
  /** Replaces the hit that one stands at, and goes on to the next. False if there was none, or it is not letters alone. */
  replace(replacement: string): boolean;
  /** Replaces all that are letters alone at once, as one step of undo. Says how many. */
  replaceAll(replacement: string): number;
  /** Ends the search: the hit that one stands at is selected, and the text has the focus. */
  close(): void;
  /** Lets everything go, and leaves selection and focus alone. */
  destroy(): void;
}

/** What a find bar needs, for an editor. It costs nothing before the first search. */
export function createFind(editor: Editor, thread: RegexThread = createRegexThread()): Find {
  return new EditorFind(editor, thread);
}

const nothing: FindSnapshot = { total: 0, place: 0, isSearching: false, problem: null };

/** As many letters as are given to the thread at once: more than that is a wait that can be given up. */
const lettersAtOnce = 500_000;

class EditorFind implements Find {
  readonly #editor: Editor;
  readonly #thread: RegexThread;
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  /** Ends what is heard of scrolling; nothing is before the first search. */
  #unfollow: (() => void) | undefined;
  #query: Expression = { type: "empty" };
  #isRegex = false;
  #known = new KnownHits(() => []);
  #failure: RegexFailure | null = null;
  /** What the thread was asked last; it has not answered yet. */
  #asked: KnownHits | null = null;
  #snapshot = nothing;

  constructor(editor: Editor, thread: RegexThread) {
    this.#editor = editor;
    this.#thread = thread;
    this.#unwatch = editor.watch(() => this.#look());
  }

  getSnapshot(): FindSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  search(query: FindQuery): void {
    const { view } = this.#editor;
    const { state } = view;
    this.#unfollow ??= followSight(view, () => this.#mark());
    this.#query = readQuery(query);
    this.#isRegex = query.isRegex && this.#query.type === "expression";
    this.#failure = null;
    if (this.#asked !== null) this.#thread.close(); // it may take its time for what nobody asks any more
    this.#asked = null;
    this.#known = new KnownHits(this.#isRegex ? null : searchFor(this.#query));
    const anchor = this.#hits()?.anchor ?? state.selection.from;
    this.#go(state.tr, DocumentHits.in(state.doc, this.#known, anchor, nearSight(view)));
  }

  next(): void {
    this.#step(1);
  }

  previous(): void {
    this.#step(-1);
  }

  replace(replacement: string): boolean {
    const { view } = this.#editor;
    const hits = this.#hits();
    const hit = hits?.currentHit();
    if (!view.editable || !hits || !hit?.isText) return false;
    const tr = replaceHits(view.state, [hit], (found) => this.#replacementFor(found, replacement));
    this.#go(tr, hits.seekingFrom(hit.to));
    return true;
  }

  replaceAll(replacement: string): number {
    const { view } = this.#editor;
    const hits = this.#hits();
    if (!view.editable || !hits || hits.isBehind) return 0;
    const all = hits.all().filter(({ isText }) => isText);
    const tr = replaceHits(view.state, all, (found) => this.#replacementFor(found, replacement));
    this.#go(tr, hits.forgotten());
    return all.length;
  }

  close(): void {
    const { view } = this.#editor;
    const current = this.#hits()?.current;
    const tr = setFinding(view.state.tr, null);
    if (current) tr.setSelection(TextSelection.create(tr.doc, current.from, current.to));
    // Before the scrolling, which is none while the focus is elsewhere.
    view.focus();
    view.dispatch(tr.scrollIntoView());
    this.#rest();
    this.#look();
  }

  destroy(): void {
    this.#unwatch();
    this.#listeners.clear();
    this.#rest();
    const { view } = this.#editor;
    if (!view.isDestroyed && this.#hits()) view.dispatch(setFinding(view.state.tr, null));
  }

  /** Costs nothing until the next search. */
  #rest(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#thread.close();
    this.#asked = null;
  }

  #hits(): DocumentHits | null {
    const finding = findingIn(this.#editor.view.state);
    return finding instanceof DocumentHits ? finding : null;
  }

  #step(direction: 1 | -1): void {
    const hits = this.#hits();
    if (hits) this.#go(this.#editor.view.state.tr, hits.stepped(direction));
  }

  #replacementFor({ match }: Hit, replacement: string): string {
    return this.#isRegex ? expand(replacement, match) : replacement;
  }

  /** Shows these hits, and the one that one stands at. */
  #go(tr: Transaction, hits: DocumentHits): void {
    const { view } = this.#editor;
    view.dispatch(setFinding(tr, hits));
    if (this.#hits()?.isBehind === false) this.#reveal();
    this.#look();
  }

  #reveal(): void {
    const current = this.#hits()?.current;
    if (current) openSectionsAt(this.#editor.view, current.from);
    // The focus is elsewhere, where ProseMirror does not scroll.
    this.#editor.view.dom.querySelector(".quire-hit-current")?.scrollIntoView({ block: "nearest" });
  }

  /** Marks what has come in sight. */
  #mark(): void {
    const { view } = this.#editor;
    const hits = this.#hits();
    if (hits && !hits.isBehind && !hits.reaches(inSight(view)))
      view.dispatch(setFinding(view.state.tr, hits.inSight(nearSight(view))));
  }

  #look(): void {
    this.#mark();
    const hits = this.#hits();
    if (hits?.isBehind === true) this.#ask(hits);
    const snapshot = this.#take(hits);
    if (isSame(snapshot, this.#snapshot)) return;
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }

  #take(hits: DocumentHits | null): FindSnapshot {
    if (hits === null) return nothing;
    if (this.#query.type === "invalid") {
      const problem = this.#snapshot.problem;
      const { reason } = this.#query;
      const isKnown = problem?.type === "invalid" && problem.reason === reason;
      return { ...nothing, problem: isKnown ? problem : { type: "invalid", reason } };
    }
    if (this.#failure !== null) {
      const isKnown = this.#snapshot.problem?.type === this.#failure;
      return { ...nothing, problem: isKnown ? this.#snapshot.problem : { type: this.#failure } };
    }
    if (hits.isBehind) return { ...this.#snapshot, isSearching: true, problem: null };
    return { total: hits.total, place: hits.place(), isSearching: false, problem: null };
  }

  /** Asks the thread about blocks that it has not seen: some at first, the rest when it has answered. */
  #ask(hits: DocumentHits): void {
    if (this.#asked !== null || this.#failure !== null || this.#query.type !== "expression") return;
    const known = this.#known;
    const { source, flags } = this.#query;
    const blocks = someOf(hits.unknown());
    this.#asked = known;
    const texts = blocks.flatMap(({ runs }) => runs.map(({ text }) => text));
    void this.#thread.ask({ source, flags, texts }).then((answer) => {
      if (this.#asked !== known || this.#editor.view.isDestroyed) return; // nobody wants to know it any more
      this.#asked = null;
      if (typeof answer === "string") {
        this.#failure = answer;
        this.#look();
        return;
      }
      let at = 0;
      for (const { block, runs } of blocks) {
        known.tell(block, runs, answer.slice(at, at + runs.length));
        at += runs.length;
      }
      this.#hear();
    });
  }

  #hear(): void {
    const hits = this.#hits();
    const now = hits?.caughtUp();
    if (hits === null || now === undefined || now === hits) return this.#look();
    const isFirst = now.current !== null && hits.current === null;
    this.#editor.view.dispatch(setFinding(this.#editor.view.state.tr, now));
    if (isFirst) this.#reveal();
    this.#look();
  }
}

interface AskedBlock {
  readonly block: Node;
  readonly runs: readonly TextRun[];
}

function someOf(blocks: readonly Node[]): readonly AskedBlock[] {
  const some: AskedBlock[] = [];
  let letters = 0;
  for (const block of blocks) {
    const runs = textRuns(block);
    some.push({ block, runs });
    letters += runs.reduce((sum, { text }) => sum + text.length, 0);
    if (letters >= lettersAtOnce) break;
  }
  return some;
}

function searchFor(query: Expression): (text: string) => readonly Match[] {
  if (query.type !== "expression") return () => [];
  const expression = new RegExp(query.source, query.flags);
  return (text) => matchesIn(expression, text);
}

function isSame(a: FindSnapshot, b: FindSnapshot): boolean {
  return (
    a.total === b.total && a.place === b.place && a.isSearching === b.isSearching && a.problem === b.problem
  );
}

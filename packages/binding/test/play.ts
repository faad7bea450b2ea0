import { AllSelection, NodeSelection } from "prosemirror-state";
import type { Transaction } from "yjs";
import { createRandom } from "../../../trouble/random.ts";
import type { BindingName } from "./bindings.ts";
import { BoundPage, read } from "./bound-page.ts";
import { contentOf, sharedContentOf } from "./content.ts";
import { type EditName, edit } from "./edits.ts";
import { difference, type Harm, harm, look, misreadings } from "./judge.ts";
import { markedWords } from "./marked-words.ts";
import { texts } from "./texts.ts";
import { Wire } from "./wire.ts";

/** What happens in a few pages that hear of each other now and then. */
export interface Play {
  /** The document at first: which one of those there are. */
  readonly text: number;
  readonly pages: readonly BindingName[];
  /** Who wins where two write at one place: the pages' ids in Yjs. */
  readonly clients: readonly number[];
  readonly moves: readonly Move[];
}

/** One thing that happens; numbers beyond what there is begin again from the start. */
export type Move =
  | {
      readonly type: "edit";
      readonly who: number;
      readonly name: EditName;
      readonly dice: number;
      readonly isNewStep: boolean;
    }
  | { readonly type: "undo" | "redo"; readonly who: number }
  | {
      readonly type: "deliver";
      readonly who: number;
      readonly sender: number;
      readonly count: number;
      readonly isMerged: boolean;
      /** The name of an edit that others' changes come in between: it is in the view, and not written yet. */
      readonly into?: EditName | undefined;
      readonly dice?: number | undefined;
    };

/**
 * What each binding is held to. y-prosemirror draws the document anew at each change of others, so marks are lost, and it
 * keeps a selection less well; it throws when a selected node is deleted by somebody else.
 */
const promises: Readonly<Record<BindingName, readonly (keyof Harm)[]>> = {
  stock: ["nodes"],
  ours: ["nodes", "selection", "marks"],
};

/** What happened, and what of it should not have. */
export interface Outcome {
  readonly log: readonly string[];
  readonly faults: readonly string[];
}

/** Plays it to the end, when all have heard of all, or to the first fault. */
export function play({ text, pages: names, clients, moves }: Play): Outcome {
  const pages = names.map(
    (name, index) => new BoundPage(name, read(texts[text]!, clients[index]), { plugins: [markedWords()] }),
  );
  const wire = new Wire(...pages);
  const log: string[] = [];
  const faults: string[] = [];
  const check = (page: BoundPage) => faults.push(...difference(page));
  const hear: Hear = (page, deliver) => {
    const found = watched(page, deliver);
    faults.push(...promises[page.binding].flatMap((promise) => found[promise]));
  };
  try {
    for (const move of moves) {
      const page = pages[move.who % pages.length]!;
      log.push(...doIt(page, move, wire, hear));
      check(page);
      if (faults.length > 0) return { log, faults };
    }
    wire.exchange((to, deliver) => {
      log.push(`${name(to, wire)} hears`);
      hear(to, () => deliver({ before: () => leaveNode(to) }));
      check(to);
    });
    faults.push(...unlike(pages), ...pages.slice(0, 1).flatMap(misreadings));
  } catch (cause) {
    faults.push(`it throws: ${cause instanceof Error ? cause.stack : String(cause)}`);
  } finally {
    for (const page of pages) page.close();
  }
  return { log, faults };
}

type Hear = (page: BoundPage, deliver: () => void) => void;

function doIt(page: BoundPage, move: Move, wire: Wire<BoundPage>, hear: Hear): readonly string[] {
  const who = name(page, wire);
  leaveNode(page);
  switch (move.type) {
    case "edit": {
      if (move.isNewStep) page.pause();
      const tr = edit(page.state, move.name, createRandom(move.dice));
      if (tr) page.edit(() => tr);
      if (!tr) return [];
      return [
        `${who} does ${move.name} ${JSON.stringify(tr.steps)}`,
        ...(tr.selectionSet ? [`${who} selects ${JSON.stringify(tr.selection)}`] : []),
      ];
    }
    case "deliver": {
      const senders = wire.sendersTo(page);
      const sender = senders[move.sender % senders.length];
      if (!sender) return [];
      const { count, isMerged } = move;
      const before = () => leaveNode(page);
      const deliver = () => wire.deliver(page, sender, { count, isMerged, before });
      if (move.into !== undefined && page.binding === "ours") {
        const tr = edit(page.state, move.into, createRandom(move.dice ?? 0));
        if (!tr?.docChanged) return [];
        page.interrupt(deliver);
        page.edit(() => tr);
        return [
          `${who} hears ${move.count} of ${name(sender, wire)} while it does ${JSON.stringify(tr.steps)}`,
        ];
      }
      hear(page, deliver);
      return [`${who} hears ${move.count} of ${name(sender, wire)}${move.isMerged ? " as one" : ""}`];
    }
    default:
      // Yjs' own undo, which stock pages have, now and then leaves people with different texts (1 of 1,000 long plays).
      if (page.binding === "stock") return [];
      page[move.type]();
      return [`${who} does ${move.type}`];
  }
}

/** Lets others' changes in, and says what they did. */
function watched(page: BoundPage, deliver: () => void): Harm {
  const changed = new Set<unknown>();
  const note = ({ changedParentTypes }: Transaction) => {
    for (const type of changedParentTypes.keys()) changed.add(type);
  };
  const before = look(page);
  page.ydoc.on("afterTransaction", note);
  deliver();
  page.ydoc.off("afterTransaction", note);
  return harm(before, page, changed);
}

/** y-prosemirror throws when a node goes that is selected: so none is when that may happen. */
function leaveNode(page: BoundPage): void {
  if (page.binding !== "stock" || !(page.state.selection instanceof NodeSelection)) return;
  page.edit((tr) => tr.setSelection(new AllSelection(tr.doc)));
}

/** Says who ended with another document than the first one. */
function unlike(pages: readonly BoundPage[]): readonly string[] {
  const [first, ...others] = pages.map(({ doc, fragment }) => [contentOf(doc), sharedContentOf(fragment)]);
  return others.flatMap((other, index) => {
    if (other[1] !== first?.[1])
      return [`page ${index + 1} shares\n  ${other[1]}\nand page 0\n  ${first?.[1]}`];
    return other[0] === first?.[0]
      ? []
      : [`page ${index + 1} shows\n  ${other[0]}\nand page 0\n  ${first?.[0]}`];
  });
}

function name(page: BoundPage, wire: Wire<BoundPage>): string {
  return `page ${wire.pages.indexOf(page)} (${page.binding})`;
}

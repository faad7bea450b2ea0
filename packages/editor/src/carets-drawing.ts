import { isSealed } from "@quire/schema";
import type { Node, ResolvedPos } from "prosemirror-model";
import { Selection, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { CaretFlags } from "./caret-flags.ts";
import type { Carets, RemoteCaret } from "./carets-state.ts";

/** Draws others' carets and what they have selected. */
export function drawCarets(doc: Node, carets: Carets, flags: CaretFlags): DecorationSet {
  return DecorationSet.create(
    doc,
    [...carets].flatMap(([id, caret]) => draw(doc, id, caret, flags)),
  );
}

/** The same after a transaction: those that only shifted along with the text keep what they are drawn as. */
export function redrawCarets(
  before: { readonly carets: Carets; readonly drawn: DecorationSet },
  carets: Carets,
  tr: Transaction,
  flags: CaretFlags,
): DecorationSet {
  const along = before.drawn.map(tr.mapping, tr.doc);
  const stale = new Set([...before.carets.keys(), ...carets.keys()]);
  for (const [id, { draws }] of carets) if (before.carets.get(id)?.draws === draws) stale.delete(id);
  if (stale.size === 0) return along;
  const old = along.find(
    undefined,
    undefined,
    ({ caret }: { caret?: number }) => caret !== undefined && stale.has(caret),
  );
  const anew = [...stale].flatMap((id) => {
    const caret = carets.get(id);
    return caret ? draw(tr.doc, id, caret, flags) : [];
  });
  return along.remove(old).add(tr.doc, anew);
}

function draw(doc: Node, id: number, { person, anchor, head }: RemoteCaret, flags: CaretFlags): Decoration[] {
  if (anchor.pos === null || head.pos === null) return [];
  const from = Math.min(anchor.pos, head.pos);
  const to = Math.max(anchor.pos, head.pos);
  const $head = doc.resolve(head.pos);
  const at = $head.parent.inlineContent ? head.pos : Selection.near($head, -1).head;
  const side = sideAt(doc.resolve(at));
  const caret = Decoration.widget(at, ({ dom }) => flags.draw(id, person, dom), {
    key: `${id}/${person.hue}/${person.name}/${side}`,
    caret: id,
    side,
    ignoreSelection: true,
    destroy: (element) => flags.drop(id, element),
  });
  if (from === to) return [caret];
  const wash = { class: `quire-selection quire-hue-${person.hue}` };
  return [Decoration.inline(from, to, wash, { caret: id }), caret];
}

/**
 * On which side of this person's caret another one is drawn where both stand at one place: after it. But at the start of
 * a text, or beside something sealed, before it: Chromium's End key would stay there, or go to the document's end.
 */
function sideAt({ nodeBefore, nodeAfter }: ResolvedPos): number {
  if (nodeBefore?.isText) return 10;
  const isBesideThing = [nodeBefore, nodeAfter].some((node) => node !== null && isSealed(node));
  return nodeAfter?.isText || isBesideThing ? -1 : 10;
}

import { fragmentName, titleName } from "@quire/schema";
import * as Y from "yjs";
import { type Held, materialise } from "../../src/materialise/materialise.ts";

/** All that is held, as one update. Throws where a part of it builds on what is not there. */
export function stateOf(held: Held): Uint8Array {
  const ydoc = materialise(held);
  const state = Y.encodeStateAsUpdate(ydoc);
  ydoc.destroy();
  return state;
}

/**
 * A state in the one form that does not depend on how it came about: what Yjs writes after it has read all of it at once.
 * Every struct is in it with what it stands on, and every delete.
 */
function canonical(state: Uint8Array): Uint8Array {
  return stateOf({ snapshot: { state }, tail: [] });
}

/** Whether the same bytes are held. */
export function isSameHeld(one: Held, other: Held): boolean {
  return (
    one.tail.length === other.tail.length &&
    Buffer.compare(one.snapshot?.state ?? nothing, other.snapshot?.state ?? nothing) === 0 &&
    one.tail.every((update, at) => Buffer.compare(update, other.tail[at] ?? nothing) === 0)
  );
}

const nothing = new Uint8Array();

/** What people see of a document. */
export function shown(ydoc: Y.Doc): string {
  return `${ydoc.getText(titleName).toString()}\n${ydoc.getXmlFragment(fragmentName).toString()}`;
}

/**
 * How two states differ in words, struct by struct and delete by delete; undefined if they do not. Into how many pieces a
 * run of letters is cut is no difference.
 */
export function difference(one: Uint8Array, other: Uint8Array): string | undefined {
  if (Buffer.compare(one, other) === 0) return undefined;
  const first = canonical(one);
  // Most states that were put together of a log are in this form already.
  if (Buffer.compare(first, other) === 0) return undefined;
  const second = canonical(other);
  if (Buffer.compare(first, second) === 0) return undefined;
  const [ours, theirs] = [linesOf(first), linesOf(second)];
  const missing = [...theirs].filter((line) => !ours.has(line));
  const more = [...ours].filter((line) => !theirs.has(line));
  if (missing.length === 0 && more.length === 0) return undefined;
  return `it lacks ${some(missing)}; it has besides ${some(more)}`;
}

/**
 * Whether what stands left of an item when it was written stands right of it elsewhere: Yjs' undo writes such an item now
 * and then, and no two documents need agree on where it is.
 */
export function hasTwistedItem(ydoc: Y.Doc): boolean {
  for (const structs of ydoc.store.clients.values())
    for (const struct of structs) if (struct instanceof Y.Item && isTwisted(ydoc, struct)) return true;
  return false;
}

function isTwisted(ydoc: Y.Doc, { origin, rightOrigin }: Y.Item): boolean {
  if (origin === null || rightOrigin === null) return false;
  const right = Y.getItem(ydoc.store, rightOrigin);
  if (right instanceof Y.Item && holds(right, origin)) return rightOrigin.clock <= origin.clock;
  for (let item = right instanceof Y.Item ? right.right : null; item !== null; item = item.right)
    if (holds(item, origin)) return true;
  return false;
}

function holds(item: Y.Item, { client, clock }: Y.ID): boolean {
  return item.id.client === client && item.id.clock <= clock && clock < item.id.clock + item.length;
}

function some(lines: readonly string[]): string {
  return lines.length === 0 ? "nothing" : `${lines.length}: ${lines.slice(0, 4).join(" | ")}`;
}

/** The structs and deletes of a state in words, runs of letters as long as they can be. */
function linesOf(state: Uint8Array): Set<string> {
  const { structs, ds } = Y.decodeUpdate(state);
  const lines = new Set<string>();
  let run: { readonly first: Y.Item; readonly last: Y.Item; readonly words: string } | undefined;
  const end = (): void => {
    if (run !== undefined) lines.add(lineOf(run.first, run.words));
    run = undefined;
  };
  for (const struct of structs) {
    if (struct instanceof Y.Item && run !== undefined && continues(run.last, struct)) {
      run = { first: run.first, last: struct, words: run.words + wordsOf(struct.content) };
      continue;
    }
    end();
    if (struct instanceof Y.Item) run = { first: struct, last: struct, words: wordsOf(struct.content) };
    else lines.add(`${struct.id.client}:${struct.id.clock}+${struct.length} ${struct.constructor.name}`);
  }
  end();
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) lines.add(`deleted ${client}:${clock}+${len}`);
  return lines;
}

/** Whether an item only carries on what the one before it began. */
function continues(before: Y.Item, { id, origin, rightOrigin, content }: Y.Item): boolean {
  const isNext =
    id.client === before.id.client && origin?.client === id.client && origin.clock === id.clock - 1;
  const isSame =
    Y.compareIDs(before.rightOrigin, rightOrigin) && before.content.constructor === content.constructor;
  return isNext && isSame && !(content instanceof Y.ContentType || content instanceof Y.ContentFormat);
}

function lineOf({ id, origin, rightOrigin, parent, parentSub, content }: Y.Item, words: string): string {
  const ground = [origin, rightOrigin, parent, parentSub].map((each) => JSON.stringify(each)).join(" ");
  return `${id.client}:${id.clock} ${ground} ${content.constructor.name} ${words}`;
}

function wordsOf(content: Y.Item["content"]): string {
  if (content instanceof Y.ContentType) return content.type.constructor.name;
  if (content instanceof Y.ContentDeleted) return "x".repeat(content.len);
  if (content instanceof Y.ContentString) return content.str;
  if (content instanceof Y.ContentFormat) return `${content.key} ${JSON.stringify(content.value)}`;
  return JSON.stringify(content.getContent());
}

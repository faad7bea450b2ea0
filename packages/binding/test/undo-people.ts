import * as Y from "yjs";
import type { Random } from "../../../trouble/random.ts";

/** What takes back a person's work: ours, or the stock one in an experiment. */
export interface Undo {
  undo(): unknown;
  redo(): unknown;
  destroy(): void;
}

/** The origin under which a person edits in these tests. */
export const mine = { name: "mine" };

/** Somebody who edits at random, with undo, and hears of others when told to. */
export class Person {
  readonly ydoc = new Y.Doc();
  readonly fragment = this.ydoc.getXmlFragment("document");
  /** Every update that was made here, in order. */
  readonly sent: Uint8Array[] = [];
  readonly #heard = new Map<Person, number>();
  readonly undo: Undo;
  readonly random: Random;
  /** Whether all edits are to be undone, and not only most. */
  isTracked = false;

  constructor(client: number, random: Random, openUndo: (fragment: Y.XmlFragment) => Undo) {
    this.ydoc.clientID = client;
    this.random = random;
    this.undo = openUndo(this.fragment);
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "wire") this.sent.push(update);
    });
  }

  /** Hears at most so many further updates of someone. */
  hear(other: Person, atMost = Number.POSITIVE_INFINITY): void {
    let next = this.#heard.get(other) ?? 0;
    for (let count = 0; count < atMost && next < other.sent.length; count++) {
      Y.applyUpdate(this.ydoc, other.sent[next++]!, "wire");
    }
    this.#heard.set(other, next);
  }

  isBehind(other: Person): boolean {
    return (this.#heard.get(other) ?? 0) < other.sent.length;
  }

  edit(): string {
    const action = actions[this.random.below(actions.length)]!;
    const origin = !this.isTracked && this.random.below(12) === 0 ? null : mine;
    this.ydoc.transact(() => action.run(this), origin);
    return action.name;
  }

  pick<Value>(values: readonly Value[]): Value | undefined {
    return values.length === 0 ? undefined : this.random.pick(values);
  }

  get elements(): Y.XmlElement[] {
    const found: Y.XmlElement[] = [];
    const visit = (parent: Y.XmlFragment) => {
      for (const child of parent.toArray()) {
        if (!(child instanceof Y.XmlElement)) continue;
        found.push(child);
        visit(child);
      }
    };
    visit(this.fragment);
    return found;
  }

  get texts(): Y.XmlText[] {
    return this.elements.flatMap((each) => each.toArray().filter((child) => child instanceof Y.XmlText));
  }

  close(): void {
    this.undo.destroy();
    this.ydoc.destroy();
  }
}

/** Lets everybody hear everything. */
export function settle(people: readonly Person[]): void {
  while (people.some((to) => people.some((from) => from !== to && to.isBehind(from)))) {
    for (const to of people) for (const from of people) if (from !== to) to.hear(from);
  }
}

/** A paragraph with text. */
export function paragraph(text: string, attributes: Readonly<Record<string, string>> = {}): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

/** All that a person sees, with attributes and formats. */
export function seen(fragment: Y.XmlFragment): unknown {
  return fragment.toArray().map((child): unknown => {
    if (child instanceof Y.XmlText) return child.toDelta();
    if (!(child instanceof Y.XmlElement)) return null;
    const attributes = Object.entries(child.getAttributes()).sort(([a], [b]) => (a < b ? -1 : 1));
    return { name: child.nodeName, attributes, content: seen(child) };
  });
}

interface Action {
  readonly name: string;
  run(person: Person): void;
}

/** What somebody types has letters that nobody else types, by which it is known who wrote what. */
export const letters: readonly string[] = ["abcd", "lmno", "wxyz"];

function wordsOf(person: Person): string {
  const own = letters[person.ydoc.clientID % letters.length] ?? "";
  return Array.from({ length: 1 + person.random.below(5) }, () =>
    person.random.pick(own.concat(" ").split("")),
  ).join("");
}

const marks = [{ strong: {} }, { em: {} }, { strong: null }, { link: { href: "x" } }];

const actions: readonly Action[] = [
  { name: "type", run: insertText },
  { name: "type", run: insertText },
  { name: "type", run: insertText },
  { name: "erase", run: eraseText },
  { name: "erase", run: eraseText },
  { name: "format", run: formatText },
  { name: "insert block", run: insertBlock },
  { name: "insert block", run: insertBlock },
  { name: "remove block", run: removeBlock },
  { name: "move block", run: moveBlock },
  { name: "wrap block", run: wrapBlock },
  { name: "split", run: split },
  { name: "join", run: join },
  { name: "set attribute", run: setAttribute },
  { name: "remove attribute", run: removeAttribute },
  { name: "leaf", run: insertLeaf },
];

function insertText(person: Person): void {
  const text = person.pick(person.texts);
  text?.insert(person.random.below(text.length + 1), wordsOf(person));
}

function eraseText(person: Person): void {
  const text = person.pick(person.texts);
  if (!text || text.length === 0) return;
  const from = person.random.below(text.length);
  text.delete(from, 1 + person.random.below(text.length - from));
}

function formatText(person: Person): void {
  const text = person.pick(person.texts);
  if (!text || text.length === 0) return;
  const from = person.random.below(text.length);
  text.format(from, 1 + person.random.below(text.length - from), marks[person.random.below(marks.length)]!);
}

function containers(person: Person): (Y.XmlFragment | Y.XmlElement)[] {
  return [
    person.fragment,
    person.fragment,
    ...person.elements.filter(({ nodeName }) => nodeName === "container"),
  ];
}

function insertBlock(person: Person): void {
  const parent = person.pick(containers(person))!;
  parent.insert(person.random.below(parent.length + 1), [
    paragraph(wordsOf(person), { id: String(person.random.below(1000)) }),
  ]);
}

function parentOf(element: Y.XmlElement): Y.XmlFragment {
  return element.parent as Y.XmlFragment;
}

function indexOf(element: Y.XmlElement): number {
  return parentOf(element).toArray().indexOf(element);
}

function removeBlock(person: Person): void {
  const element = person.pick(person.elements);
  if (element) parentOf(element).delete(indexOf(element), 1);
}

function moveBlock(person: Person): void {
  const element = person.pick(person.elements);
  if (!element) return;
  const copy = element.clone();
  parentOf(element).delete(indexOf(element), 1);
  const parent = person.pick(containers(person))!;
  parent.insert(person.random.below(parent.length + 1), [copy]);
}

function wrapBlock(person: Person): void {
  const element = person.pick(person.elements);
  if (element?.nodeName !== "paragraph") return;
  const copy = element.clone();
  const parent = parentOf(element);
  const index = indexOf(element);
  parent.delete(index, 1);
  const container = new Y.XmlElement("container");
  container.insert(0, [copy]);
  parent.insert(index, [container]);
}

function split(person: Person): void {
  const text = person.pick(person.texts);
  if (!text || text.length === 0) return;
  const at = person.random.below(text.length);
  const moved = plain(text).slice(at);
  const element = text.parent as Y.XmlElement;
  text.delete(at, text.length - at);
  parentOf(element).insert(indexOf(element) + 1, [paragraph(moved)]);
}

function join(person: Person): void {
  const element = person.pick(person.elements.filter((each) => indexOf(each) > 0));
  if (!element) return;
  const before = parentOf(element).get(indexOf(element) - 1);
  const [text, more] = [
    before instanceof Y.XmlElement && before.length > 0 ? before.get(0) : null,
    element.length > 0 ? element.get(0) : null,
  ];
  if (!(text instanceof Y.XmlText && more instanceof Y.XmlText)) return;
  text.insert(text.length, plain(more));
  parentOf(element).delete(indexOf(element), 1);
}

function setAttribute(person: Person): void {
  person
    .pick(person.elements)
    ?.setAttribute(person.pick(["id", "kind", "level"])!, String(person.random.below(5)));
}

function removeAttribute(person: Person): void {
  person.pick(person.elements)?.removeAttribute(person.pick(["id", "kind", "level"])!);
}

function insertLeaf(person: Person): void {
  const element = person.pick(person.elements.filter(({ nodeName }) => nodeName === "paragraph"));
  element?.insert(person.random.below(element.length + 1), [
    new Y.XmlElement("hard_break"),
    new Y.XmlText(wordsOf(person)),
  ]);
}

/** The characters of a text, without formats. */
export function plain(text: Y.Text): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : "\uFFFC"))
    .join("");
}

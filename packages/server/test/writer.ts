import { fragmentName, titleName } from "@quire/schema";
import * as Y from "yjs";
import type { Random } from "../../../trouble/random.ts";

const marks: readonly Record<string, unknown>[] = [
  { strong: {} },
  { em: {} },
  { underline: {} },
  { strike: {} },
  { code: { source: null } },
  { link: { href: "https://example.org/", title: null } },
  { strong: null },
  { link: null },
];

const attributes: readonly (readonly [string, unknown])[] = [
  ["kind", "heading"],
  ["kind", "quote"],
  ["level", 2],
  ["list", "bullet"],
  ["list", "task"],
  ["indent", 3],
  ["checked", true],
  ["id", "a-block-id"],
];

/** Somebody who writes in a document as an editor would, at random: every kind, mark and attribute of the schema, with undo. */
export class Writer {
  readonly ydoc = new Y.Doc();
  /** What was written and not handed over yet. */
  readonly updates: Uint8Array[] = [];
  readonly #undo: Y.UndoManager;
  readonly #random: Random;

  constructor(random: Random, clientId?: number) {
    this.#random = random;
    if (clientId !== undefined) this.ydoc.clientID = clientId;
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "remote") this.updates.push(update);
    });
    const scope = [this.ydoc.getXmlFragment(fragmentName), this.ydoc.getText(titleName)];
    this.#undo = new Y.UndoManager(scope, {
      captureTimeout: 0,
      trackedOrigins: new Set(["local"]),
      doc: this.ydoc,
    });
  }

  get fragment(): Y.XmlFragment {
    return this.ydoc.getXmlFragment(fragmentName);
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.ydoc, update, "remote");
  }

  /** Does one thing. */
  edit(): void {
    const random = this.#random;
    if (random.chance(0.1)) {
      this.#undo.undo();
      return;
    }
    if (random.chance(0.05)) {
      this.#undo.redo();
      return;
    }
    this.ydoc.transact(() => random.pick(this.#edits)(), "local");
  }

  destroy(): void {
    this.#undo.destroy();
    this.ydoc.destroy();
  }

  readonly #edits: readonly (() => void)[] = [
    () => this.#insertBlock(),
    () => this.#insertBlock(),
    () => this.#type(),
    () => this.#type(),
    () => this.#type(),
    () => this.#erase(),
    () => this.#format(),
    () => this.#setAttribute(),
    () => this.#setAttribute(),
    () => this.#removeBlock(),
    () => this.#split(),
    () => this.#join(),
    () => this.#breakLine(),
    () => this.#rename(),
  ];

  #insertBlock(): void {
    const random = this.#random;
    const block = new Y.XmlElement(
      random.pick(["paragraph", "paragraph", "paragraph", "code_block", "horizontal_rule"]),
    );
    if (random.chance(0.5)) block.setAttribute("id", `block-${random.below(1000)}`);
    if (block.nodeName !== "horizontal_rule" && random.chance(0.8)) {
      block.insert(0, [new Y.XmlText(random.chance(0.5) ? "words" : "")]);
    }
    this.fragment.insert(random.below(this.fragment.length + 1), [block]);
  }

  #type(): void {
    const text = this.#text();
    if (text === undefined) return;
    const words = this.#random.pick(["a", "hello ", "👩‍👩‍👧", "\u0000", "<b>", "x".repeat(50)]);
    text.insert(this.#position(text), words);
  }

  #erase(): void {
    const text = this.#text();
    if (text === undefined || text.length === 0) return;
    const [from, to] = this.#stretch(text);
    text.delete(from, to - from);
  }

  #format(): void {
    const text = this.#text();
    if (text === undefined || text.length === 0 || this.#isCode(text)) return;
    const [from, to] = this.#stretch(text);
    text.format(from, to - from, this.#random.pick(marks));
  }

  #setAttribute(): void {
    const block = this.#block("paragraph");
    if (block === undefined) return;
    const [name, value] = this.#random.pick(attributes);
    if (this.#random.chance(0.2)) block.removeAttribute(name);
    // Yjs' types know texts only; y-prosemirror writes the values as they are.
    else block.setAttribute(name, value as string);
  }

  #removeBlock(): void {
    if (this.fragment.length > 0) this.fragment.delete(this.#random.below(this.fragment.length), 1);
  }

  /** Enter: what stands behind the caret moves into a new block, as y-prosemirror writes it. */
  #split(): void {
    const block = this.#block("paragraph");
    const text = block?.get(0);
    if (block === undefined || !(text instanceof Y.XmlText) || text.length === 0) return;
    const at = this.#position(text);
    const moved = lettersOf(text).slice(at);
    text.delete(at, text.length - at);
    const behind = new Y.XmlElement("paragraph");
    behind.insert(0, [new Y.XmlText(moved)]);
    this.fragment.insertAfter(block, [behind]);
  }

  #join(): void {
    if (this.fragment.length < 2) return;
    const at = this.#random.below(this.fragment.length - 1);
    const [first, second] = [this.fragment.get(at), this.fragment.get(at + 1)];
    if (!(first instanceof Y.XmlElement && second instanceof Y.XmlElement)) return;
    const [text, more] = [first.get(0), second.get(0)];
    if (text instanceof Y.XmlText && more instanceof Y.XmlText) text.insert(text.length, "joined");
    this.fragment.delete(at + 1, 1);
  }

  #breakLine(): void {
    const block = this.#block("paragraph");
    block?.insert(this.#random.below(block.length + 1), [
      new Y.XmlElement("hard_break"),
      new Y.XmlText("next line"),
    ]);
  }

  #rename(): void {
    const title = this.ydoc.getText(titleName);
    if (this.#random.chance(0.3) && title.length > 0) title.delete(0, 1);
    else title.insert(this.#random.below(title.length + 1), "Title");
  }

  #block(name: string): Y.XmlElement | undefined {
    const blocks = this.fragment
      .toArray()
      .filter((each): each is Y.XmlElement => each instanceof Y.XmlElement && each.nodeName === name);
    return blocks.length === 0 ? undefined : this.#random.pick(blocks);
  }

  #text(): Y.XmlText | undefined {
    const block = this.#block(this.#random.pick(["paragraph", "paragraph", "code_block"]));
    const texts = block?.toArray().filter((each): each is Y.XmlText => each instanceof Y.XmlText) ?? [];
    return texts.length === 0 ? undefined : this.#random.pick(texts);
  }

  /** Between two characters: Yjs breaks a surrogate pair that somebody writes into, each replica in its own way. */
  #position(text: Y.Text): number {
    const at = this.#random.below(text.length + 1);
    return (lettersOf(text).codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
  }

  #stretch(text: Y.Text): [from: number, to: number] {
    const [one, other] = [this.#position(text), this.#position(text)];
    return [Math.min(one, other), Math.max(one, other)];
  }

  #isCode(text: Y.XmlText): boolean {
    return text.parent instanceof Y.XmlElement && text.parent.nodeName === "code_block";
  }
}

function lettersOf(text: Y.Text): string {
  const delta: { insert: unknown }[] = text.toDelta();
  return delta.map(({ insert }) => (typeof insert === "string" ? insert : "?")).join("");
}

import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { Embeds } from "./embeds.ts";
import type { ElementPart, Part, SealedPart, SealedText, TextPart } from "./mirror.ts";
import { keyOf, sealedKey } from "./sealed-key.ts";

/** Which part of the view a shared type has, and which thing a sealed node stands for. */
export class Registry {
  readonly #parts = new WeakMap<object, ElementPart | TextPart | SealedPart>();
  readonly #sealed = new Map<string, Y.Item | SealedText>();
  readonly embeds = new Embeds();
  #lastKey = 0;

  add(part: Part): void {
    if (part.kind === "filled") return;
    if (part.kind !== "sealed") this.#parts.set(part.type, part);
    else if (part.item.content instanceof Y.ContentType) this.#parts.set(part.item.content.type, part);
  }

  find(type: unknown): ElementPart | TextPart | SealedPart | undefined {
    return typeof type === "object" && type !== null ? this.#parts.get(type) : undefined;
  }

  /** The part that shows this type, or the nearest one around it. */
  around(type: Y.AbstractType<unknown>): ElementPart | TextPart | SealedPart | undefined {
    for (let at: unknown = type; at instanceof Y.AbstractType; at = at.parent) {
      const part = this.find(at);
      if (part !== undefined) return part;
    }
    return undefined;
  }

  /** A key of its own for a sealed node. */
  seal(what: Y.Item | SealedText): string {
    const key = sealedKey(++this.#lastKey);
    this.#sealed.set(key, what);
    return key;
  }

  /** A sealed node goes on standing for the same thing, in another place. */
  reseal(node: Node, what: Y.Item | SealedText): void {
    const key = keyOf(node);
    if (key !== undefined) this.#sealed.set(key, what);
  }

  /** Whether there was anything to seal. */
  get hasSealed(): boolean {
    return this.#sealed.size > 0;
  }

  /** What a sealed node of the view stands for; undefined for every other node. */
  sealed(node: Node): Y.Item | SealedText | undefined {
    const key = keyOf(node);
    return key === undefined ? undefined : this.#sealed.get(key);
  }

  /** The stretch of a text that a sealed node stands for. */
  sealedText(node: Node): SealedText | undefined {
    const what = this.sealed(node);
    return what === undefined || what instanceof Y.Item ? undefined : what;
  }

  /** Whether a node is written into a shared text, and not beside one. */
  isText(node: Node): boolean {
    return node.isText || this.sealedText(node) !== undefined;
  }
}

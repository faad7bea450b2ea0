import { encodeMessage, type Message } from "@quire/protocol";
import * as Y from "yjs";

/** What a gathering is opened with. */
export interface GatheringOptions {
  /** Hands a message on to the provider, which applies it. */
  deliver(frame: Uint8Array<ArrayBuffer>): void;
  /** Calls a task back once what changed is painted. */
  afterPaint(task: () => void): void;
}

/** `Y.mergeUpdates` costs the square of their number from here on. */
const mostUpdates = 64;

/**
 * What others write, a paint at a time. Where twenty write at once, each letter of theirs drawn by itself would take all of the
 * page's time; in a long document that is 30 ms each.
 *
 *     nothing waits for its paint -> applied at once
 *     something does              -> gathered; applied as one, once that is painted
 *
 * Carets follow the text that they stand in, and everything else keeps its place in the order.
 */
export class Gathering {
  readonly #options: GatheringOptions;
  #isPainting = false;
  #updates: Uint8Array[] = [];
  #carets: Uint8Array<ArrayBuffer>[] = [];

  constructor(options: GatheringOptions) {
    this.#options = options;
  }

  /** Takes a message in, in the order of arrival. */
  add(message: Message, frame: Uint8Array<ArrayBuffer>): void {
    if (message.type === "update") {
      this.#updates.push(message.update);
      if (!this.#isPainting || this.#updates.length >= mostUpdates) this.#draw();
    } else if (message.type === "awareness" && this.#updates.length > 0) {
      this.#carets.push(frame);
    } else {
      this.flush();
      this.#options.deliver(frame);
      // Who removed something is told of the update that comes next, and of no other.
      if (message.type === "remover") this.#isPainting = false;
    }
  }

  /** Applies what waits now. */
  flush(): void {
    const [updates, carets] = [this.#updates, this.#carets];
    const [update] = updates;
    this.#updates = [];
    this.#carets = [];
    if (update === undefined) return;
    const all = updates.length === 1 ? update : Y.mergeUpdates(updates);
    this.#options.deliver(new Uint8Array(encodeMessage({ type: "update", update: all })));
    for (const frame of carets) this.#options.deliver(frame);
  }

  #draw(): void {
    this.#isPainting = true;
    this.flush();
    this.#options.afterPaint(this.#painted);
  }

  /** Always the same function: what is asked for twice before a paint is done once. */
  readonly #painted = (): void => {
    if (this.#updates.length > 0) this.#draw();
    else this.#isPainting = false;
  };
}

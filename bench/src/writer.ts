import { Client, type ClientListener } from "./client.ts";
import type { RunningServer } from "./running-server.ts";
import type { TextOf } from "./target.ts";
import { firstUpdate, type Typist } from "./typist.ts";

/** A client that types: a typist's characters, into the text of the document that it has open. */
export class Writer {
  readonly client: Client;
  readonly typist: Typist;
  readonly #textOf: TextOf;
  #typed = 0;

  constructor(
    server: RunningServer,
    document: string,
    typist: Typist,
    listener: ClientListener = {},
    textOf: TextOf = server.target.textOf,
  ) {
    this.typist = typist;
    this.#textOf = textOf;
    this.client = new Client(server, document, listener);
  }

  /** Characters that were sent. */
  get typed(): number {
    return this.#typed;
  }

  /** Types the next character. */
  type(): void {
    this.client.sendUpdate(this.#typed === 0 ? this.#first() : this.typist.update(this.#typed));
    this.#typed += 1;
  }

  #first(): Uint8Array {
    return firstUpdate(this.typist.clientId, this.client.opening, this.#textOf);
  }
}

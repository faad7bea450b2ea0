import { ByteWriter } from "./byte-writer.ts";

/**
 * How a server is spoken to. `y-websocket`: y-protocols' messages, one a frame. `hocuspocus`: the same with the document's
 * name before each, after an exchange about who one is. `relay`: a server that understands nothing; there is no handshake.
 */
export type Protocol = "y-websocket" | "hocuspocus" | "relay";

/** The first number of a message. */
export const tags = { sync: 0, awareness: 1, auth: 2, syncReply: 4, syncStatus: 8, saved: 100 } as const;

/** The number after `tags.sync`. */
export const steps = { one: 0, two: 1, update: 2 } as const;

/** Says hocuspocus' "you are who you are" after `tags.auth`. */
export const authenticated = 2;

const nothing = Uint8Array.of(0, 0);
const emptyStateVector = Uint8Array.of(0);

/** One cursor: a Yjs client, its clock and its state as JSON. */
export interface Cursor {
  readonly client: number;
  readonly clock: number;
  readonly json: string;
}

/** Makes the messages that a client sends about one document. */
export class Speech {
  /** What stands before each message, both ways. */
  readonly prefix: Uint8Array;

  constructor(protocol: Protocol, document: string) {
    this.prefix = protocol === "hocuspocus" ? new ByteWriter().text(document).finish() : new Uint8Array(0);
  }

  /** Who I am, with hocuspocus: nobody in particular. */
  authenticate(): Buffer {
    return this.#message(tags.auth).varUint(0).text("").text("4.7.0").finish();
  }

  /** "I have nothing; what have you?" */
  ask(): Buffer {
    return this.#sync(steps.one, emptyStateVector);
  }

  /** The answer to the server's question, as of somebody who has nothing to offer. */
  offerNothing(): Buffer {
    return this.#sync(steps.two, nothing);
  }

  update(update: Uint8Array): Buffer {
    return this.#sync(steps.update, update);
  }

  cursor({ client, clock, json }: Cursor): Buffer {
    const entries = new ByteWriter().varUint(1).varUint(client).varUint(clock).text(json).finish();
    return this.#message(tags.awareness).block(entries).finish();
  }

  #sync(step: number, payload: Uint8Array): Buffer {
    return this.#message(tags.sync).varUint(step).block(payload).finish();
  }

  #message(tag: number): ByteWriter {
    return new ByteWriter().raw(this.prefix).varUint(tag);
  }
}

import {
  addressed,
  decodeHocuspocus,
  encodeAddress,
  encodeMessage,
  type HocuspocusFrame,
} from "@quire/protocol";
import type { Caller } from "./matrix-sockets.ts";

/** A provider of hocuspocus' that asks for documents by any bytes at all, on one socket as long as that is not closed. */
export class AddressAsker {
  readonly #caller: Caller;
  #socket: WebSocket | undefined;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** What is answered to the address: what may be done there, why nothing, or the code that the socket is closed with. */
  async ask(address: Uint8Array): Promise<string | number> {
    const length =
      address.length < 128 ? [address.length] : [(address.length & 127) | 128, address.length >> 7];
    const answer = await this.#say(Uint8Array.from([...length, ...address, 2, 0, 0]), ({ type }) =>
      ["granted", "denied"].includes(type),
    );
    if (typeof answer === "number") return answer;
    return answer.type === "granted" ? answer.scope : answer.type === "denied" ? answer.reason : answer.type;
  }

  /** Whether the document is open on this socket still: who is not in is not answered, or another socket is. */
  async isOpen(document: string): Promise<boolean> {
    const question = addressed(encodeAddress(document), encodeMessage({ type: "query-awareness" }));
    const before = this.#socket;
    const answer = await this.#say(
      Uint8Array.from(question),
      (frame) => frame.type === "message" && frame.address === document && frame.message.type === "awareness",
    );
    return typeof answer !== "number" && before === this.#socket;
  }

  close(): void {
    this.#socket?.close();
  }

  async #say(
    bytes: Uint8Array<ArrayBuffer>,
    isAnswer: (frame: HocuspocusFrame) => boolean,
  ): Promise<HocuspocusFrame | number> {
    this.#socket ??= await this.#open();
    const socket = this.#socket;
    const over = new AbortController();
    const { signal } = over;
    const answer = await new Promise<HocuspocusFrame | number>((resolve) => {
      const hear = ({ data }: MessageEvent<ArrayBuffer>): void => {
        const frame = decodeHocuspocus(new Uint8Array(data));
        if (isAnswer(frame)) resolve(frame);
      };
      socket.addEventListener("message", hear, { signal });
      socket.addEventListener("close", ({ code }) => resolve(code), { signal });
      socket.send(bytes);
    });
    over.abort();
    if (typeof answer === "number") this.#socket = undefined;
    return answer;
  }

  async #open(): Promise<WebSocket> {
    const { port, headers } = this.#caller;
    // Node's own takes headers, which the types of browsers do not know.
    const socket = new WebSocket(`ws://127.0.0.1:${port}/hocuspocus`, { headers } as unknown as string[]);
    socket.binaryType = "arraybuffer";
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    return socket;
  }
}

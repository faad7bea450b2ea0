import { frameAll } from "./wire-frame.ts";

/** Messages that go to one or to many: their frames are made once, for the first who needs them, and shared. */
export class Bundle {
  readonly messages: readonly Uint8Array[];
  #frames: readonly Buffer[] | undefined;

  constructor(messages: readonly Uint8Array[]) {
    this.messages = messages;
  }

  /** The messages as WebSocket frames. Nobody changes them. */
  get frames(): readonly Buffer[] {
    this.#frames ??= frameAll(this.messages);
    return this.#frames;
  }
}

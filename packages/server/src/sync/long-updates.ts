import { CloseCode, MalformedMessage, type Message } from "@quire/protocol";
import type { Judgement } from "../materialise/judge-update.ts";
import type { Journal } from "./journal.ts";
import type { Member } from "./member.ts";
import type { Standing } from "./standing.ts";

/** Bytes of an update from which on judging it takes so long (0.1 s and more) that everybody else would notice. */
export const longUpdateBytes = 256 * 1024;

/** How often the document may go on under an update until its sender has to come back with it. */
const maxTries = 3;

/** A message as it came. */
export interface Heard {
  readonly member: Member;
  readonly standing: Standing;
  readonly message: Message;
  readonly frame: Uint8Array;
}

export interface LongUpdatesOptions {
  readonly journal: Journal;
  /**
   * Takes a message; `judged` is what the gate said of its update. False where its sender was closed for it. Throws
   * `MalformedMessage`.
   */
  readonly take: (heard: Heard, judged?: Judgement) => boolean;
  /** Told of what went wrong on our side. */
  readonly onError: (error: unknown) => void;
}

/**
 * Has long updates judged in a worker. Who sent one is not read from meanwhile, and what was read behind it waits: a
 * connection's messages are taken in the order in which they came, also when it has ended since.
 */
export class LongUpdates {
  readonly #options: LongUpdatesOptions;
  /** What waits behind the update of each member that is being judged. */
  readonly #behind = new Map<Member, Heard[]>();

  constructor(options: LongUpdatesOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#behind.size === 0;
  }

  /** Whether a message is one to `defer`: it is long, or one that is comes before it. */
  concerns(member: Member, message: Message): boolean {
    return this.#behind.has(member) || (isWritten(message) && message.update.length > longUpdateBytes);
  }

  /** Takes the message later. */
  defer(heard: Heard): void {
    const behind = this.#behind.get(heard.member);
    if (behind === undefined) void this.#judge(heard);
    else behind.push(heard);
  }

  async #judge(heard: Heard): Promise<void> {
    const { member } = heard;
    const behind: Heard[] = [];
    this.#behind.set(member, behind);
    member.pause();
    let isWelcome = await this.#judgeAndTake(heard);
    this.#behind.delete(member);
    member.resume();
    for (const next of behind) {
      // Whoever was closed for a message says nothing behind it.
      if (!isWelcome) return;
      if (this.concerns(member, next.message)) this.defer(next);
      else isWelcome = this.#take(next);
    }
  }

  /** False where its sender was closed for it. */
  async #judgeAndTake(heard: Heard): Promise<boolean> {
    const { member, message } = heard;
    const { journal, onError } = this.#options;
    try {
      for (let tries = 0; isWritten(message) && tries < maxTries; tries++) {
        const say = await journal.judgeElsewhere(message.update, message.type === "sync-step-2");
        // Between this question and the taking nothing else may happen.
        const judged = say();
        if (judged !== undefined) return this.#take(heard, judged);
      }
    } catch (error) {
      onError(error);
    }
    // It was not called saved: the client sends it again when it comes back, and what came behind it.
    member.close(CloseCode.storeFailed, "what this client sent could not be judged now");
    return false;
  }

  /** False where its sender was closed for it. */
  #take(heard: Heard, judged?: Judgement): boolean {
    const { take, onError } = this.#options;
    try {
      return take(heard, judged);
    } catch (error) {
      if (error instanceof MalformedMessage) heard.member.close(CloseCode.invalid, error.message);
      else {
        onError(error);
        heard.member.close(CloseCode.storeFailed, "the server failed at this message");
      }
      return false;
    }
  }
}

/** Whether the message brings what somebody wrote. */
export function isWritten(
  message: Message,
): message is Extract<Message, { readonly type: "update" | "sync-step-2" }> {
  return message.type === "update" || message.type === "sync-step-2";
}

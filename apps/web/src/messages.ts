/** One thing that a message offers to do. */
export interface MessageAction {
  readonly label: string;
  readonly run: () => void;
}

/** A short message: news, what holds until something is done, something that failed, or the loss of somebody's words, which it repeats. */
export interface Message {
  readonly weight: "news" | "standing" | "failure" | "loss";
  readonly text: string;
  readonly action?: MessageAction;
  readonly quote?: string;
  /** What it is about: it takes the place of the one before about the same. */
  readonly about?: string;
}

/** One that is not shown yet, with a number of its own. */
export interface WaitingMessage extends Message {
  readonly id: number;
}

/** Short messages on their way to their place in the page, whose code comes late: until it takes them they wait. */
export class Messages {
  readonly #listeners = new Set<() => void>();
  #waiting: readonly WaitingMessage[] = [];
  #said = 0;

  /** Those that nobody has taken, oldest first. */
  readonly getSnapshot = (): readonly WaitingMessage[] => this.#waiting;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(message: Message): void {
    this.#become([...this.#waiting, { ...message, id: ++this.#said }]);
  }

  /** These are shown now, or done with. */
  take(messages: readonly WaitingMessage[]): void {
    this.#become(this.#waiting.filter((message) => !messages.includes(message)));
  }

  #become(waiting: readonly WaitingMessage[]): void {
    this.#waiting = waiting;
    for (const listener of this.#listeners) listener();
  }
}

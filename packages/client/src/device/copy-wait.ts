/** After how long a copy that is not read counts as one that failed. Some browsers' database never answers (WebKit bug 226547). */
const failedMs = 30_000;

/** The wait for this device's copy to be read: until it ends nobody knows whether edits of before are in it. */
export class CopyWait {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Calls back if it ends by itself. */
  constructor(onEnd: () => void) {
    this.#timer = setTimeout(() => {
      this.end();
      onEnd();
    }, failedMs);
  }

  get isOn(): boolean {
    return this.#timer !== undefined;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

import { CloseCode } from "@quire/protocol";
import { within } from "../within.ts";

/** How long a database that does not answer may hold up the line. Some browsers' never does (WebKit bug 226547). */
const copyPatienceMs = 3_000;
/** How long the line may wait for something else before the status says that it is not there. */
const linePatienceMs = 1_000;

/** How a server closed for good. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
}

/** What an opening asks of its session, and tells it. */
export interface OpeningOptions {
  /** Asked where words of mine wait on this device: the line waits for it. */
  readonly beforeLine: (() => Promise<unknown>) | undefined;
  /** Words of mine wait. */
  hasUnsent(): boolean;
  /** This device's copy is still being read, and the server has brought nothing. */
  isUnknown(): boolean;
  /** It is time for a line. */
  connect(): void;
  /** There is no line for so long that the status has to say so. */
  onLate(): void;
  /** There will be no line any more. */
  onRefused(refusal: Refusal): void;
}

/**
 * When a session's line is opened: once the device's copy is read, so that the server is asked for what is not here, or when it
 * takes too long; and once the server has the document, where words of mine wait for that. A server that does not have it, or will
 * not say, before the copy is read may only be asked too early: then the copy says whether that was the end.
 */
export class Opening {
  readonly #options: OpeningOptions;
  #early: Refusal | undefined;

  constructor(options: OpeningOptions) {
    this.#options = options;
  }

  /** `reading` resolves when the copy is read. */
  async begin(reading: Promise<void> | undefined): Promise<void> {
    await within(reading, copyPatienceMs);
    await this.#connect();
  }

  /** The server has closed for good. */
  refuse(refusal: Refusal): void {
    const { beforeLine, isUnknown, onRefused } = this.#options;
    const isOfAbsent = refusal.code === CloseCode.notFound || refusal.code === CloseCode.forbidden;
    if (isOfAbsent && beforeLine !== undefined && isUnknown()) this.#early = refusal;
    else onRefused(refusal);
  }

  /** The copy is read. */
  found(): void {
    if (this.#early === undefined || !this.#options.hasUnsent()) return this.look();
    this.#early = undefined;
    void this.#connect();
  }

  /** The copy may be read, or count as failed. */
  look(): void {
    if (this.#early === undefined || this.#options.isUnknown()) return;
    const refusal = this.#early;
    this.#early = undefined;
    this.#options.onRefused(refusal);
  }

  async #connect(): Promise<void> {
    const { beforeLine, hasUnsent, connect } = this.#options;
    if (hasUnsent() && beforeLine !== undefined) await this.#waitFor(beforeLine());
    connect();
  }

  /** There is no line meanwhile, and after a moment the status says so. */
  async #waitFor(ready: Promise<unknown>): Promise<void> {
    const late = setTimeout(this.#options.onLate, linePatienceMs);
    // Where it cannot be told, the server says how it stands.
    await ready.catch(() => undefined);
    clearTimeout(late);
  }
}

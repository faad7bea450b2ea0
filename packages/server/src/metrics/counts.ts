import { Histogram, secondsBounds } from "./histogram.ts";

/** What happened since the server started, as plain numbers that the hot path only adds to. */
export class Counts {
  connections = 0;
  messagesIn = 0;
  messagesOut = 0;
  bytesIn = 0;
  bytesOut = 0;
  /** Readers who fell behind and were sent later, at once, what they had missed. */
  repairs = 0;
  /** Senders who were not read for a while because they sent too fast. */
  pauses = 0;
  folds = 0;
  foldFailures = 0;
  /** Updates that no document could be built with, put aside by a fold. */
  quarantined = 0;
  /** Indexes that a fold found to differ from the document, and that were built anew. */
  indexRebuilds = 0;
  /** Files that were taken in, and their bytes. */
  uploads = 0;
  uploadBytes = 0;
  /** Files that were begun and not taken in, whoever's fault that was. */
  uploadFailures = 0;
  /** Documents and files that were refused because there was no room for them, or because they came too fast. */
  quotaRefusals = 0;
  /** Answers with a file or a part of one. */
  downloads = 0;
  /** By the code with which connections were closed. */
  readonly closes = new Map<number, number>();
  /** From the first message of a turn to the last write of it, once a turn. */
  readonly relay = new Histogram(secondsBounds);
  /** From the end of the turn in which a message came until it is called saved. */
  readonly save = new Histogram(secondsBounds);

  closed(code: number): void {
    this.closes.set(code, (this.closes.get(code) ?? 0) + 1);
  }
}

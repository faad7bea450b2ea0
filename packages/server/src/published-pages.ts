import type { Workshop } from "./materialise/jobs.ts";
import type { Packed } from "./materialise/packed.ts";
import type { PageAt, PageText } from "./materialise/page.ts";

/** A document's text as it was at some record of its log. */
export interface PackedAt extends Packed {
  readonly seq: number;
}

interface Written {
  readonly seq: number;
  readonly page: Promise<PageText>;
  /** Its length in UTF-16 code units, once it is there. */
  length: number;
}

/** What is kept of pages, in UTF-16 code units: as much as some hundred long documents. */
const mostKept = 16 * 1024 * 1024;

/**
 * Documents as pages for readers, who may be many: each is written once for what it says, and again when that is not what
 * it says any more. Pages that nobody has asked for the longest are let go first.
 */
export class PublishedPages {
  readonly #workshop: Workshop;
  readonly #written = new Map<string, Written>();
  #kept = 0;

  constructor(workshop: Workshop) {
    this.#workshop = workshop;
  }

  /** Rejects where the page cannot be written; the next who asks has it tried again. */
  page(at: PageAt, { seq, state, log }: PackedAt): Promise<PageText> {
    const key = `${at.id} ${at.filesAt}`;
    const known = this.#written.get(key);
    if (known?.seq === seq) {
      this.#written.delete(key);
      this.#written.set(key, known);
      return known.page;
    }
    this.#forget(key);
    const written: Written = { seq, page: this.#workshop.do("page", { state, log, ...at }), length: 0 };
    this.#written.set(key, written);
    written.page.then(
      ({ html }) => this.#count(key, written, html.length),
      () => this.#forget(key, written),
    );
    return written.page;
  }

  #count(key: string, written: Written, length: number): void {
    if (this.#written.get(key) !== written) return;
    written.length = length;
    this.#kept += length;
    for (const oldest of this.#written.keys()) {
      if (this.#kept <= mostKept) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string, written = this.#written.get(key)): void {
    if (written === undefined || this.#written.get(key) !== written) return;
    this.#written.delete(key);
    this.#kept -= written.length;
  }
}

import type { Session } from "@quire/client";
import type { OwnPlace } from "@quire/editor";

/** Which build an answer's server has pages of. */
const buildHeader = "quire-build";

/** A document that a page shows. */
export interface OpenDocument {
  readonly session: Session;
  /** Fetches what says where somebody is in its text. */
  openPlace(): Promise<OwnPlace>;
}

/**
 * The build of the server's pages, as its answers say, and of this one: they differ when one of the two was replaced. And what
 * is open in this page, for whoever has to leave it alone.
 */
export class ServerBuild {
  /** What this page is of; undefined where it was not built. */
  readonly own: string | undefined;
  #server: string | null = null;
  #document: OpenDocument | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(own: string | undefined) {
    this.own = own;
  }

  /** What the server's newest answer said, where that is another build than this page's. */
  get other(): string | undefined {
    return this.own === undefined || this.#server === this.own ? undefined : (this.#server ?? undefined);
  }

  get document(): OpenDocument | undefined {
    return this.#document;
  }

  /** Says which document is open. Returns what takes that back. */
  open(document: OpenDocument): () => void {
    this.#document = document;
    this.#tell();
    return () => {
      this.#document = undefined;
      this.#tell();
    };
  }

  /** Calls back when `other` or `document` may have changed. Returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The same `fetch`, whose answers are heard. */
  hearing(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (...request) => {
      const answer = await fetch(...request);
      const build = answer.headers.get(buildHeader);
      // A server that says none has no pages of its own.
      if (build !== null && build !== this.#server) {
        this.#server = build;
        this.#tell();
      }
      return answer;
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The build that a page is of, as the build wrote it in. */
export function buildOf(page: Document): string | undefined {
  return page.querySelector<HTMLMetaElement>("meta[name=quire-build]")?.content;
}

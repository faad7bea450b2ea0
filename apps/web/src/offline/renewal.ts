import { keepPlace, type OpenWork } from "./open-work.ts";
import type { ServerBuild } from "./server-build.ts";

/** What a page's renewal needs. */
export interface RenewalOptions {
  readonly page: Window;
  readonly build: ServerBuild;
  readonly work: Pick<OpenWork, "isSettled" | "takePlace">;
  /** The server has another build: its pages may be fetched. Said once of each. */
  readonly onOther: () => void;
  /** Whether a reload brings the server's build: it is there, and what is kept of it too. */
  readonly isReady: () => Promise<boolean>;
  /** Says so to somebody who looks at the page, once of each build. */
  readonly onSeen: () => void;
  /** How long a page has to be out of sight before it is reloaded by itself. */
  readonly quietMs: number;
}

/** What is under way in a page besides its document: uploads, dialogs, menus, somebody's words in a message. */
const underWay =
  ':is([role="dialog"], [role="alertdialog"], [role="menu"]):not(.toast), .quire-upload, .toast:not([data-type="standing"])';
/** Fields whose words are nowhere else. The title's are in the document. */
const ownFields = "input, textarea:not(.title-field), select";
/** What brings a page to be reloaded by itself. */
type Occasion = "unseen" | "left";

/**
 * Brings a page to the build of its server, when that is another one, and never while somebody is at work in it: it is
 * reloaded when it has been out of sight for a while, or by a link that is pressed, and then only if all is saved and
 * nothing is under way. Whoever looks at it is told, and may reload it themselves. Returns what ends that.
 */
export function watchForQuiet(options: RenewalOptions): () => void {
  const renewal = new Renewal(options);
  return () => renewal.close();
}

class Renewal {
  readonly #options: RenewalOptions;
  readonly #ending = new AbortController();
  readonly #unsubscribe: () => void;
  #timer: number | undefined;
  #known: string | undefined;
  #told: string | undefined;
  #isComposing = false;
  #isByPointer = false;

  constructor(options: RenewalOptions) {
    this.#options = options;
    const { page, build } = options;
    const on = { signal: this.#ending.signal, capture: true };
    page.addEventListener("compositionstart", () => this.#compose(true), on);
    page.addEventListener("compositionend", () => this.#compose(false), on);
    page.addEventListener("keydown", () => this.#move(false), on);
    page.addEventListener("pointerdown", () => this.#move(true), on);
    page.document.addEventListener("visibilitychange", () => this.#turned(), on);
    // The router's own word for a link that was followed.
    page.addEventListener("pushState", () => this.#left(), on);
    this.#unsubscribe = build.subscribe(() => this.#turned());
    this.#turned();
  }

  close(): void {
    this.#ending.abort();
    this.#unsubscribe();
    this.#options.page.clearTimeout(this.#timer);
  }

  #compose(isComposing: boolean): void {
    this.#isComposing = isComposing;
  }

  #move(isByPointer: boolean): void {
    this.#isByPointer = isByPointer;
  }

  /** The page is looked at or not, or the server was replaced. */
  #turned(): void {
    const { page, build, onOther, onSeen, quietMs } = this.#options;
    page.clearTimeout(this.#timer);
    const { other } = build;
    if (other === undefined) return;
    if (this.#known !== other) {
      this.#known = other;
      onOther();
    }
    if (page.document.hidden) {
      this.#timer = page.setTimeout(() => void this.#renewUnseen(), quietMs);
    } else if (this.#told !== other) {
      this.#told = other;
      onSeen();
    }
  }

  async #renewUnseen(): Promise<void> {
    const { page, build, work, isReady } = this.#options;
    // A page that cannot come back must not go. Words may be typed until that is known.
    const canReload = await isReady().catch(() => false);
    if (this.#ending.signal.aborted || !page.document.hidden) return;
    if (canReload && this.#isQuiet() && isFirstTry(page, "unseen", build.other)) reloadInPlace(page, work);
    else this.#turned();
  }

  /** A link was followed: the page that is left has nothing more to say, and the next one may come from the server. */
  #left(): void {
    const { page, build } = this.#options;
    // Led there by the keyboard, or in a document that was just made, somebody may be typing already.
    if (!this.#isByPointer || page.history.state !== null) return;
    if (this.#isQuiet() && isFirstTry(page, "left", build.other)) page.location.reload();
  }

  #isQuiet(): boolean {
    const { page, build, work } = this.#options;
    if (build.other === undefined || this.#isComposing) return false;
    return work.isSettled() && !isUnderWay(page.document);
  }
}

/** Reloads a page, so that the one that comes leads back to where somebody is in this one. */
export function reloadInPlace(page: Window, work: Pick<OpenWork, "takePlace">): void {
  keepPlace(page, work.takePlace());
  page.location.reload();
}

function isUnderWay(page: Document): boolean {
  if (page.querySelector(underWay) !== null || page.activeElement?.matches(ownFields)) return true;
  return [...page.querySelectorAll<HTMLMediaElement>("audio, video")].some(({ paused }) => !paused);
}

/**
 * Whether this tab was not reloaded for this build yet, so that a proxy with an old page in it is not asked for ever. Where
 * nothing can be kept in the tab, it is not reloaded by itself.
 */
function isFirstTry(page: Window, occasion: Occasion, build: string | undefined): boolean {
  const key = `quire-renewed-${occasion}`;
  try {
    if (build === undefined || page.sessionStorage.getItem(key) === build) return false;
    page.sessionStorage.setItem(key, build);
    return true;
  } catch {
    return false;
  }
}

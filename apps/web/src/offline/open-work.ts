import type { Session } from "@quire/client";
import type { OwnPlace } from "@quire/editor";
import type { OpenDocument, ServerBuild } from "./server-build.ts";

/** What is open in a page, for whoever would reload it. */
export interface OpenWork {
  /** All that is written is with the server. A document that cannot say yet how it stands is not settled. */
  isSettled(): boolean;
  /** Where somebody is in it, as JSON, for the page that comes after. */
  takePlace(): unknown;
  close(): void;
}

/** Where somebody was in a document's page. */
interface PagePlace {
  /** Which of the two they were writing in last. */
  readonly focus: "title" | "text" | null;
  readonly title: readonly [start: number, end: number] | null;
  /** What the editor said of it. */
  readonly text: unknown;
}

const titleField = ".title-field";
const textField = ".ProseMirror";
const messages = ".toasts, .notice";

/** Pages that come back together ask one after the other. */
const spreadMs = 5_000;

/** Stands by the document of a page: leads back into it after a reload, and asks the server who it is when its line is back. */
export function watchWork(page: Window, build: ServerBuild, ask: () => Promise<unknown>): OpenWork {
  let watched: OpenDocument | undefined;
  let place: OwnPlace | undefined;
  let end = (): void => undefined;

  const look = () => {
    const { document } = build;
    if (document === watched) return;
    end();
    watched = document;
    place = undefined;
    end = () => undefined;
    if (document === undefined) return;
    end = watchLine(document.session, {
      back: () => void ask().catch(() => undefined),
      // Its text may go now. Where it is opened again in this page, nobody is led elsewhere by that.
      refused: () => place !== undefined && keepPlace(page, takePlace()),
    });
    document.openPlace().then(
      (opened) => {
        if (watched !== document) return;
        place = opened;
        goBack(page, opened);
      },
      () => undefined, // without it the document does not count as settled
    );
  };
  const focus = watchFocus(page.document);
  const takePlace = (): PagePlace => ({
    focus: focus.last(),
    title: placeInTitle(page.document),
    text: place?.take(),
  });
  const unsubscribe = build.subscribe(look);
  look();
  return {
    isSettled() {
      // What is in this page alone, also of documents that were left: whoever closed it would be asked.
      if (!page.dispatchEvent(new Event("beforeunload", { cancelable: true }))) return false;
      if (watched !== undefined) return place !== undefined && watched.session.status.state === "saved";
      return page.document.querySelector(`${titleField}, ${textField}`) === null;
    },
    takePlace,
    close() {
      focus.close();
      unsubscribe();
      end();
    },
  };
}

/** Keeps a place for the next document that is opened at this address. */
export function keepPlace({ history }: Window, place: unknown): void {
  history.replaceState({ ...Object(history.state), place }, "");
}

/** Leads to where somebody was in the page whose place this one took; once, since a reload by hand begins at the start. */
function goBack({ document, history }: Window, ownPlace: OwnPlace): void {
  const { place, ...state } = Object(history.state);
  if (place === undefined) return;
  history.replaceState(state, "");
  const { focus, title, text } = Object(place) as Partial<PagePlace>;
  ownPlace.goTo(text);
  const field = document.querySelector<HTMLTextAreaElement>(titleField);
  if (Array.isArray(title)) field?.setSelectionRange(Number(title[0]), Number(title[1]));
  if (focus === "title") field?.focus({ preventScroll: true });
  if (focus === "text") document.querySelector<HTMLElement>(textField)?.focus({ preventScroll: true });
}

function placeInTitle(page: Document): PagePlace["title"] {
  const field = page.querySelector<HTMLTextAreaElement>(titleField);
  return field && [field.selectionStart, field.selectionEnd];
}

/** Which field somebody writes in, or did before they turned to a message. */
function watchFocus(page: Document): { last(): PagePlace["focus"]; close(): void } {
  let last: PagePlace["focus"] = null;
  const look = (target: EventTarget | null) => {
    if (!(target instanceof Element) || target.closest(messages) !== null) return;
    last = target.matches(titleField) ? "title" : target.closest(textField) === null ? null : "text";
  };
  const came = ({ target }: FocusEvent) => look(target);
  page.addEventListener("focusin", came);
  look(page.activeElement);
  return { last: () => last, close: () => page.removeEventListener("focusin", came) };
}

/** Calls back a while after a line that was lost is open again, and in the moment in which it is closed for good. */
function watchLine(
  session: Session,
  { back, refused }: { readonly back: () => void; readonly refused: () => void },
): () => void {
  let { state } = session.status;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unsubscribe = session.subscribe(() => {
    const before = state;
    state = session.status.state;
    if (before === "offline" && state !== "offline") {
      clearTimeout(timer);
      timer = setTimeout(back, Math.random() * spreadMs);
    }
    if (before !== "refused" && state === "refused") refused();
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

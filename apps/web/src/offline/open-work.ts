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
    end = onReturn(document.session, () => void ask().catch(() => undefined));
    document.openPlace().then(
      (opened) => {
        if (watched !== document) return;
        place = opened;
        goBack(page, opened);
      },
      () => undefined, // without it the document does not count as settled
    );
  };
  const unsubscribe = build.subscribe(look);
  const focus = watchFocus(page.document);
  look();
  return {
    isSettled() {
      // What is in this page alone, also of documents that were left: whoever closed it would be asked.
      if (!page.dispatchEvent(new Event("beforeunload", { cancelable: true }))) return false;
      if (watched !== undefined) return place !== undefined && watched.session.status.state === "saved";
      return page.document.querySelector(`${titleField}, ${textField}`) === null;
    },
    takePlace: (): PagePlace => ({
      focus: focus.last(),
      title: placeInTitle(page.document),
      text: place?.take(),
    }),
    close() {
      focus.close();
      unsubscribe();
      end();
    },
  };
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

/** Calls back a while after a line that was lost is open again. */
function onReturn(session: Session, back: () => void): () => void {
  let wasOffline = session.status.state === "offline";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unsubscribe = session.subscribe(() => {
    const isOffline = session.status.state === "offline";
    if (wasOffline && !isOffline) {
      clearTimeout(timer);
      timer = setTimeout(back, Math.random() * spreadMs);
    }
    wasOffline = isOffline;
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

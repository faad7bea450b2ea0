import type { Session } from "@quire/client";
import { afterEach, expect, test, vi } from "vitest";
import { watchWork } from "./open-work.ts";
import { ServerBuild } from "./server-build.ts";

const gone: unknown[] = [];
const place = { take: () => ({ at: 7 }), goTo: (text: unknown) => void gone.push(text) };

afterEach(() => {
  vi.useRealTimers();
  gone.length = 0;
  history.replaceState(null, "");
  document.body.replaceChildren();
});

function setting() {
  const build = new ServerBuild("one");
  const asked: true[] = [];
  const work = watchWork(window, build, async () => asked.push(true));
  let listener = (): void => undefined;
  const session = {
    status: { state: "saved" },
    subscribe: (given: () => void) => {
      listener = given;
      return () => undefined;
    },
  };
  const become = (state: string) => {
    session.status = { state };
    listener();
  };
  const document = { session: session as unknown as Session, openPlace: async () => place };
  return { build, work, asked, become, document };
}

test("N5 a document is settled when it can say so: not while it loads, nor with words that are not saved", async () => {
  const { build, work, become, document: opened } = setting();
  expect(work.isSettled()).toBe(true);
  document.body.innerHTML = '<textarea class="title-field"></textarea>';
  expect(work.isSettled()).toBe(false);
  const close = build.open(opened);
  expect(work.isSettled()).toBe(false);
  await vi.waitFor(() => expect(work.isSettled()).toBe(true));
  for (const state of ["saving", "offline", "refused", "connecting"]) {
    become(state);
    expect([state, work.isSettled()]).toEqual([state, false]);
  }
  close();
  document.body.replaceChildren();
  expect(work.isSettled()).toBe(true);
});

test("N5 J8 a page is not settled while it alone has something, as of a document that was left", () => {
  const { work } = setting();
  const ended = new AbortController();
  addEventListener("beforeunload", (event) => event.preventDefault(), { signal: ended.signal });
  expect(work.isSettled()).toBe(false);
  ended.abort();
  expect(work.isSettled()).toBe(true);
});

test("N5 when a line that was lost is back, the server is asked who it is, within a few seconds", async () => {
  const { build, asked, become, document: opened } = setting();
  vi.useFakeTimers();
  build.open(opened);
  become("saving");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(0);
  become("offline");
  become("connecting");
  become("saved");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(1);
});

test.each(["toasts", "notice"])(
  "N6 the place in the text and in the title is taken from %s, and led back to once",
  async (message) => {
    const { build, work, document: opened } = setting();
    document.body.innerHTML = `<textarea class="title-field">Before</textarea><div class="${message}"><button></button></div>`;
    const field = document.querySelector("textarea") as HTMLTextAreaElement;
    build.open(opened);
    field.focus();
    field.setSelectionRange(2, 4);
    // Whoever presses the button of a message goes on where they were before.
    document.querySelector("button")?.focus();
    const taken = { focus: "title", title: [2, 4], text: { at: 7 } };
    await vi.waitFor(() => expect(work.takePlace()).toEqual(taken));
    expect(gone).toEqual([]);

    history.replaceState({ isNew: true, place: work.takePlace() }, "");
    field.blur();
    field.setSelectionRange(0, 0);
    const after = setting();
    after.build.open(after.document);
    await vi.waitFor(() => expect(gone).toEqual([{ at: 7 }]));
    expect([document.activeElement, field.selectionStart, field.selectionEnd]).toEqual([field, 2, 4]);
    expect(history.state).toEqual({ isNew: true });
  },
);

test("B3 a document that is closed for good leaves where somebody was in it, for when it is open again", async () => {
  const { build, work, become, document: opened } = setting();
  document.body.innerHTML =
    '<textarea class="title-field">Before</textarea><div class="ProseMirror" tabindex="0"></div>';
  document.querySelector<HTMLElement>(".ProseMirror")?.focus();
  const close = build.open(opened);
  await vi.waitFor(() => expect(work.isSettled()).toBe(true));
  become("refused");
  document.body.replaceChildren();
  // It may be said again, when what was not sent is kept.
  become("refused");
  close();
  document.body.innerHTML = '<div class="ProseMirror" tabindex="0"></div>';
  build.open(setting().document);
  await vi.waitFor(() => expect(gone).toEqual([{ at: 7 }]));
  expect(document.activeElement?.className).toBe("ProseMirror");
});

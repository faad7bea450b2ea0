import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { shownText } from "./shown.ts";

/** One page of a person's browser. */
export interface Tab {
  readonly page: Page;
  readonly editor: Locator;
  readonly title: Locator;
  readonly status: Locator;
  /** Opens a document and waits until it can be typed in. */
  open(documentId: string): Promise<void>;
  /** Puts the caret at the start or the end of the text. */
  goTo(place: "start" | "end"): Promise<void>;
  /** Waits until the text, a line for each block and without others' carets, is this. */
  reads(text: string | RegExp): Promise<void>;
  /** Waits until the page says that everything is on disk. */
  saved(): Promise<void>;
}

/** Somebody with a browser of their own: their cookie and their device's copies are theirs alone. */
export interface Person extends Tab {
  readonly context: BrowserContext;
  /** A further page of the same browser. */
  tab(): Promise<Tab>;
}

export async function createPerson(context: BrowserContext, url: string, name?: string): Promise<Person> {
  if (name !== undefined) await rename(context, url, name);
  const tab = async (): Promise<Tab> => createTab(await context.newPage(), url);
  return { ...(await tab()), context, tab };
}

function createTab(page: Page, url: string): Tab {
  const editor = page.locator(".ProseMirror");
  const status = page.locator("[role=status]");
  return {
    page,
    editor,
    title: page.getByRole("textbox", { name: "Title" }),
    status,
    async open(documentId) {
      await page.goto(`${url}/d/${documentId}`, { waitUntil: "commit" });
      await canType(page);
    },
    async goTo(place) {
      await editor.focus();
      await drawn(page);
      await page.keyboard.press(place === "start" ? "Control+Home" : "Control+End");
      // The page hears of a new selection a moment after the key.
      await drawn(page);
    },
    async reads(text) {
      const reading = expect.poll(() => shownText(editor), { intervals });
      await (typeof text === "string" ? reading.toBe(text) : reading.toMatch(text));
    },
    async saved() {
      // The word may still be that of before the last key until the page has drawn once more.
      await drawn(page);
      // A megabyte takes its time where many pages share a processor.
      await expect.poll(() => status.textContent(), { intervals, timeout: 60_000 }).toBe("Saved");
    },
  };
}

/** Milliseconds between two looks: most that a test waits for is there in a tenth of a second, and Playwright's get long. */
const intervals = [25, 50];

/**
 * Resolves as soon as there is an editor that takes keys, another one than was left by `visit`: a document can be read
 * before the server has said that one may write in it.
 */
export async function canType(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const editor = document.querySelector(".ProseMirror");
      return editor?.getAttribute("contenteditable") === "true" && !("isLeft" in editor);
    },
    undefined,
    // A long document takes its time where many pages share a processor.
    { timeout: 90_000 },
  );
}

/** Goes to another document as a link in the page does: the page stays, which takes a tenth of the time. */
export async function visit({ page }: Tab, documentId: string): Promise<void> {
  await page.evaluate((path) => {
    for (const editor of document.querySelectorAll(".ProseMirror")) Object.assign(editor, { isLeft: true });
    history.pushState(null, "", path);
  }, `/d/${documentId}`);
  await canType(page);
}

/** Resolves when the page has drawn what it has heard of so far. Where others share the processor, one frame may miss it. */
export function drawn(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
}

/** The first answer brings the guest's cookie; a request with a cookie needs an Origin. */
async function rename(context: BrowserContext, url: string, name: string): Promise<void> {
  const me = await context.request.get(`${url}/api/me`);
  expect(me.ok(), await me.text()).toBe(true);
  const renamed = await context.request.patch(`${url}/api/me`, { data: { name }, headers: { origin: url } });
  expect(renamed.ok(), await renamed.text()).toBe(true);
}

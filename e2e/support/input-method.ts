import type { CDPSession, Page } from "@playwright/test";

/** What the text's element heard of an input method. */
export interface Heard {
  readonly type: string;
  readonly data: string;
}

/** The input method of one page, as the system's would speak to the browser. */
export interface InputMethod {
  /** Shows this as the word so far; in place of a stretch of the caret's text where the composition starts over one. */
  compose(word: string, over?: { readonly from: number; readonly to: number }): Promise<void>;
  /** Ends the composition with this word. */
  commit(word: string): Promise<void>;
  /** The ends of compositions, and whether the page took the word away from the input method in between. */
  heard(): Promise<readonly Heard[]>;
  /** Remembers the piece of the page that is composed in. */
  mark(): Promise<void>;
  /** Whether that piece still stands where it was, with the caret in it. */
  isUntouched(): Promise<boolean>;
}

export interface Keyboard {
  /** Keys come as "Process" (229) before each change, as on desktops and most of Android's keyboards. */
  readonly hasKeys: boolean;
}

/** Brings an input method to a page that is open. */
export async function inputMethodOf(
  page: Page,
  { hasKeys }: Keyboard = { hasKeys: true },
): Promise<InputMethod> {
  const session = await page.context().newCDPSession(page);
  await page.locator(".ProseMirror").evaluate(listen);
  const key = async (change: () => Promise<unknown>): Promise<void> => {
    if (hasKeys) await processKey(session, "rawKeyDown");
    await change();
    if (hasKeys) await processKey(session, "keyUp");
  };
  return {
    compose: (text, over) =>
      key(() =>
        session.send("Input.imeSetComposition", {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
          ...(over && { replacementStart: over.from, replacementEnd: over.to }),
        }),
      ),
    commit: (text) => key(() => session.send("Input.insertText", { text })),
    heard: () => page.evaluate(() => Reflect.get(window, "heardOfInputMethod") as Heard[]),
    mark: () => page.evaluate(markPlace),
    isUntouched: () => page.evaluate(isPlaceUntouched),
  };
}

function processKey(session: CDPSession, type: "rawKeyDown" | "keyUp"): Promise<unknown> {
  return session.send("Input.dispatchKeyEvent", { type, key: "Process", windowsVirtualKeyCode: 229 });
}

function listen(element: Element): void {
  const heard: Heard[] = [];
  Reflect.set(window, "heardOfInputMethod", heard);
  for (const type of ["compositionstart", "compositionend"])
    element.addEventListener(
      type,
      (event) => heard.push({ type, data: (event as CompositionEvent).data }),
      true,
    );
}

function markPlace(): void {
  const { focusNode, focusOffset } = getSelection() ?? {};
  Reflect.set(window, "markedPlace", { focusNode, focusOffset, text: focusNode?.textContent });
}

function isPlaceUntouched(): boolean {
  const place = Reflect.get(window, "markedPlace") as { focusNode: Node; focusOffset: number; text: string };
  const { focusNode, focusOffset } = getSelection() ?? {};
  return (
    place.focusNode.isConnected &&
    place.focusNode === focusNode &&
    place.focusOffset === focusOffset &&
    place.text === focusNode.textContent
  );
}

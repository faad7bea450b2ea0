import type { Page } from "@playwright/test";

/** What a program puts on the clipboard. */
export interface Clip {
  readonly html: string;
  readonly text: string;
  readonly editorData?: string;
  /** A picture of it lies there too, as a file. */
  readonly png?: boolean;
}

/**
 * Pastes into what has the focus. A browser cleans what a page puts on the clipboard; what a program puts there comes as it
 * is, so the event is made here.
 */
export async function pasteClip(page: Page, clip: Clip): Promise<void> {
  await page.evaluate(({ html, text, editorData = "", png = false }) => {
    const clipboardData = new DataTransfer();
    if (html !== "") clipboardData.setData("text/html", html);
    if (text !== "") clipboardData.setData("text/plain", text);
    if (editorData !== "") clipboardData.setData("vscode-editor-data", editorData);
    if (png)
      clipboardData.items.add(
        new File([new Uint8Array([137, 80, 78, 71])], "image.png", { type: "image/png" }),
      );
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, clip);
}

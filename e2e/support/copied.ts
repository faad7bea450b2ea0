import { press } from "./keys.ts";
import type { Tab } from "./person.ts";

/**
 * All of the document as the page copies it, in HTML with every kind, mark and attribute: what pages that have the same
 * document have in common, whatever each draws around it. It selects all. The event is made here, since a browser cleans
 * what lies on its clipboard.
 */
export async function copied({ page, editor }: Pick<Tab, "page" | "editor">): Promise<string> {
  await editor.focus();
  // A block of code and a cell are selected first.
  await press(page, "Control+a", "Control+a", "Control+a");
  return await editor.evaluate((text) => {
    const clipboardData = new DataTransfer();
    text.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData("text/html");
  });
}

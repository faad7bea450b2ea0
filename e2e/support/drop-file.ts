import { expect, type Page } from "@playwright/test";

/** A file as it is given to a page. */
export interface DroppedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Drags a file from outside over the page, or over what is named of it, and drops it there. */
export async function dropFile(
  page: Page,
  { name, mimeType, buffer }: DroppedFile,
  over = "main",
): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ text, ...file }) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], file.name, { type: file.mimeType }));
      return transfer;
    },
    { name, mimeType, text: buffer.toString("base64") },
  );
  const { x, y } = (await page.locator(over).boundingBox()) ?? { x: 0, y: 0 };
  const at = { dataTransfer, clientX: x + 4, clientY: y + 4 };
  // Nobody lets go before the page shows that it takes what hovers.
  await expect
    .poll(() =>
      page.locator(over).evaluate((element, dataTransfer) => {
        const isLeft = element.dispatchEvent(
          new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }),
        );
        return !isLeft;
      }, dataTransfer),
    )
    .toBe(true);
  for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent(over, type, at);
}

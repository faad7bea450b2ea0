import type { Page } from "@playwright/test";

/** Writes down all that is said on a page from now on when it is back: news go by themselves. */
export async function listenToReturn(page: Page): Promise<() => Promise<readonly string[]>> {
  const said = await page.evaluateHandle(() => {
    const texts: string[] = [];
    const look = () => {
      for (const { textContent } of document.querySelectorAll(".toast-text")) {
        if (textContent.includes("offline") && !texts.includes(textContent)) texts.push(textContent);
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  return () => said.jsonValue();
}

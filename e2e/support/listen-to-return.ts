import type { Page } from "@playwright/test";

/** Writes down all that is said on a page from now on when it is back, each time that it is: news go by themselves. */
export async function listenToReturn(page: Page): Promise<() => Promise<readonly string[]>> {
  const said = await page.evaluateHandle(() => {
    const texts: string[] = [];
    const seen = new WeakMap<Element, string>();
    const look = () => {
      for (const place of document.querySelectorAll(".toast-text")) {
        const { textContent } = place;
        if (!textContent.includes("offline") || seen.get(place) === textContent) continue;
        seen.set(place, textContent);
        texts.push(textContent);
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  return () => said.jsonValue();
}

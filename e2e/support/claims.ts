import type { Page } from "@playwright/test";

/** What a page said of its words at a moment, and the text that it showed then. */
export interface Claim {
  readonly status: string;
  readonly text: string;
}

interface Watched {
  tellClaim(claim: Claim): Promise<void>;
  readClaim(): Claim;
}

/**
 * Has the page tell of every change of the word for how it stands, in the task that draws it. To be called before the
 * page is opened; `hear` is called with each.
 */
export async function watchClaims(page: Page, hear: (claim: Claim) => void): Promise<void> {
  await page.exposeFunction("tellClaim", hear);
  await page.addInitScript(() => {
    const watched = window as unknown as Watched;
    watched.readClaim = () => {
      const shown = document.querySelector(".ProseMirror")?.cloneNode(true) as Element | undefined;
      for (const caret of shown?.querySelectorAll(".quire-caret") ?? []) caret.remove();
      const blocks = [...(shown?.children ?? [])].map(({ textContent }) => textContent);
      const status = document.querySelector("header [role=status]")?.textContent ?? "";
      return { status, text: blocks.join("\n") };
    };
    let last = "";
    const look = (): void => {
      if (document.querySelector("header [role=status]")?.textContent === last) return;
      const claim = watched.readClaim();
      last = claim.status;
      void watched.tellClaim(claim);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** What the page says once it has drawn what was done before. */
export function claimNow(page: Page): Promise<Claim> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return (window as unknown as Watched).readClaim();
  });
}

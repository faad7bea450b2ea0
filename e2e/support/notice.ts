import type { Locator, Page } from "@playwright/test";

/** The notice at the foot of a document that has this heading: the box of a picture that was refused with it says the same words. */
export const noticeOf = (page: Page, heading: string): Locator =>
  page.getByRole("alert").filter({ has: page.getByRole("heading", { name: heading }) });

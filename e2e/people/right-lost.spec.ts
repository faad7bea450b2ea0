import { lineOf } from "../fixtures.ts";
import { expect, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { noticeOf } from "../support/notice.ts";
import { give, refusedRequests } from "../support/sharing.ts";

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

test("SV-5 who may only read from now on is led to the words that were kept, and no box is drawn around the text", async ({
  member,
  documentOf,
  server,
  faults,
}) => {
  // What was held goes to a socket that the server has closed by then.
  faults.allow(/WebSocket is already in CLOSING or CLOSED state/);
  const [ann, ben] = await Promise.all([member("Ann of the lost right"), member("Ben of the lost right")]);
  const id = await documentOf(ann, { title: "Edited until noon", markdown: "Saved words." });
  await give(ann, server.url, id, ben, "edit");
  const line = await lineOf(ben.page);
  await ben.open(id);
  await ben.saved();
  line.hold();
  await ben.goTo("end");
  await ben.page.keyboard.type(" Too late.");
  await give(ann, server.url, id, ben, "view");
  line.release();

  const notice = noticeOf(ben.page, "You may read this document, and not change it");
  await expect(notice).toContainText("kept on this device");
  const first = notice.locator(".notice-actions > *").first();
  await expect(first).toHaveText("Show them");
  await expect(notice.locator(".button-primary")).toHaveText("Show them");
  await expect(notice.getByRole("button", { name: "Back to the documents" })).toBeVisible();
  // The focus is where it was: it can be seen, beside the text.
  await expect(ben.editor).toBeFocused();
  await expect(ben.editor).toHaveCSS("outline-style", "none");
  await expect(ben.editor).not.toHaveCSS("box-shadow", "none");
  expect(await findingsInBoth(ben.page)).toEqual([]);
  await first.click();
  await expect(ben.page.getByRole("article", { name: "Edited until noon" }).locator("ins")).toHaveText(
    " Too late.",
  );
});

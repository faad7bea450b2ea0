import { expect, test } from "../support/accounts.ts";
import { backUp } from "../support/backup.ts";
import { findingsInBoth } from "../support/findings.ts";
import { noticeOf } from "../support/notice.ts";
import { refusedRequests } from "../support/sharing.ts";

test.use({ ownServer: true });

test("V6 who owned a document that a restored server does not have, and does not say so, finds all of it on this device and puts it back", async ({
  owner,
  documentOf,
  server,
  faults,
}) => {
  faults.allow(refusedRequests);
  const ann = await owner();
  const { page, context } = ann;
  const restore = backUp(server);
  const id = await documentOf(ann, { title: "After the backup", markdown: "All of this was saved." });
  await ann.open(id);
  await ann.saved();
  await expect.poll(() => page.evaluate(ownedOnDevice)).toBe(1);
  await restore();
  await page.evaluate(() => dispatchEvent(new Event("online")));

  const notice = noticeOf(page, "You may not open this document any more");
  await expect(notice).toContainText("or the server does not have it any more");
  await expect(notice).toContainText("What this device has of it is kept here");
  await expect(page.getByText("All of this was saved.")).toHaveCount(0);
  expect(await findingsInBoth(page)).toEqual([]);
  await notice.getByRole("link", { name: "Show it" }).click();
  const entry = page.getByRole("article", { name: "After the backup" });
  await expect(entry.getByRole("region")).toHaveText("All of this was saved.");
  await entry.getByRole("button", { name: "Put it back on the server" }).click();
  await ann.saved();
  const there = await context.request.get(`${server.url}/api/documents/${id}/content?format=text`);
  expect(await there.text()).toBe("All of this was saved.");
});

/** How many documents the shelf of this device says are one's own. */
async function ownedOnDevice(): Promise<number> {
  const [{ name = "" } = {}] = (await indexedDB.databases()).filter((each) =>
    each.name?.startsWith("quire of"),
  );
  const answer = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await answer(indexedDB.open(name));
  const shelf: { isOwn?: boolean }[] = await answer(
    database.transaction("shelf").objectStore("shelf").getAll(),
  );
  database.close();
  return shelf.filter(({ isOwn }) => isOwn).length;
}

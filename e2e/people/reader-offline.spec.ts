import { expect, test } from "../support/accounts.ts";
import { keptText } from "../support/kept-text.ts";
import { give } from "../support/sharing.ts";

test.use({ serviceWorkers: "allow" });

test("B220 who may only view a document reads it without a network in a page that is opened then, and is offered no editing", async ({
  member,
  traveller,
  enrol,
  documentOf,
  server,
  faults,
}) => {
  // What is asked for without a network.
  faults.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource/);
  const ann = await member("Ann of the pool");
  const vera = await enrol(await traveller(), "Vera of the pool");
  const { page } = vera;
  const id = await documentOf(ann, { title: "Rules of the pool", markdown: "Nobody swims." });
  await give(ann, server.url, id, vera, "view");
  await page.goto(`${server.url}/d/${id}`);
  await vera.reads("Nobody swims.");
  await vera.saved();
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await expect.poll(() => keptText(vera)).toMatch(/"isPinned":false[^}]*"role":"view"/);

  vera.network.cut();
  await page.goto(`${server.url}/d/${id}`);
  await vera.reads("Nobody swims.");
  await expect(vera.status).toHaveText("Offline, kept on this device");
  await expect(page.getByText("View only")).toBeVisible();
  await expect(vera.editor).toHaveAttribute("contenteditable", "false");
});

import { mkdtemp, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./fixtures.ts";
import { Network } from "./support/network.ts";
import { OwnBrowser } from "./support/own-browser.ts";
import { createPerson } from "./support/person.ts";
import { countHere } from "./support/records.ts";

test("C35 SV-2 what is kept after the browser was killed while it wrote is there at the start after that", async ({
  newDocument,
  server,
  launchOptions,
  faults,
}) => {
  faults.allow(/net::ERR_/);
  const { id } = await newDocument({ title: "Killed" });
  const profile = await mkdtemp(path.join(tmpdir(), "quire-profile-"));
  const network = await Network.open();
  const start = async () => {
    const browser = await OwnBrowser.launch(profile, launchOptions, network);
    const writer = await createPerson(browser.context, server.url);
    await writer.open(id);
    return { browser, writer };
  };

  const first = await start();
  await first.writer.goTo("end");
  await first.writer.page.keyboard.insertText("Before. ");
  await first.writer.saved();
  await expect.poll(() => first.writer.page.evaluate(countHere, "pages")).toBe(1);
  await first.browser.kill();
  // As a kill leaves it now and then.
  const torn = await logOf(profile, server.url);
  await truncate(torn, (await stat(torn)).size - 5);

  const second = await start();
  await second.writer.reads(/Before\./);
  await expect.poll(() => logOf(profile, server.url)).not.toBe(torn);
  network.cut();
  await second.writer.goTo("end");
  await second.writer.page.keyboard.insertText("After.");
  await expect(second.writer.status).toHaveText("Offline, kept on this device");
  await second.browser.close();

  network.mend();
  const third = await start();
  await third.writer.reads("Before. After.");
  await third.writer.saved();
  await third.browser.close();
  await network.close();
  await rm(profile, { recursive: true });
});

/** The log that Chromium writes in what this server's pages keep. */
async function logOf(profile: string, url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const folder = path.join(profile, "Default", "IndexedDB", `http_${hostname}_${port}.indexeddb.leveldb`);
  const logs = (await readdir(folder)).filter((name) => name.endsWith(".log")).sort();
  return path.join(folder, logs.at(-1) ?? "");
}

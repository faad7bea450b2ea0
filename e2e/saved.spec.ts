import { expect, lineOf, test } from "./fixtures.ts";

test("SV-1 the page says Saved only when my last edit is acknowledged as on disk", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument();
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const line = await lineOf(ada.page);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.saved();

  line.hold("saved");
  await ada.editor.focus();
  await ada.page.keyboard.type("first");
  await expect(ada.status).toHaveText("Saving…");
  // The edit is with Ben and on the server: what is missing is the word that it is on disk.
  await ben.reads("first");
  await expect.poll(() => content(id)).toBe("first");
  await expect.poll(() => line.waiting).toBeGreaterThan(0);
  await expect(ada.status).toHaveText("Saving…");

  const forFirst = line.waiting;
  await ada.page.keyboard.type(" second");
  await ben.reads("first second");
  await expect.poll(() => line.waiting).toBeGreaterThan(forFirst);
  // That the first is on disk is not that all is.
  for (let frame = 0; frame < forFirst; frame++) line.releaseOne();
  await ben.goTo("end");
  await ben.page.keyboard.type(" third");
  await ada.reads("first second third");
  await expect(ada.status).toHaveText("Saving…");

  line.release();
  await expect(ada.status).toHaveText("Saved");
});

test("SV-1 cut off, the page says so, keeps the words on the device, and brings them when it is opened again", async ({
  traveller,
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ markdown: "Before." });
  const [ada, ben] = await Promise.all([traveller("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.saved();

  ada.network.cut();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await ada.goTo("end");
  await ada.page.keyboard.type(" Typed in a tunnel.");
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await ada.reads("Before. Typed in a tunnel.");
  await ben.reads("Before.");
  await ada.page.close();

  ada.network.mend();
  await expect.poll(async () => (await ada.context.request.get(`${server.url}/healthz`)).ok()).toBe(true);
  const later = await ada.tab();
  await later.open(id);
  await later.reads("Before. Typed in a tunnel.");
  await later.saved();
  await ben.reads("Before. Typed in a tunnel.");
});

test("SV-1 a screen reader hears how it stands: one status, said when it changes, politely", async ({
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument();
  const ada = await traveller("Ada");
  await ada.open(id);
  await ada.saved();
  // The role makes it a live region: what it says anew is read out when the person pauses.
  const said = ada.page.getByRole("banner").getByRole("status");
  await expect(said).toHaveCount(1);
  await expect(said).toHaveText("Saved");
  await expect(said).not.toHaveAttribute("aria-live", /assertive|off/);
  ada.network.cut();
  await expect(said).toHaveText("Offline, kept on this device");
  ada.network.mend();
  await expect(said).toHaveText("Saved");
  await expect(said).toHaveAttribute("aria-live", "polite");
  // While one types it says less than the keys do.
  await ada.editor.focus();
  await ada.page.keyboard.type("word");
  await expect(said).toHaveAttribute("aria-live", "off");
  await ada.saved();
  ada.network.cut();
  await expect(said).toHaveText("Offline, kept on this device");
  await expect(said).toHaveAttribute("aria-live", "polite");
});

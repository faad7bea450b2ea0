import { expect, lineOf, test } from "./fixtures.ts";
import { pasteClip } from "./support/paste-clip.ts";
import { drawn } from "./support/person.ts";

const isProof = process.env.QUIRE_PROVE === "1";
/** Of 420 kB each: 21 MB, or one that leaves in pieces all the same. */
const pastes = isProof ? 50 : 1;

test("C11 while a long change is under way the page says how much of it is saved, and Saved when all of it is", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument();
  const ada = await person("Ada");
  const line = await lineOf(ada.page);
  await ada.open(id);
  await ada.saved();

  line.hold("saved");
  await ada.editor.focus();
  const text = "so many words ".repeat(30_000).trim();
  await pasteClip(ada.page, { html: "", text });
  await expect(ada.status).toHaveText(/^Saving… ?0 kB of 41\d kB$/);
  // Its first piece is there; the next ones wait for the word that it is saved.
  await expect.poll(async () => (await content(id)).length).toBeGreaterThan(10_000);
  expect((await content(id)).length).toBeLessThan(200_000);

  line.release();
  await ada.saved();
  expect(await content(id)).toBe(text);
});

test("W12 while a long document comes the page says how much of it is here", async ({
  person,
  newDocument,
}) => {
  const text = "so many words ".repeat(30_000).trim();
  const { id } = await newDocument({ title: "A long one", markdown: text });
  const ada = await person("Ada");
  const line = await lineOf(ada.page);
  line.hold("parts");
  const opening = ada.open(id);
  await expect.poll(() => line.waiting).toBeGreaterThan(5);
  for (let part = 0; part < 3; part++) line.releaseOne();
  const status = ada.page.getByRole("banner").getByRole("status");
  await expect(status).toHaveText(/^Connecting… ?4\d% is here$/);
  line.release();
  await opening;
  await ada.saved();
  await ada.reads(text);
});

test(`C11 OF-1 ${pastes} long pastes without a network are on the device when the page is closed, and are sent whole when it is opened again`, async ({
  traveller,
  newDocument,
  content,
}, testInfo) => {
  testInfo.setTimeout(180_000 + pastes * 60_000);
  const { id } = await newDocument();
  const ada = await traveller("Ada");
  await ada.open(id);
  await ada.saved();
  ada.network.cut();
  await ada.editor.focus();
  const paragraph = "so many words ".repeat(300).trim();
  const blocks: string[] = [];
  for (let paste = 0; paste < pastes; paste++) {
    const pasted = Array.from({ length: 100 }, (_, at) => `${paste} ${at} ${paragraph}`);
    blocks.push(...pasted);
    await pasteClip(ada.page, { html: "", text: pasted.join("\n\n") });
    await ada.page.keyboard.press("Enter");
  }
  // The word may still be that of before the last key.
  await drawn(ada.page);
  await expect(ada.status).toHaveText("Offline, kept on this device", { timeout: 600_000 });
  await ada.page.close();

  ada.network.mend();
  const began = performance.now();
  const later = await ada.tab();
  await later.open(id);
  await expect(later.status).toHaveText("Saved", { timeout: 600_000 });
  const text = `${blocks.join("\n")}\n`;
  expect(await content(id)).toBe(text);
  const [megabytes, seconds] = [text.length / 1_000_000, (performance.now() - began) / 1_000];
  console.log(
    `${megabytes.toFixed(1)} MB from the device were saved ${seconds.toFixed(1)} s after the page was opened`,
  );
});

import { expect, lineOf, test } from "./fixtures.ts";
import { pasteClip } from "./support/paste-clip.ts";

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

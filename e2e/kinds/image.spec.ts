import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "../fixtures.ts";
import { dropFile } from "../support/drop-file.ts";
import { press } from "../support/keys.ts";
import { pasteClip } from "../support/paste-clip.ts";
import { drawn } from "../support/person.ts";
import { picture } from "../support/picture.ts";

test("ED-9 a picture from the slash menu comes to both, is made narrower by hand and by key, and has words that are exported", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "above" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const { page, editor } = ada;
  await ada.goTo("end");
  await press(page, "Enter");
  await page.keyboard.type("/image");
  const choosing = page.waitForEvent("filechooser");
  // A browser opens a chooser of its own until it has heard that somebody waits.
  await drawn(page);
  await press(page, "Enter");
  await (await choosing).setFiles({ name: "dot.png", mimeType: "image/png", buffer: picture(400, 200) });
  for (const each of [ada, ben])
    await expect
      .poll(() =>
        each.editor.locator("figure img[src]").evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBe(400);

  await editor.locator("figure img[src]").click();
  const handle = editor.getByRole("slider", { name: "Width of the picture" });
  const box = await handle.boundingBox();
  if (!box) throw new Error("the picture has no handle");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 50, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  const size = () =>
    ben.editor.locator("figure img[src]").evaluate((image) => [image.clientWidth, image.clientHeight]);
  await expect.poll(size).toEqual([300, 150]);
  // From the caption the controls are reached by key.
  await editor.locator("figcaption").click();
  await press(page, "Escape", "Tab", "Tab", "Tab");
  await expect(handle).toBeFocused();
  await press(page, "ArrowLeft");
  await expect.poll(size).toEqual([284, 142]);

  await editor.getByRole("textbox", { name: "What it shows" }).fill("A dot");
  await press(page, "Enter");
  await editor.getByRole("combobox", { name: "Side of the picture" }).selectOption("Right");
  await ada.saved();
  expect(await content(id, "markdown")).toMatch(
    /^above\n\n:::figure\{width="284" align="right"\}\n!\[A dot\]\(\/api\/documents\/[^)]+\)\n:::\n$/,
  );
});

test("ED-9 a picture that is dropped can be cancelled on its way, and nothing of it is left in the document or at the server", async ({
  person,
  newDocument,
  content,
  server,
}) => {
  const { id } = await newDocument({ markdown: "above" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.editor.click();
  const line = await ada.context.newCDPSession(ada.page);
  const narrow = (uploadThroughput: number) =>
    line.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  /** What the server has of files, in bytes. */
  const stored = async () => {
    const files = path.join(server.dataDir, "files");
    const entries = await readdir(files, { recursive: true, withFileTypes: true });
    const sizes = entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
  // The server has others' documents, too.
  const before = await stored();
  await narrow(100_000);
  const large = { name: "large.png", mimeType: "image/png", buffer: Buffer.alloc(3_000_000, picture(8, 8)) };
  await dropFile(ada.page, large, ".ProseMirror");
  const cancel = ada.editor.getByRole("button", { name: "Cancel" });
  await expect(cancel).toBeVisible();
  await expect.poll(stored).toBeGreaterThan(before);
  await cancel.click();
  await expect(ada.editor.getByRole("progressbar")).toHaveCount(0);
  await expect.poll(stored).toBe(before);
  await narrow(-1);
  await ada.page.keyboard.type("!");
  await ada.saved();
  expect(await content(id, "markdown")).toBe("above!\n");

  const small = { name: "small.png", mimeType: "image/png", buffer: picture(40, 20) };
  await dropFile(ada.page, small, ".ProseMirror");
  await expect(ben.editor.locator("figure img[src]")).toHaveCount(1);
  await expect.poll(stored).toBe(before + small.buffer.length);
});

test("PA-7 pictures of a pasted text are stored here: bytes at once, and none is loaded from elsewhere", async ({
  person,
  newDocument,
  content,
  faults,
}) => {
  faults.allow(/status of 422/);
  const { id } = await newDocument();
  const ada = await person("Ada");
  await ada.open(id);
  await ada.editor.focus();
  const bytes = picture(20, 10).toString("base64");
  // An address that no server asks: it is refused, and the person is told.
  const html = `<p>one</p><img src="data:image/png;base64,${bytes}" alt="dot"><p>two</p><img src="http://10.0.0.1/far.png" alt="far">`;
  await pasteClip(ada.page, { html, text: "one two" });
  await expect(ada.editor.getByRole("img", { name: "dot" })).toBeVisible();
  const box = ada.editor.getByRole("group", { name: "Storing far" });
  await expect(box).toContainText("far was not stored.");
  await box.getByRole("button", { name: "Leave it out" }).click();
  await ada.saved();
  expect(await content(id, "markdown")).toMatch(/^one\n\n!\[dot\]\(\/api\/documents\/[^)]+\)\n\ntwo\n$/);
});

import { expect, test } from "./fixtures.ts";

/** One red dot. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==",
  "base64",
);
/** A picture that is a script and a page too. */
const polyglot = Buffer.concat([
  Buffer.from("GIF89a/*", "latin1"),
  Buffer.from("*/=1;globalThis.hacked=1;//<script>globalThis.hacked=1</script><svg onload=hacked=1>"),
]);
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>globalThis.hacked=1</script></svg>');
const html = Buffer.from("<!doctype html><script>globalThis.hacked=1</script>");

const withFiles = test.extend<{ upload: (id: string, name: string, bytes: Buffer) => Promise<string> }>({
  upload: async ({ request, server }, use) => {
    await use(async (id, name, bytes) => {
      const answer = await request.post(`${server.url}/api/documents/${id}/files`, {
        params: { name },
        headers: { origin: server.url, "content-type": "application/octet-stream" },
        data: bytes,
      });
      expect(answer.status(), await answer.text()).toBe(201);
      return server.url + ((await answer.json()) as { url: string }).url;
    });
  },
});

withFiles(
  "U4 a picture is drawn in a page, and runs nowhere",
  async ({ person, newDocument, upload, faults }) => {
    const { id } = await newDocument();
    const ada = await person("Ada");
    await ada.open(id);
    const [dot, script] = [await upload(id, "dot.png", png), await upload(id, "a.js", polyglot)];
    const { page } = ada;
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, dot);
    expect(size).toEqual([1, 1]);
    // A page's own policy lets it load scripts of this server; of this type there are none, whatever is in it.
    faults.allow(/Refused to execute script|MIME type/);
    const outcome = await page.evaluate(async (src) => {
      return await import(src).then(
        () => "ran",
        () => "refused",
      );
    }, script);
    expect(outcome).toBe("refused");
    await page.goto(script);
    expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
    expect(await page.evaluate(() => [document.contentType, globalThis.origin])).toEqual([
      "image/gif",
      "null",
    ]);
  },
);

withFiles("U4 what may run is a file to keep", async ({ person, newDocument, upload }) => {
  const { id } = await newDocument();
  const { page } = await person("Ada");
  for (const [name, bytes] of [
    ["drawing.svg", svg],
    ["page.html", html],
    ["picture.png", Buffer.concat([html, Buffer.from(" ")])],
  ] as const) {
    const url = await upload(id, name, bytes);
    const downloading = page.waitForEvent("download");
    await expect(page.goto(url)).rejects.toThrow(/Download is starting|ERR_ABORTED/);
    expect((await downloading).suggestedFilename()).toBe(name);
  }
});

test("a line shows where what is dragged over the text would land, from the first drag on", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "one\n\ntwo" });
  const ada = await person("Ada");
  await ada.open(id);
  const second = ada.editor.locator(":scope > p").nth(1);
  const line = ada.page.locator(".quire-drop");
  const drag = (type: string) =>
    second.evaluate((block, type) => {
      const { left, bottom } = block.getBoundingClientRect();
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["a"], "a.png", { type: "image/png" }));
      const place = { clientX: left + 1, clientY: bottom - 1, bubbles: true, cancelable: true };
      block.dispatchEvent(new DragEvent(type, { dataTransfer, ...place }));
    }, type);
  await drag("dragenter");
  // As a browser tells it for as long as something hovers.
  await expect
    .poll(async () => {
      await drag("dragover");
      return await line.count();
    })
    .toBe(1);
  // Letters take their places anew when their font comes.
  await ada.page.evaluate(() => document.fonts.ready);
  await drag("dragover");
  const [at, block] = [await line.boundingBox(), await second.boundingBox()];
  expect(at?.x).toBeCloseTo(block?.x ?? 0, -1);
  expect(at?.y).toBeGreaterThanOrEqual(block?.y ?? 0);
  expect(at?.y).toBeLessThan((block?.y ?? 0) + (block?.height ?? 0));
  await drag("dragend");
  await expect(line).toHaveCount(0);
});

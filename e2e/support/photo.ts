import type { Page } from "@playwright/test";

/** What a camera writes into a photograph beside its pixels. */
export const cameraWords = "canary: where the photograph was taken";

/** A photograph that a camera held on its side, red above and blue below when it is seen upright, and says so. */
export async function photo(page: Page): Promise<Buffer> {
  const plain = await draw(page, { width: 300, height: 200, colors: ["red", "blue"], type: "image/jpeg" });
  const words = Buffer.from(`${cameraWords}\0`, "latin1");
  const tiff = Buffer.alloc(38);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  // A description, whose text stands behind; then that the left side is up.
  tiff.set([0x01, 0x0e, 0, 2, 0, 0, 0, words.length, 0, 0, 0, 38], 10);
  tiff.set([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0], 22);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, words]);
  const head = Buffer.of(0xff, 0xe1, 0, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)]);
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Of stripes from left to right. */
  readonly colors: readonly string[];
  readonly type: "image/png" | "image/jpeg" | "image/webp";
}

/** A picture of upright stripes, as a browser makes it. */
export async function draw(page: Page, drawing: Drawing): Promise<Buffer> {
  const address = await page.evaluate(({ width, height, colors, type }) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d")!;
    for (const [index, color] of colors.entries()) {
      context.fillStyle = color;
      context.fillRect((index * width) / colors.length, 0, width / colors.length, height);
    }
    return canvas.toDataURL(type, 0.95);
  }, drawing);
  return Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
}

/** The colours of a picture in the page, each as red, green or blue, whichever is strongest, at the places (0 to 1). */
export async function colorsAt(
  page: Page,
  selector: string,
  places: readonly (readonly [x: number, y: number])[],
): Promise<readonly string[]> {
  return page.locator(selector).evaluate((element, places) => {
    const image = element as HTMLImageElement;
    const { naturalWidth: width, naturalHeight: height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    return places.map(([x, y]) => {
      const [red = 0, green = 0, blue = 0] = context.getImageData(x * width, y * height, 1, 1).data;
      const strongest = Math.max(red, green, blue);
      return strongest === red ? "red" : strongest === green ? "green" : "blue";
    });
  }, places);
}

import { expect, test } from "vitest";
import { picturesInRtf } from "./rtf-pictures.ts";

const png = "{\\pict\\pngblip 89504e47}";
const address = "data:image/png;base64,iVBORw==";

test.each([
  ["one", `{\\rtf1 a${png}b}`, [address]],
  [
    "in its order, null for what pages do not show",
    `{${png}{\\pict\\emfblip 01}${png}}`,
    [address, null, address],
  ],
  [
    "over lines, and beside groups of its own",
    "{\\pict{\\*\\blipuid 00ff}\\pngblip\n8950\r\n4e47}",
    [address],
  ],
  [
    "not the copies for older programs",
    `{\\*\\shppict${png}}{\\nonshppict{\\pict\\wmetafile8 00}}`,
    [address],
  ],
  ["not those of lists, heads and feet", `{\\*\\listpicture${png}}{\\header${png}}{\\footerf{${png}}}`, []],
  ["past bytes that are no letters", `{\\pict\\pngblip\\bin4 }}}}}${png}`, [null, address]],
  ["with letters that are none of bytes", "{\\pict\\pngblip 89zz}", [null]],
  ["of a picture without bytes", "{\\pict\\pngblip}", [null]],
  ["of what ends too early", `{{\\pict\\pngblip 8950`, []],
  ["of what ends too often", `}}}${png}`, []],
])("pictures are read from RTF: %s", (_name, rtf, expected) => {
  expect(picturesInRtf(rtf)).toEqual(expected);
});

test("hostile RTF is read to its end", () => {
  const size = 200_000;
  for (const rtf of [
    "{".repeat(size),
    "\\pict".repeat(size),
    "{\\pict\\pngblip 00}".repeat(size),
    "\\bin99999999999".repeat(size),
  ])
    expect(picturesInRtf(rtf).length).toBeLessThan(1_000);
});

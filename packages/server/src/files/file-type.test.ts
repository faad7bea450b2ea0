import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { anyFile, endingsOf, type FileType, isImage, isShown, typeOf } from "./file-type.ts";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const riff = (form: string): Buffer => latin(`RIFF\x24\0\0\0${form}fmt `);
const brands = (...names: string[]): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(12 + 4 * names.length);
  return Buffer.concat([size, latin(`ftyp${names[0]}\0\0\0\0${names.slice(1).join("")}`), Buffer.alloc(8)]);
};
const matroska = (name: string): Buffer => latin(`\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82${name}`);

describe("the type of a file", () => {
  it.each<[FileType, Buffer]>([
    ["image/png", latin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")],
    ["image/jpeg", latin("\xff\xd8\xff\xe0\0\x10JFIF")],
    ["image/jpeg", latin("\xff\xd8\xff\xe1\0\x10Exif")],
    ["image/gif", latin("GIF89a\x01\0\x01\0")],
    ["image/gif", latin("GIF87a\x01\0\x01\0")],
    ["image/webp", riff("WEBP")],
    ["image/avif", brands("avif", "mif1", "miaf")],
    ["image/avif", brands("mif1", "avif")],
    ["audio/wav", riff("WAVE")],
    ["audio/mpeg", latin("ID3\x04\0")],
    ["audio/mpeg", latin("\xff\xfb\x90\x64")],
    ["audio/aac", latin("\xff\xf1\x50\x80")],
    ["audio/mp4", brands("M4A ", "isom", "mp42")],
    ["audio/ogg", latin(`OggS\0\x02${"\0".repeat(22)}OpusHead`)],
    ["audio/flac", latin("fLaC\0\0\0\x22")],
    ["video/mp4", brands("isom", "iso2", "avc1", "mp41")],
    ["video/mp4", brands("mp42")],
    ["video/quicktime", brands("qt  ")],
    ["video/webm", matroska("\x84webm")],
    ["video/ogg", latin(`OggS\0\x02${"\0".repeat(22)}\x80theora`)],
    ["application/pdf", latin("%PDF-1.7\n")],
  ])("U3 is %s by the first bytes", (type, head) => {
    expect(typeOf(head)).toBe(type);
    expect(isShown(type)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ["nothing", Buffer.alloc(0)],
    ["SVG", latin('<svg xmlns="http://www.w3.org/2000/svg">')],
    ["SVG behind an XML declaration", latin('<?xml version="1.0"?><svg>')],
    ["HTML", latin("<!doctype html>")],
    ["a script", latin("alert(1)")],
    ["HTML with a PDF's mark further on", latin("<script>alert(1)</script>%PDF-1.7")],
    ["a PNG behind a blank", latin(" \x89PNG\r\n\x1a\n")],
    ["half of a PNG's mark", latin("\x89PNG")],
    ["an archive, as Word's files are", latin("PK\x03\x04")],
    ["a program", latin("\x7fELF")],
    ["an old Windows bitmap", latin("BM\x36\0\0\0")],
    ["an icon", latin("\0\0\x01\0")],
    ["an iPhone's photo", brands("heic", "mif1", "heic")],
    ["Matroska that is no WebM", matroska("\x88matroska")],
    ["an unheard-of brand", brands("evil")],
    ["a brand that ends behind the file", latin("\xff\xff\xff\xffftypevil")],
    ["RIFF of another form", riff("AVI ")],
    ["a text in UTF-16", latin("\xff\xfeh\0i\0")],
    ["nothing but ones", Buffer.alloc(64, 0xff)],
  ])("U3 is any file for %s", (_, head) => {
    expect(typeOf(head)).toBe(anyFile);
    expect(isShown(anyFile)).toBe(false);
  });

  it("U3 is one of the table's for any bytes, also where a mark is followed by whatever there may be", () => {
    const seed = printedSeed("types of files");
    const marks = [
      "",
      "RIFF",
      "\x1a\x45\xdf\xa3",
      "OggS\0",
      "\0\0\0\x18ftyp",
      "\xff\xff\xff\xffftyp",
      "\xff",
      "ID3",
    ];
    const bytes = fc.tuple(fc.constantFrom(...marks), fc.uint8Array({ maxLength: 600 }));
    fc.assert(
      fc.property(bytes, ([mark, rest]) => {
        const type = typeOf(Buffer.concat([latin(mark), rest]));
        expect(type === anyFile || isShown(type)).toBe(true);
      }),
      { seed, numRuns: runs(2_000, 100_000) },
    );
  });

  it("U4 is never one that can hold a script, and an image is one that browsers draw", () => {
    for (const type of ["image/svg+xml", "text/html", "text/xml", "application/xhtml+xml", "constructor"])
      expect([type, isShown(type), isImage(type)]).toEqual([type, false, false]);
    expect(["image/png", "image/avif"].every(isImage)).toBe(true);
    expect(["video/mp4", "application/pdf", anyFile].some(isImage)).toBe(false);
    expect(endingsOf("image/jpeg")[0]).toBe(".jpg");
    expect(endingsOf(anyFile)).toEqual([]);
  });
});

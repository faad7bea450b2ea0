import { expect, it } from "vitest";
import { disposition, uploadName } from "./file-name.ts";
import { anyFile } from "./file-type.ts";

it.each([
  ["Report 2026.pdf", "Report 2026.pdf"],
  ["", "file"],
  ["   ", "file"],
  [".htaccess", "htaccess"],
  ["..", "file"],
  ["~", "~"],
  ["CON", "_CON"],
  ["nul.tar.gz", "_nul.tar.gz"],
  ["com1 .txt", "_com1.txt"],
  ["../lpt\u00b9", "_lpt\u00b9"],
  ["console.txt", "console.txt"],
  ["../../etc/passwd", "etc passwd"],
  ["C:\\Windows\\evil.exe", "C Windows evil.exe"],
  ["a/b\\c.txt", "a b c.txt"],
  ["line\r\nX-Evil: 1.txt", "line X-Evil 1.txt"],
  ["nul\0byte.txt", "nul byte.txt"],
  ["exe\u202egnp.txt", "exe gnp.txt"],
  ["wide\u2066r\u2069.txt", "wide r.txt"],
  ['quote".txt', "quote.txt"],
  ["<script>alert(1)</script>", "script alert(1) script"],
  ["trailing. . .", "trailing"],
  ["Ærøskøbing 🦦.txt", "Ærøskøbing 🦦.txt"],
  [`${"x".repeat(300)}.docx`, `${"x".repeat(100)}.docx`],
  [`${"🦦".repeat(80)}.md`, `${"🦦".repeat(50)}.md`],
  [`a.${"b".repeat(300)}`, `a.${"b".repeat(98)}`],
  ["lone \ud83e surrogate", "lone \ufffd surrogate"],
])("U9 threat E5 keeps of the name %j what every file system takes: %j", (given, name) => {
  expect(uploadName(given, anyFile)).toBe(name);
});

it("U9 gives a file that is shown an ending of its type, so that it opens as what was shown", () => {
  expect(uploadName("picture.PNG", "image/png")).toBe("picture.PNG");
  expect(uploadName("photo.jpeg", "image/jpeg")).toBe("photo.jpeg");
  expect(uploadName("picture", "image/webp")).toBe("picture.webp");
  expect(uploadName("evil.html", "image/gif")).toBe("evil.html.gif");
  expect(uploadName("v1.2", "application/pdf")).toBe("v1.2.pdf");
  expect(uploadName("", "image/png")).toBe("file.png");
});

it("U9 threat E5 says a name in plain letters and in UTF-8, and nothing else", () => {
  expect(disposition("inline", "Ærø's 100%.png")).toBe(
    "inline; filename=\"_r_'s 100_.png\"; filename*=UTF-8''%C3%86r%C3%B8%27s%20100%25.png",
  );
  for (const hostile of ['a"; filename="b', "a\r\nX: y", "\u202e", "a'b(c)*"])
    expect(disposition("attachment", uploadName(hostile, anyFile))).toMatch(
      /^attachment; filename="[^"\\%\r\n]*"; filename\*=UTF-8''[\w.~!%-]*$/,
    );
});

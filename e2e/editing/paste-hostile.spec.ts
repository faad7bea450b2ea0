import { type Hostile, hostileShapes } from "../support/hostile.ts";
import { pasteClip } from "../support/paste-clip.ts";
import { expect, test } from "./writing.ts";

/** What of a shape is pasted: as HTML, and as text alone. */
function clipsOf({ kind, value }: Hostile) {
  const escaped = value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  switch (kind) {
    case "address":
      return [
        { html: `<p><a href="${escaped}">words</a> <img src="${escaped}"></p>`, text: "words" },
        { html: `<a href="${value}">unescaped</a>`, text: "" },
        { html: "", text: value },
        { html: "", text: `**bold** [words](${value})` },
      ];
    case "html":
      return [
        { html: `<p>before</p>${value}<p>after</p>`, text: "" },
        { html: value, text: "" },
        { html: "", text: `# title\n\n${value}` },
      ];
    case "markdown":
      return [{ html: "", text: `# title\n\n${value}` }];
    case "name":
      return [
        { html: "", text: value },
        { html: `<p title="${escaped}">${value}</p>`, text: value },
      ];
    default:
      return kind satisfies never;
  }
}

/** Pastes all of them, in the page. Gives those after which something is in the text that may not be. */
function findHarm(text: Element, clips: readonly { html: string; text: string }[]): string[] {
  const names =
    "script, style, link, meta, iframe, object, embed, svg, math, form, video, audio, template, base";
  const safe = [":", "http:", "https:", "mailto:", "tel:"];
  return clips.flatMap((clip) => {
    const clipboardData = new DataTransfer();
    if (clip.html !== "") clipboardData.setData("text/html", clip.html);
    if (clip.text !== "") clipboardData.setData("text/plain", clip.text);
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    const elements = [...text.querySelectorAll("*")];
    const isHarm =
      text.querySelector(names) !== null ||
      elements.some((element) => element.getAttributeNames().some((name) => name.startsWith("on"))) ||
      elements.some((element) => element instanceof HTMLAnchorElement && !safe.includes(element.protocol)) ||
      Reflect.get({}, "polluted") !== undefined;
    return isHarm ? [clip.html || clip.text] : [];
  });
}

test("PA-8 nothing that is pasted runs, loads or leads astray: all classes of the hostile table", async ({
  write,
  faults,
}) => {
  faults.allow(/files\/remote/); // the server finds nothing where the pictures are said to be
  const writer = await write();
  const { page, editor } = writer;
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const address = page.url();
  // The first one waits for what reads it, so that the others are read at once.
  await pasteClip(page, { html: "<p>first</p>", text: "first" });
  await expect(editor).toContainText("first");
  for (const harm of ["D1", "D2", "D3", "D4", "D5", "D6"] as const) {
    const clips = hostileShapes.filter((shape) => shape.class === harm).flatMap(clipsOf);
    expect(clips.length, harm).toBeGreaterThan(20);
    expect(await editor.evaluate(findHarm, clips), harm).toEqual([]);
    await writer.saved();
    expect(dialogs, harm).toEqual([]);
    expect(page.url()).toBe(address);
    // Each class begins in an empty document, as what is there already is looked through again after each paste.
    await writer.press("Control+a", "Control+a", "Delete");
  }
});

test("PA-8 HTML that is nested without an end is its words, at once", async ({ write }) => {
  const writer = await write();
  for (const piece of ["<b><i>", "<div>", "<table><tr><td>", "<blockquote><ul><li>"]) {
    const words = `behind ${piece.length}`;
    await pasteClip(writer.page, { html: `${piece.repeat(1_000_000 / piece.length)}${words}`, text: "" });
    await expect(writer.editor).toContainText(words);
  }
  await writer.saved();
});

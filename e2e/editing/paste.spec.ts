import type { Person } from "../fixtures.ts";
import { expect, test } from "./writing.ts";

/** Puts a piece of a web page on the clipboard, as a browser does that copies it. */
async function copyFromElsewhere({ page, context }: Person, html: string, text: string): Promise<void> {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(
    ([markup, words]) => {
      // A browser cleans what a page puts on the clipboard; what an application puts there comes as it is.
      document.addEventListener(
        "paste",
        (event) => {
          event.stopImmediatePropagation();
          event.preventDefault();
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", markup);
          clipboardData.setData("text/plain", words);
          const pasted = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
          event.target?.dispatchEvent(pasted);
        },
        { capture: true, once: true },
      );
    },
    [html, text] as const,
  );
  await page.keyboard.press("Control+v");
}

test("what is pasted from elsewhere runs nothing, loads nothing and breaks no content policy", async ({
  write,
}) => {
  const writer = await write();
  const html = `<style>p { color: red }</style><script>document.title = "broken into"</script>
    <h2 style="color: red" onclick="document.title = 'broken into'">A title</h2>
    <p style="background: url(https://example.org/a.png)">with <b>bold</b> and <span style="font-weight: 700">heavy</span> words and
    <a href="javascript:document.title='broken into'">a trap</a>,
    <a href="https://example.org/page">a link</a><img src="https://example.org/b.png" onerror="document.title='broken into'"></p>
    <iframe src="https://example.org/frame"></iframe>
    <ul><li>one<ul><li>below</li></ul></li><li>two</li></ul>`;
  await copyFromElsewhere(writer, html, "A title");
  const blocks = await writer.blocks();
  expect(blocks[0]).toBe("<h2>A title");
  expect(blocks.join("\n")).toContain("with <strong>bold</> and <strong>heavy</> words and");
  expect(blocks.join("\n")).toContain("<link https://example.org/page>a link</>");
  expect(blocks.join("\n")).not.toContain("javascript:");
  expect(blocks.slice(-3)).toEqual(["<ul>one", "  <ul>below", "<ul>two"]);
  await expect(writer.page).not.toHaveTitle(/broken into/);
});

test("an address pasted over words links them, and one that is not safe to follow does not", async ({
  write,
}) => {
  const writer = await write("words");
  await writer.press("Shift+Home");
  await copyFromElsewhere(writer, "", "https://example.org/page");
  expect(await writer.blocks()).toEqual(["<link https://example.org/page>words</>"]);
  await writer.press("End");
  await writer.press("Shift+Home");
  await copyFromElsewhere(writer, "", "javascript:alert(1)");
  expect(await writer.blocks()).toEqual([expect.not.stringContaining("link javascript")]);
});

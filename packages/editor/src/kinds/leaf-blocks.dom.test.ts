import { schema } from "@quire/schema";
import { fromMarkdown } from "@quire/schema/convert";
import type { Node } from "prosemirror-model";
import { expect, test, vi } from "vitest";
import { opened, outline, p, press, put, type } from "../../test/peers.ts";

const video = "https://youtu.be/dQw4w9WgXcQ";
const h = (level: number, text: string) => p(text, { kind: "heading", level });

async function drawn(...blocks: readonly Node[]) {
  const peer = opened(...blocks);
  await vi.dynamicImportSettled();
  return peer;
}

test("an embed asks nothing of its site before its button is pressed, and then in a sandbox", async () => {
  const { view } = await drawn(...fromMarkdown(`::embed{src="${video}"}\n`).children);
  expect(view.dom.querySelector("iframe, img, script, link")).toBeNull();
  const button = view.dom.querySelector("button");
  expect(button?.textContent).toBe("Load from YouTube");
  button?.click();
  const frame = view.dom.querySelector("iframe");
  expect(frame?.getAttribute("src")).toBe("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ");
  expect(frame?.getAttribute("sandbox")).not.toMatch(/top-navigation|modals|downloads/);
  expect(frame?.getAttribute("referrerpolicy")).toBe("strict-origin");
});

test("an embed of a site that is none of ours is a link, and one without an address says so", async () => {
  const { view } = await drawn(
    schema.node("embed", { src: "https://example.org/x" }),
    schema.node("embed", { src: "javascript:alert(1)" }),
  );
  expect(view.dom.querySelectorAll("button")).toHaveLength(0);
  expect([...view.dom.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
    "https://example.org/x",
  ]);
  expect(view.dom.textContent).toContain("without an address");
});

test("the command embeds the address that is the line, or the line above an empty one, and nothing else", () => {
  for (const [blocks, line] of [
    [[p(video)], 0],
    [[p(video), p("")], 1],
  ] as const) {
    const { view, editor } = opened(...blocks);
    put(view, line, 0);
    expect(editor.run("embed")).toBe(true);
    expect(outline(view)).toEqual(["<embed>", ""]);
    type(view, "x");
    expect(outline(view)).toEqual(["<embed>", "x"]);
  }
  for (const text of ["https://example.org/x", `see ${video}`, ""]) {
    const { editor } = opened(p(text));
    expect(editor.run("embed")).toBe(false);
    expect(editor.getSnapshot().enabled.has("embed")).toBe(false);
  }
});

test.each([
  "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
  "https://www.loom.com/share/0123456789abcdef0123456789abcdef",
  "https://vimeo.com/76979871/abcdef0123",
  video,
])("the command embeds all of the address %s, and takes its own slash for none of it", (address) => {
  for (const line of [address, `${address} /emb`]) {
    const { view, editor } = opened(p(line));
    put(view, 0, line.length);
    expect(editor.run("embed")).toBe(true);
    expect(view.state.doc.firstChild?.attrs.src).toBe(address);
  }
});

test("a table of contents follows the headings, and leads to them", async () => {
  const { view } = await drawn(schema.node("toc"), h(1, "One"), p("text"), h(3, "Three"));
  const links = () => [...view.dom.querySelectorAll<HTMLElement>(".quire-toc a")];
  expect(links().map(({ textContent }) => textContent)).toEqual(["One", "Three"]);
  put(view, 1, 3);
  type(view, "!");
  expect(links().map(({ textContent }) => textContent)).toEqual(["One!", "Three"]);
  links()[1]?.click();
  expect(view.state.selection.$head.parent.textContent).toBe("Three");
  press(view, "Mod-z");
});

test("a table of contents without headings says so", async () => {
  const { view } = await drawn(schema.node("toc"), p("text"));
  expect(view.dom.querySelector(".quire-toc")?.textContent).toBe("This document has no headings yet");
});

test("pages that begin in what LibreOffice, Google Docs and Word copy are page breaks", async () => {
  for (const html of [
    '<p>a</p><p style="page-break-before: always">b</p>',
    '<p>a</p><hr style="page-break-before:always;display:none;"><p>b</p>',
    '<p class="MsoNormal">a</p><p class="MsoNormal"><span><br clear=all style="mso-special-character:line-break;page-break-before:always"></span></p><p class="MsoNormal">b</p>',
  ]) {
    const { view } = opened(p(""));
    view.dom.dispatchEvent(new FocusEvent("focus"));
    await vi.dynamicImportSettled();
    view.pasteHTML(html);
    expect(outline(view), html).toEqual(["a", "<page_break>", "b"]);
  }
});

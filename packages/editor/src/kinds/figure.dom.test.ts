import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import { describe, expect, test, vi } from "vitest";
import { exchange, opened, outline, p, press, put, putIn, two, type } from "../../test/peers.ts";

const src = `/api/documents/a-document-of-ours/files/${"0123456789abcdef".repeat(4)}`;

function figure(caption: string, attrs: Record<string, unknown> = {}): Node {
  return schema.node("figure", { src, ...attrs }, caption === "" ? [] : [schema.text(caption)]);
}

describe("figures", () => {
  test("a stored picture is drawn with its words, width and side", () => {
    const { view } = opened(figure("c", { alt: "A", width: 120, align: "right" }));
    const image = view.dom.querySelector("img");
    expect(image?.getAttribute("src")).toBe(src);
    expect([image?.alt, image?.getAttribute("width")]).toEqual(["A", "120"]);
    expect(view.dom.querySelector("figure")?.dataset.align).toBe("right");
  });

  test.each(["https://example.org/a.png", `//example.org${src}`, "javascript:alert(1)", "x.png"])(
    "PA-7 one at %s is not loaded",
    (elsewhere) => {
      const { view } = opened(figure("c", { src: elsewhere }));
      expect(view.dom.querySelector("img")).toBeNull();
      const link = view.dom.querySelector("a");
      const isAddress = elsewhere === "https://example.org/a.png";
      expect(link?.getAttribute("href")).toBe(isAddress ? elsewhere : null);
    },
  );

  test("Enter in the caption goes on below, and splits nothing", () => {
    const { view } = opened(figure("ab", { indent: 1 }), p("c"));
    putIn(view, "ab", 1);
    press(view, "Enter");
    type(view, "x");
    expect(outline(view)).toEqual(["  figure ab", "  x", "c"]);
  });

  test("Backspace before the caption selects the picture, and never joins it to what is above", () => {
    const { view } = opened(p("a"), figure("b"));
    putIn(view, "b", 0);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["a", "figure b"]);
    expect(view.state.selection).toBeInstanceOf(NodeSelection);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["a"]);
  });

  test("Escape in the caption selects the picture, and Enter goes on below it", () => {
    const { view } = opened(figure("a"), p("b"));
    putIn(view, "a", 1);
    press(view, "Escape");
    expect(view.state.selection).toBeInstanceOf(NodeSelection);
    press(view, "Enter");
    type(view, "x");
    expect(outline(view)).toEqual(["figure a", "x", "b"]);
  });

  test("Delete at the caption's end, and Backspace in the line below, leave both as they are", () => {
    const { view } = opened(figure("a"), p("b"));
    putIn(view, "a", 1);
    press(view, "Delete");
    expect(outline(view)).toEqual(["figure a", "b"]);
    putIn(view, "b", 0);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["figure a", "b"]);
  });

  test("a caption turns into nothing else, and may have lines", () => {
    const { view, editor } = opened(figure("ab"), p("c"));
    put(view, 0, 0, 1, 1);
    for (const id of ["heading-1", "bullet-list", "code-block"]) editor.run(id);
    expect(outline(view)).toContain("figure ab");
    putIn(view, "ab", 1);
    press(view, "Shift-Enter");
    expect(view.state.doc.firstChild?.childCount).toBe(3);
  });

  test("two may write in a caption while its picture is changed", () => {
    const [a, b] = two(figure("The caption.", { id: "f" }));
    putIn(a.view, "The caption.", 12);
    type(a.view, " Ada");
    b.view.dispatch(b.view.state.tr.setNodeAttribute(0, "width", 300));
    exchange(a.ydoc, b.ydoc);
    for (const { view } of [a, b]) {
      expect(outline(view)).toEqual(["figure The caption. Ada"]);
      expect(view.dom.querySelector("img")?.getAttribute("width")).toBe("300");
    }
  });
});

describe("files", () => {
  test("a file is its name, the way to it, and its size", async () => {
    const { view } = opened(schema.node("file", { src, name: "a.pdf", size: 2048, type: "application/pdf" }));
    expect(view.dom.querySelector(".quire-file")?.textContent).toBe("a.pdf");
    await vi.waitFor(() => expect(view.dom.querySelector("a")).not.toBeNull());
    const link = view.dom.querySelector("a");
    expect([link?.getAttribute("href"), link?.download, link?.textContent]).toEqual([src, "a.pdf", "a.pdf"]);
    expect(view.dom.querySelector(".quire-file span")?.textContent).toMatch(/^2\s?kB$/);
  });

  test("one whose address is none leads nowhere", async () => {
    const { view } = opened(schema.node("file", { src: "javascript:alert(1)", name: "a" }));
    await vi.waitFor(() => expect(view.dom.querySelector("a")).not.toBeNull());
    expect(view.dom.querySelector("a")?.hasAttribute("href")).toBe(false);
  });
});

import { beforeEach, expect, test, vi } from "vitest";
import { opened, outline, p, pre, press, put, type } from "../../test/peers.ts";

const math = (text: string) => pre(text, { language: "math" });

beforeEach(() => {
  // The test's page has one that never says that anything is in sight, and says that it is an old one.
  vi.stubGlobal("IntersectionObserver", undefined);
  Object.defineProperty(document, "compatMode", { configurable: true, value: "CSS1Compat" });
});

test("the source of a formula is shown while the caret is in it, and the arrow keys lead there", async () => {
  const { view } = opened(p("a"), math("x^2"), p("b"));
  await vi.dynamicImportSettled();
  const block = view.dom.querySelector(".quire-code");
  expect(block?.classList.contains("quire-open")).toBe(false);
  put(view, 0, 1);
  press(view, "ArrowDown");
  expect(view.state.selection.$head.parent.textContent).toBe("x^2");
  expect(block?.classList.contains("quire-open")).toBe(true);
  put(view, 2, 0);
  expect(block?.classList.contains("quire-open")).toBe(false);
});

test.each([
  ["\\frac{", /./],
  ["\\href{javascript:alert(1)}{x}", /Unsupported|not trusted/],
  ["\\includegraphics{https://example.org/x.png}", /not trusted/],
  ["\\def\\a{\\a\\a}\\a", /expansions/],
  ["x".repeat(20_001), /Too long/],
])("a formula that cannot be drawn says why, and does nothing else: %#", async (source, why) => {
  const { view } = opened(p("a"), math(source));
  await vi.dynamicImportSettled();
  const error = () => view.dom.querySelector(".quire-preview-error")?.textContent;
  await expect.poll(error).toMatch(why);
  expect(view.dom.querySelector(".quire-preview a, .quire-preview img, .quire-preview script")).toBeNull();
});

test("a diagram is not drawn where the page has nothing to draw it with", async () => {
  const { view } = opened(p("a"), pre("graph TD; A-->B", { language: "mermaid" }));
  await vi.dynamicImportSettled();
  await expect
    .poll(() => view.dom.querySelector(".quire-preview")?.textContent)
    .toBe("This page cannot draw it");
});

test("two dollar signs and a blank begin a formula, and the commands make and unmake one", () => {
  const { view, editor } = opened();
  type(view, "$$ x");
  expect(view.state.doc.firstChild?.attrs.language).toBe("math");
  expect(outline(view)[0]).toBe("code x");
  expect(editor.run("math-block")).toBe(true);
  expect(outline(view)[0]).toBe("x");
  expect(editor.run("diagram")).toBe(true);
  expect(view.state.doc.firstChild?.attrs.language).toBe("mermaid");
  expect(editor.getSnapshot().active.has("diagram")).toBe(true);
});

import { schema } from "@quire/schema";
import { beforeAll, expect, test, vi } from "vitest";
import {
  exchangeNamed,
  opened,
  outline,
  type Peer,
  p,
  press,
  put,
  putIn,
  two,
  type,
} from "../../test/peers.ts";

beforeAll(() => {
  // The test's page says that it is an old one, in which nothing is drawn.
  Object.defineProperty(document, "compatMode", { configurable: true, value: "CSS1Compat" });
});

function formulas({ view }: Peer): unknown[] {
  const found: unknown[] = [];
  view.state.doc.descendants(({ type: { name }, attrs }) => {
    if (name === "math") found.push(attrs.tex);
  });
  return found;
}

test.each([
  ["so $x^2$!", ["x^2"]],
  ["($a + b$)", ["a + b"]],
  ["$2x$ ", ["2x"]],
  ["$5 and $6 ", []],
  ["$5-$6 ", []],
  ["US$ and A$ ", []],
  ["$ x$ ", []],
  ["$$ ", []],
  ["\\$x$ ", []],
  ["`$x$", []],
])("typed, %j has the formulas %j", (typed, expected) => {
  const peer = opened(p("x"));
  putIn(peer.view, "x", 1);
  type(peer.view, ` ${typed}`);
  expect(formulas(peer)).toEqual(expected);
});

test("Backspace right after gives back what was typed", () => {
  const peer = opened();
  type(peer.view, "$x$");
  expect(formulas(peer)).toEqual(["x"]);
  press(peer.view, "Backspace");
  expect([formulas(peer), outline(peer.view)]).toEqual([[], ["$x$"]]);
});

test("the command makes a formula of the selected words, and in code there is none", () => {
  const peer = opened(p("a x^2 b"));
  const { view, editor } = peer;
  put(view, 0, 2, 0, 5);
  editor.run("formula");
  expect(formulas(peer)).toEqual(["x^2"]);
  expect(outline(view)).toEqual(["a $x^2$ b"]);
  editor.run("code-block");
  expect(outline(view)).toEqual(["code a $x^2$ b"]);
  expect(editor.getSnapshot().enabled.has("formula")).toBe(false);
});

test("it is drawn, and TeX that draws nothing is shown as it is, with why", async () => {
  const { view } = opened(
    schema.node("paragraph", null, [
      schema.node("math", { tex: "x^2" }),
      schema.node("math", { tex: "\\nothing" }),
      schema.node("math"),
    ]),
  );
  await vi.waitFor(() => expect(view.dom.querySelector("math msup")).not.toBeNull());
  const [, wrong, empty] = view.dom.querySelectorAll<HTMLElement>(".quire-math");
  expect([wrong?.textContent, empty?.textContent]).toEqual(["\\nothing", "Formula"]);
  expect(wrong?.title).toContain("nothing");
});

test("two who change one formula end with the same, and what is written beside it stays", async () => {
  const [a, b] = two(
    schema.node("paragraph", { id: "l" }, [schema.text("a "), schema.node("math", { tex: "x" })]),
  );
  await vi.dynamicImportSettled();
  a.view.dispatch(a.view.state.tr.setNodeAttribute(3, "tex", "y").insertText("mine ", 1));
  b.view.dispatch(b.view.state.tr.setNodeAttribute(3, "tex", "z").insertText("!", 4));
  exchangeNamed(a.ydoc, b.ydoc);
  expect(formulas(a)).toEqual(formulas(b));
  expect(outline(a.view)).toEqual([expect.stringMatching(/^mine a \$[yz]\$!$/)]);
});

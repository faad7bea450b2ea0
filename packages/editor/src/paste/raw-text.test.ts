import { expect, test } from "vitest";
import { withoutRawText } from "./raw-text.ts";

test("what is no tag to a browser is gone, in whatever it is hidden", () => {
  for (const [html, rest] of [
    ["a<!-- <b> -->c", "ac"],
    ["a<!-->b<!--->c<!-- x --!>d", "abcd"],
    [
      "a<!--[if gte mso 9]><xml><w:x/></xml><![endif]-->b<![if !vml]>c<![endif]>",
      "ab<![if !vml]>c<![endif]>",
    ],
    [`<textarea><img title="</textarea><b>">`, `<b>">`],
    [`<TITLE x='y'>a</b></title >c`, "c"],
    ["a<script>b</scripty></SCRIPT\n>c", "ac"],
    ["a<xmp>b", "a"],
    ["a<!-- b", "a"],
    ["<scripts>a</scripts><titles>b", "<scripts>a</scripts><titles>b"],
  ] as const)
    expect(withoutRawText(html), html).toBe(rest);
});

test("a style sheet stays, where nothing draws it and with nothing that could end it", () => {
  expect(withoutRawText("<style type=x><!-- @list l0 {} </b></style>a")).toBe(
    "<script>!-- @list l0 {} /b></script>a",
  );
  expect(withoutRawText("<style>a")).toBe("<script>a</script>");
});

test("each character is looked at once", () => {
  for (const piece of [
    "<!--",
    "<style>",
    "<title",
    "<title ",
    "<title></title ",
    "<!-->",
    "</style>",
    "<style></style",
    "<b><!--x-->",
  ])
    expect(withoutRawText(piece.repeat(100_000)).length).toBeLessThan(2_000_000);
});

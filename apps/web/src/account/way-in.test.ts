import { expect, it } from "vitest";
import { returnPath, signInPath } from "./way-in.ts";

const origin = "https://docs.example.org";

it("the way in leads back to where somebody was", () => {
  for (const here of ["/", "/d/abc", "/d/abc#block", "/account?x=1&y=/"]) {
    const { pathname, search } = new URL(signInPath(here), origin);
    expect([pathname, returnPath(search, origin)]).toEqual(["/sign-in", here]);
  }
});

it.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "\t//evil.example",
  "javascript:alert(1)",
  "/x\\..\\..\\/evil.example",
  "evil",
  "",
  "/sign-in?returnTo=/sign-in",
  "/join",
  "/api/session",
  "/./api/session",
])("the way in leads back to a page of ours alone, not to %j", (wanted) => {
  expect(returnPath(`?${new URLSearchParams({ returnTo: wanted })}`, origin)).toBe("/");
});

import { expect, test } from "vitest";
import { isSafeHref } from "./href.ts";

test.each([
  "https://example.org/a?b=c#d",
  "HTTP://EXAMPLE.ORG",
  "mailto:a@example.org",
  "tel:+49123",
  "/d/abc",
  "../a:b",
  "?q=javascript:x",
  "#javascript:x",
  "//example.org",
  "a.html",
  "",
])("ED-8 %j may be linked to", (href) => {
  expect(isSafeHref(href)).toBe(true);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "\u0001javascript:alert(1)",
  "java\nscript:alert(1)",
  "java\tscript:alert(1)",
  "java\u0000script:alert(1)",
  "javascript\u200b:alert(1)",
  "javascript :alert(1)",
  "\ufeffjavascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://example.org/1",
  "file:///etc/passwd",
  "view-source:https://example.org",
  "x:y",
])("ED-8 %j may not be linked to", (href) => {
  expect(isSafeHref(href)).toBe(false);
});

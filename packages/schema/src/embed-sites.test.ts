import { expect, test } from "vitest";
import { isOfEmbedSite } from "./blocks/embed.ts";
import { embedFrameOf, embedSites } from "./embed-sites.ts";

const figma = "AbCdEfGhIjKlMnOpQrStUv";
const loom = "0123456789abcdef0123456789abcdef";

test.each([
  ["https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"],
  [
    "https://m.youtube.com/watch?list=a&v=dQw4w9WgXcQ&t=42s#x",
    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=42",
  ],
  ["https://youtu.be/dQw4w9WgXcQ?si=a&t=7", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=7"],
  ["https://YouTube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"],
  ["https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"],
  ["https://vimeo.com/76979871/abcdef0123", "https://player.vimeo.com/video/76979871?dnt=1&h=abcdef0123"],
  [`https://www.loom.com/share/${loom}?sid=1`, `https://www.loom.com/embed/${loom}`],
  [
    `https://www.figma.com/file/${figma}/A-name?node-id=1`,
    `https://embed.figma.com/design/${figma}?embed-host=quire`,
  ],
  ["https://codepen.io/ada/pen/abcDEF", "https://codepen.io/ada/embed/abcDEF?default-tab=result"],
  ["https://codesandbox.io/s/a-box-x1y2", "https://codesandbox.io/embed/a-box-x1y2"],
  [
    "https://open.spotify.com/intl-de/track/0123456789abcdefABCDEF?si=1",
    "https://open.spotify.com/embed/track/0123456789abcdefABCDEF",
  ],
  [
    "https://docs.google.com/document/d/0123456789abcdefghij_-/edit",
    "https://docs.google.com/document/d/0123456789abcdefghij_-/preview",
  ],
  ["https://miro.com/app/board/uXjVOabcdef=/", "https://miro.com/app/live-embed/uXjVOabcdef=/"],
])("%s is shown by %s", (page, frame) => {
  expect(embedFrameOf(page)?.address).toBe(frame);
  expect(isOfEmbedSite(page)).toBe(true);
  expect(embedFrameOf(frame)?.address.split("?")[0]).toBe(frame.split("?")[0]);
});

test.each([
  "http://youtu.be/dQw4w9WgXcQ",
  "https://youtu.be.example.org/dQw4w9WgXcQ",
  "https://example.org/youtu.be/dQw4w9WgXcQ",
  "https://youtu.be@example.org/dQw4w9WgXcQ",
  "https://example.org\\@youtu.be/dQw4w9WgXcQ",
  "https://youtu.be:8080/dQw4w9WgXcQ",
  "https://www.youtube.com/watch?v=../../../../x",
  "https://www.youtube.com/redirect?q=https://example.org",
  "https://codepen.io/../x/pen/abcd",
  "https://www.figma.com/",
  "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
  `https://youtu.be/dQw4w9WgXcQ?${"x".repeat(2048)}`,
  "",
])("%j is no page of a site of ours", (address) => {
  expect(embedFrameOf(address)).toBeNull();
});

test("every frame comes from the origin that its site names, and no two sites share one", () => {
  const origins = embedSites.map(({ frames }) => frames);
  expect(new Set(origins).size).toBe(origins.length);
  for (const { frames, frameOf } of embedSites) {
    expect(new URL(frames).origin).toBe(frames);
    expect(new URL(frames + frameOf({ id: "a", type: "b", person: "c" })).origin).toBe(frames);
  }
});

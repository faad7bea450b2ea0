import type { Locator } from "@playwright/test";

/** The contrast of an element's text on its own background, as WCAG counts it: 1 to 21. */
export async function contrastOf(element: Locator): Promise<number> {
  const { text, ground } = await element.evaluate((shown) => {
    const { color, backgroundColor } = getComputedStyle(shown);
    return { text: color, ground: backgroundColor };
  });
  const [lighter = 0, darker = 0] = [luminance(text), luminance(ground)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Of a computed colour without transparency, such as "rgb(176, 65, 62)". */
function luminance(color: string): number {
  const channels = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color)?.slice(1);
  if (channels === undefined) throw new Error(`the colour must be opaque and in sRGB, got "${color}"`);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = Number(channel) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

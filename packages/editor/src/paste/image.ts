import { styleOf } from "./tree.ts";

const addresses =
  /^(?:https?:\/\/[^\s"'<>]{1,8192}|data:image\/(?:png|jpeg|gif|webp|avif|bmp);base64,[a-z0-9+/=\s]+)$/i;
const maxAltLength = 1000;

/**
 * A picture by its address, its words and its size. One of a file on somebody's disk, or of a point that nobody sees, as
 * mails have it to tell when they are read, is left out.
 */
export function imageFor(element: Element): Element | null {
  const src = (element.getAttribute("src") ?? "").trim();
  const width = sizeOf(element, "width");
  const height = sizeOf(element, "height");
  if (!addresses.test(src) || width === 0 || height === 0 || (width === 1 && height === 1)) return null;
  const image = element.ownerDocument.createElement("img");
  image.setAttribute("src", src);
  const alt = element.getAttribute("alt")?.trim().slice(0, maxAltLength) ?? "";
  if (alt !== "") image.setAttribute("alt", alt);
  if (width !== null) image.setAttribute("width", String(width));
  if (height !== null) image.setAttribute("height", String(height));
  return image;
}

function sizeOf(element: Element, name: "width" | "height"): number | null {
  const text = element.getAttribute(name) ?? styleOf(element).get(name) ?? "";
  const size = /^\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$/i.exec(text)?.[1];
  return size === undefined ? null : Number(size);
}

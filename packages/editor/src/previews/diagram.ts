import { DiagramFrame } from "./diagram-frame.ts";
import type { Preview, PreviewOptions } from "./preview.ts";

/**
 * Diagrams, drawn in a sandbox and shown as pictures: nothing that somebody wrote runs, loads or is a page here. What cannot
 * see a picture is told its source.
 */
export function diagramPreview(frame: DiagramFrame): Preview {
  return {
    async draw(place, source) {
      const document = place.ownerDocument;
      const image = document.createElement("img");
      const { svg, width, height } = await frame.draw(source, isDark(place));
      image.alt = source;
      image.width = width;
      image.height = height;
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      place.replaceChildren(image);
    },
  };
}

/** The frame that draws an editor's diagrams, null where the page has none. */
export function openDiagramFrame(
  { words, diagramFrame }: PreviewOptions,
  document: Document,
): DiagramFrame | null {
  return diagramFrame === undefined ? null : new DiagramFrame(document, diagramFrame, words);
}

/** Whether the text is light, as it is on dark ground. */
function isDark(place: HTMLElement): boolean {
  const color = place.ownerDocument.defaultView?.getComputedStyle(place).color ?? "";
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return red + green + blue > 3 * 128;
}

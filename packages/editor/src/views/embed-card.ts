import { embedFrameOf, readEmbed } from "@quire/schema";
import { type DrawingWords, englishDrawingWords } from "../drawing-words.ts";
import type { EditorWords } from "../words.ts";
import type { Draw } from "./late-view.ts";

/** Draws a page of another site as a card with a button. Nothing is asked of that site before the button is pressed. */
export function drawEmbed({ drawing = englishDrawingWords }: EditorWords): Draw {
  return (dom) => {
    let shown: string | null | undefined;
    return {
      show({ attrs }) {
        const src = readEmbed(attrs);
        if (src === shown) return;
        shown = src;
        dom.replaceChildren(...cardOf(dom, src, drawing));
      },
    };
  };
}

function cardOf(
  dom: HTMLElement,
  src: string | null,
  words: DrawingWords,
): readonly (string | HTMLElement)[] {
  const { ownerDocument: document } = dom;
  if (src === null) return [words.noEmbed];
  const frame = embedFrameOf(src);
  const link = document.createElement("a");
  link.href = src;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  link.textContent = src;
  dom.role = "group";
  dom.ariaLabel = `${words.embed}: ${frame?.site ?? src}`;
  if (!frame) return [link];
  const name = document.createElement("strong");
  name.textContent = frame.site;
  const load = document.createElement("button");
  load.type = "button";
  load.textContent = words.loadFrom(frame.site);
  load.addEventListener("click", () => {
    const shown = frameOf(document, frame.address, `${frame.site}: ${src}`);
    load.replaceWith(shown);
    shown.focus();
  });
  return [name, link, load];
}

/**
 * A frame that may run scripts of its own site, and nothing beside: it cannot leave its place. It is told which server it is
 * on, and not which document: some sites show nothing where they are not told.
 */
function frameOf(document: Document, address: string, title: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
  frame.referrerPolicy = "strict-origin";
  frame.allow = "fullscreen; picture-in-picture";
  frame.title = title;
  frame.src = address;
  return frame;
}

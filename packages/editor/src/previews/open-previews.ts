import { englishDrawingWords } from "../drawing-words.ts";
import type { DiagramFrame } from "./diagram-frame.ts";
import { maxSourceLength, type Preview, PreviewError, type PreviewOptions } from "./preview.ts";

/** Draws the source of one block, and again when it or the page's colours change. */
export interface BlockPreview {
  show(source: string): void;
  destroy(): void;
}

/** The previews of one editor. */
export interface Previews {
  open(place: HTMLElement, language: string): BlockPreview;
  close(): void;
}

/** As long as one waits for the next letter. */
const pauseMs = 200;

/** Makes previews. What draws each kind is fetched when the first of it comes into sight. */
export function openPreviews(options: PreviewOptions, document: Document): Previews {
  let frame: Promise<DiagramFrame | null> | undefined;
  const load = async (language: string): Promise<Preview | null> => {
    if (language === "math") return (await import("./math.ts")).mathPreview(true);
    const { diagramPreview, openDiagramFrame } = await import("./diagram.ts");
    frame ??= Promise.resolve(openDiagramFrame(options, document));
    const opened = await frame;
    return opened && diagramPreview(opened);
  };
  return {
    open: (place, language) => blockPreview(place, () => load(language), options),
    close: () => void frame?.then((opened) => opened?.close()),
  };
}

function blockPreview(
  place: HTMLElement,
  load: () => Promise<Preview | null>,
  { words: { drawing: words = englishDrawingWords } }: PreviewOptions,
): BlockPreview {
  let wanted: string | null = null;
  let isInSight = false;
  let round = 0;
  let later: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string, isError: boolean) => {
    const line = place.ownerDocument.createElement("p");
    line.className = isError ? "quire-preview-error" : "quire-preview-note";
    line.textContent = text;
    place.replaceChildren(line);
  };
  const draw = async () => {
    if (wanted === null || !isInSight) return;
    const source = wanted;
    const mine = ++round;
    if (source.trim() === "") return say(words.emptyPreview, false);
    if (source.length > maxSourceLength) return say(words.previewTooLong, true);
    const next = place.ownerDocument.createElement("div");
    next.className = "quire-preview-drawn";
    place.append(next);
    try {
      const preview = await load();
      if (preview === null) say(words.noPreview, false);
      else await preview.draw(next, source);
      if (mine === round && preview !== null) place.replaceChildren(next);
    } catch (error) {
      if (mine === round) say(error instanceof PreviewError ? error.message : words.noPreview, true);
    }
    if (mine !== round) next.remove();
  };
  const ending = followSight(place, (isSeen) => {
    if (isSeen && !isInSight) {
      isInSight = true;
      void draw();
    }
  });
  const endLooks = followLooks(place.ownerDocument, () => void draw());
  return {
    show(source) {
      if (source === wanted) return;
      const isFirst = wanted === null;
      wanted = source;
      clearTimeout(later);
      if (isFirst) void draw();
      else later = setTimeout(() => void draw(), pauseMs);
    },
    destroy() {
      round++;
      clearTimeout(later);
      ending();
      endLooks();
    },
  };
}

function followSight(place: HTMLElement, seen: (isSeen: boolean) => void): () => void {
  if (typeof IntersectionObserver === "undefined") {
    seen(true);
    return () => undefined;
  }
  const observer = new IntersectionObserver(
    (entries) => seen(entries.some((entry) => entry.isIntersecting)),
    {
      rootMargin: "50%",
    },
  );
  observer.observe(place);
  return () => observer.disconnect();
}

/** Calls back when the page's colours may be others. */
function followLooks({ documentElement, defaultView }: Document, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(documentElement, { attributeFilter: ["data-theme", "class"] });
  const dark = defaultView?.matchMedia("(prefers-color-scheme: dark)");
  dark?.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    dark?.removeEventListener("change", changed);
  };
}

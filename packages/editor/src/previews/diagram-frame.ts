import { type DrawingWords, englishDrawingWords } from "../drawing-words.ts";
import type { EditorWords } from "../words.ts";
import { PreviewError } from "./preview.ts";

/** A diagram as a picture that loads nothing. */
export interface DrawnDiagram {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** How long one may take, the fetching of what draws it included. */
const limitMs = 20_000;
const maxPicture = 2_000_000;

/**
 * A page in a sandbox that draws one diagram after the other. What was written in a document is read by a large library
 * there, where it reaches neither this page nor its server; one that takes too long is ended with the frame.
 *
 *     here --{source, isDark}--> frame     frame --"ready", {svg, width, height} or {error}--> here
 */
export class DiagramFrame {
  readonly #document: Document;
  readonly #address: string;
  readonly #words: DrawingWords;
  #frame: Promise<HTMLIFrameElement> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(document: Document, address: string, words: EditorWords) {
    this.#document = document;
    this.#address = address;
    this.#words = words.drawing ?? englishDrawingWords;
  }

  /** Draws a diagram once those before it are drawn. Fails with words for people. */
  draw(source: string, isDark: boolean): Promise<DrawnDiagram> {
    const drawn = this.#last.then(() => this.#draw(source, isDark));
    this.#last = drawn.catch(() => undefined); // who asked for it is told
    return drawn;
  }

  close(): void {
    // One that did not come has told who asked for it.
    void this.#frame?.then(
      (frame) => frame.remove(),
      () => undefined,
    );
    this.#frame = undefined;
  }

  async #draw(source: string, isDark: boolean): Promise<DrawnDiagram> {
    try {
      this.#frame ??= this.#open();
      const frame = await this.#frame;
      const answer = this.#hear(frame);
      frame.contentWindow?.postMessage({ source, isDark }, "*"); // an origin of its own, which has no name
      return readDiagram(await answer);
    } catch (error) {
      if (!(error instanceof PreviewError)) this.close();
      throw error instanceof PreviewError ? error : new PreviewError(this.#words.diagramTimeout);
    }
  }

  async #open(): Promise<HTMLIFrameElement> {
    const frame = this.#document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.referrerPolicy = "no-referrer";
    frame.className = "quire-diagram-frame";
    frame.title = this.#words.diagrams;
    frame.ariaHidden = "true";
    frame.tabIndex = -1;
    frame.src = this.#address;
    this.#document.body.append(frame);
    try {
      await this.#hear(frame);
      return frame;
    } catch (error) {
      frame.remove();
      throw error;
    }
  }

  /** The next thing that the frame says. */
  #hear(frame: HTMLIFrameElement): Promise<unknown> {
    const page = this.#document.defaultView;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const hear = ({ source, data }: MessageEvent) => source === frame.contentWindow && resolve(data);
    const late = setTimeout(() => reject(new Error("no answer")), limitMs);
    page?.addEventListener("message", hear);
    return promise.finally(() => {
      clearTimeout(late);
      page?.removeEventListener("message", hear);
    });
  }
}

/** What the frame says is read as carefully as anything that comes from elsewhere. */
function readDiagram(data: unknown): DrawnDiagram {
  const { svg, width, height, error } = Object(data) as Readonly<Record<string, unknown>>;
  if (typeof error === "string") throw new PreviewError(error.slice(0, 300));
  if (typeof svg !== "string" || svg.length > maxPicture) throw new Error("no picture");
  return { svg, width: lengthOf(width), height: lengthOf(height) };
}

function lengthOf(value: unknown): number {
  return typeof value === "number" && value > 0 && value < 20_000 ? Math.ceil(value) : 300;
}

import mermaid from "mermaid";

/** What is to be drawn, on which ground. */
export interface DiagramRequest {
  readonly source: string;
  readonly isDark: boolean;
}

type Answer =
  | { readonly svg: string; readonly width: number; readonly height: number }
  | { readonly error: string };

const plain = { dropShadow: "none", useGradient: false, fontSize: "15px" };

/** The design's tokens, which Mermaid takes as colours only: it makes shades of them. */
const light = {
  ...plain,
  background: "#fffefb",
  primaryColor: "#e9eefb",
  primaryBorderColor: "#2a4fbf",
  primaryTextColor: "#1d1b18",
  lineColor: "#57514a",
};

const dark = {
  ...plain,
  darkMode: true,
  background: "#1b1a17",
  primaryColor: "#222a44",
  primaryBorderColor: "#8fadff",
  primaryTextColor: "#ece8df",
  lineColor: "#aaa497",
};

/** Draws a diagram as a picture that stands alone: it has its own size, styles and fonts, and loads nothing. */
export async function drawDiagram({ source, isDark }: DiagramRequest): Promise<Answer> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    themeVariables: isDark ? dark : light,
    fontFamily: "system-ui, sans-serif",
    htmlLabels: false,
    flowchart: { useMaxWidth: false },
    suppressErrorRendering: true,
    maxTextSize: 20_000,
    maxEdges: 500,
  });
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  try {
    const { svg } = await mermaid.render("diagram", source, place);
    place.innerHTML = svg;
    const drawn = place.querySelector("svg");
    if (drawn === null) return { error: "" };
    const { width, height } = sizeOf(drawn);
    drawn.setAttribute("width", String(width));
    drawn.setAttribute("height", String(height));
    return { svg: new XMLSerializer().serializeToString(drawn), width, height };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    place.remove();
  }
}

function sizeOf(drawn: SVGSVGElement): { width: number; height: number } {
  const { width, height } = drawn.viewBox.baseVal;
  return width > 0 && height > 0 ? { width, height } : { width: 300, height: 150 };
}

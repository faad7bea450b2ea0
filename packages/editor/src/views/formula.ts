import { englishDrawingWords } from "../drawing-words.ts";
import type { EditorWords } from "../words.ts";
import type { Draw } from "./late-view.ts";

/** Draws a formula in a line. One that says nothing yet is called what it is. */
export function drawFormula({ drawing: { formula } = englishDrawingWords }: EditorWords): Draw {
  return (dom) => {
    let drawn: string | undefined;
    return {
      show({ textContent }) {
        if (textContent === drawn) return;
        drawn = textContent;
        void showFormula(dom, textContent.slice(1, -1), formula, () => textContent === drawn);
      },
    };
  };
}

/** Shows what TeX draws, or until that is here and where it draws nothing its source, and why. */
export async function showFormula(
  place: HTMLElement,
  tex: string,
  empty: string,
  isWanted: () => boolean,
): Promise<void> {
  place.classList.toggle("quire-math-empty", tex === "");
  if (tex === "") place.textContent = empty;
  if (tex === "") return;
  try {
    const { mathPreview } = await import("../previews/math.ts");
    if (!isWanted()) return;
    await mathPreview(false).draw(place, tex);
    showProblem(place, "");
  } catch (error) {
    if (!isWanted()) return;
    place.textContent = tex;
    showProblem(place, error instanceof Error ? error.message : String(error));
  }
}

function showProblem(place: HTMLElement, why: string): void {
  place.classList.toggle("quire-math-wrong", why !== "");
  place.title = why;
}

import { heldStyle } from "./held-html.ts";
import { styleOf } from "./tree.ts";

/**
 * Says in Word's way what a program says by a background behind words: only of programs whose backgrounds are pens. On a
 * page a background is how the page looks.
 */
export function nameHighlights(root: Element): void {
  for (const words of root.querySelectorAll(`span[${heldStyle}], font[${heldStyle}]`)) {
    const style = styleOf(words);
    const color = style.get("background-color") ?? style.get("background");
    if (color !== undefined && color !== "transparent")
      words.setAttribute(heldStyle, `${words.getAttribute(heldStyle) ?? ""};mso-highlight:${color}`);
  }
}

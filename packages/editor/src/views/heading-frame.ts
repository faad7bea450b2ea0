/** A heading with the sign beside it that folds its section away. */
export interface HeadingFrame {
  readonly dom: HTMLElement;
  readonly sign: HTMLButtonElement;
}

/** Puts a heading and a sign into one element. The sign stands behind the words: these come first. */
export function frameHeading(heading: HTMLElement, isReading: boolean): HeadingFrame {
  const document = heading.ownerDocument;
  const dom = document.createElement("div");
  dom.className = "quire-heading";
  const hold = document.createElement("span");
  hold.className = "quire-section-sign";
  hold.contentEditable = "false";
  const sign = document.createElement("button");
  sign.type = "button";
  sign.tabIndex = isReading ? 0 : -1; // who writes has a key for it
  sign.addEventListener("mousedown", (event) => event.preventDefault());
  hold.append(sign);
  dom.append(heading, hold);
  return { dom, sign };
}

const source = 'annotation[encoding="application/x-tex"]';

/**
 * A formula, where the element is one and says its TeX: Quire's own, KaTeX's, Wikipedia's, or MathML with its source in it. One
 * that stands on lines of its own is code in the language `math`.
 */
export function mathFor(element: Element, name: string): Element | null {
  const { classList } = element;
  if (name === "code") return classList.contains("math-inline") ? inLine(element, element.textContent) : null;
  if (classList.contains("katex-display")) return onLines(element);
  const isMath = name === "math" || classList.contains("katex") || classList.contains("mwe-math-element");
  if (!isMath) return null;
  return element.getAttribute("display") === "block" ? onLines(element) : inLine(element, texOf(element));
}

function texOf(element: Element): string {
  return element.querySelector(source)?.textContent ?? element.getAttribute("alttext") ?? "";
}

function inLine({ ownerDocument }: Element, text: string | null): Element | null {
  const tex = text?.trim() ?? "";
  if (tex === "") return null;
  const code = ownerDocument.createElement("code");
  code.className = "math-inline";
  code.textContent = tex;
  return code;
}

function onLines(element: Element): Element | null {
  const tex = texOf(element).trim();
  if (tex === "") return null;
  const pre = element.ownerDocument.createElement("pre");
  const code = element.ownerDocument.createElement("code");
  code.className = "language-math";
  code.textContent = tex;
  pre.append(code);
  return pre;
}

/** One of the things that a `select` offers. */
export function option(document: Document, value: string, label: string): HTMLOptionElement {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = label;
  return element;
}

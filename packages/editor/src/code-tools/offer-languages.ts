import { languages } from "../languages.ts";
import { option } from "../views/option.ts";
import type { EditorWords } from "../words.ts";

/** How one comes to a choice: by pointer, by finger, by key. All come before its list is opened. */
const arrivals = ["pointerenter", "pointerdown", "focus"] as const;

/** Fills a choice of languages when somebody comes to it: until then it knows what it shows. In full, 700 of them take a second. */
export function offerLanguages(choice: HTMLSelectElement, words: EditorWords): void {
  const fill = () => {
    for (const name of arrivals) choice.removeEventListener(name, fill);
    const { value, ownerDocument: document } = choice;
    const offered = [{ id: "", label: words.plainCode }, ...languages];
    const isOffered = offered.some(({ id }) => id === value);
    const all = isOffered ? offered : [...offered, { id: value, label: value }];
    choice.replaceChildren(...all.map(({ id, label }) => option(document, id, label)));
    choice.value = value;
  };
  for (const name of arrivals) choice.addEventListener(name, fill);
}

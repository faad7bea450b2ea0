import type { Node } from "prosemirror-model";
import { Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { englishDrawingWords } from "../drawing-words.ts";
import { showFormula } from "../views/formula.ts";
import type { EditorWords } from "../words.ts";

/** An open form, beside the thing that it is for. */
export interface ThingForm {
  /** Something has changed: it stands where the thing stands, and goes with it. */
  look(): void;
  close(): void;
}

/** How one kind of thing is asked for. */
interface Question {
  readonly type: "date" | "text";
  readonly label: string;
  /** What the button says that keeps it. */
  readonly done: string;
  readonly attribute: string;
  readonly value: string;
  readonly hint: string;
  /** What the field says, null for nothing that can stand there. */
  read(text: string): string | null;
  /** Whether a thing that says nothing goes. */
  readonly isEmptied: boolean;
}

/** What a form is made with. */
interface Making {
  readonly words: EditorWords;
  isDay(text: string): boolean;
  readTex(text: string): string | null;
}

/** Opens the form that changes the thing at a position: Enter keeps what it says, and so does leaving it; Escape does not. */
export function createThingForm(view: EditorView, pos: number, making: Making): ThingForm | undefined {
  const node = view.state.doc.nodeAt(pos);
  const thing = view.nodeDOM(pos);
  const question = node && questionOf(node, making);
  if (!question || !(thing instanceof HTMLElement)) return undefined;
  return new OpenForm(view, thing, node, question);
}

function questionOf({ type, attrs, textContent }: Node, { words, isDay, readTex }: Making): Question | null {
  const { day, tex, done } = words.drawing ?? englishDrawingWords;
  switch (type.name) {
    case "date": {
      const value = String(attrs.date ?? "");
      const read = (text: string) => (isDay(text) ? text : null);
      return { type: "date", label: day, done, attribute: "date", value, hint: "", read, isEmptied: false };
    }
    case "math": {
      const value = textContent.slice(1, -1);
      return {
        type: "text",
        label: tex,
        done,
        attribute: "tex",
        value,
        hint: "x^2",
        read: readTex,
        isEmptied: true,
      };
    }
    default:
      return null;
  }
}

/** Pixels between a thing and its form, and between that and the window's edges. */
const gap = 6;

class OpenForm implements ThingForm {
  readonly #view: EditorView;
  readonly #thing: HTMLElement;
  readonly #node: Node;
  readonly #question: Question;
  readonly #form: HTMLFormElement;
  readonly #field: HTMLInputElement;
  readonly #drawn: HTMLElement;
  readonly #listeners = new AbortController();

  constructor(view: EditorView, thing: HTMLElement, node: Node, question: Question) {
    this.#view = view;
    this.#thing = thing;
    this.#node = node;
    this.#question = question;
    const { ownerDocument: document } = view.dom;
    this.#field = fieldFor(document, question);
    this.#drawn = document.createElement("div");
    this.#drawn.className = "quire-thing-drawn";
    this.#form = formAround(document, this.#field, question);
    if (question.attribute === "tex") this.#form.append(this.#drawn);
    this.#listen();
    (view.dom.parentElement ?? document.body).append(this.#form);
    this.#draw();
    this.look();
    this.#field.focus();
    this.#field.select();
  }

  look(): void {
    if (this.#place() === null || !this.#view.editable) return this.close();
    const { innerWidth, innerHeight } = this.#view.dom.ownerDocument.defaultView ?? window;
    const { left, top, bottom } = this.#thing.getBoundingClientRect();
    const { offsetWidth, offsetHeight, style } = this.#form;
    const isBelow = bottom + gap + offsetHeight <= innerHeight || top < offsetHeight + gap;
    style.insetInlineStart = "auto";
    style.left = `${Math.max(gap, Math.min(left, innerWidth - offsetWidth - gap))}px`;
    style.top = `${isBelow ? bottom + gap : top - gap - offsetHeight}px`;
  }

  close(): void {
    if (this.#listeners.signal.aborted) return;
    this.#listeners.abort();
    this.#form.remove();
  }

  #listen(): void {
    const on = { signal: this.#listeners.signal };
    const { ownerDocument: document } = this.#view.dom;
    this.#form.addEventListener("submit", (event) => this.#done(event), on);
    this.#form.addEventListener("keydown", (event) => this.#pressed(event), on);
    this.#form.addEventListener("focusout", ({ relatedTarget }) => this.#left(relatedTarget), on);
    this.#field.addEventListener("input", () => this.#draw(), on);
    document.addEventListener("scroll", () => this.look(), { ...on, capture: true, passive: true });
    document.defaultView?.addEventListener("resize", () => this.look(), on);
  }

  /** Where the thing stands by now; null where it is gone. */
  #place(): number | null {
    if (!this.#view.dom.contains(this.#thing)) return null;
    const pos = this.#view.posAtDOM(this.#thing, 0);
    return this.#view.state.doc.nodeAt(pos)?.type === this.#node.type ? pos : null;
  }

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    event.stopPropagation(); // the page's keys are for who writes in the text
    if (event.key === "Enter") this.#done(event);
    if (event.key !== "Escape") return;
    this.#field.value = this.#question.value;
    this.#done(event);
  }

  #done(event: Event): void {
    event.preventDefault();
    this.#keep();
    this.#view.focus();
  }

  /** The focus went elsewhere, and not to another window. What says nothing stays: nobody said that it is to go. */
  #left(to: EventTarget | null): void {
    if (to instanceof globalThis.Node && this.#form.contains(to)) return;
    if (!this.#view.dom.ownerDocument.hasFocus()) return;
    if (this.#question.read(this.#field.value) === null) this.close();
    else this.#keep();
  }

  /** Writes what the form says, if that is something else, and closes it. The caret comes behind the thing. */
  #keep(): void {
    const pos = this.#place();
    const { read, attribute, isEmptied, value } = this.#question;
    const said = read(this.#field.value);
    this.close();
    if (pos === null || !this.#view.editable) return;
    const { tr } = this.#view.state;
    const isGone = said === null && isEmptied;
    if (isGone) tr.delete(pos, pos + 1);
    else if (said !== null && said !== value) tr.setNodeAttribute(pos, attribute, said);
    this.#view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(isGone ? pos : pos + 1), -1)));
  }

  /** Shows what TeX draws, while it is written. */
  #draw(): void {
    if (this.#question.attribute !== "tex") return;
    const { value } = this.#field;
    const isWanted = () => this.#form.isConnected && this.#field.value === value;
    void showFormula(this.#drawn, value.trim(), "", isWanted).then(() => isWanted() && this.look());
  }
}

function fieldFor(document: Document, { type, label, value, hint }: Question): HTMLInputElement {
  const field = document.createElement("input");
  field.type = type;
  field.ariaLabel = label;
  field.value = value;
  field.placeholder = hint;
  field.spellcheck = false;
  field.autocomplete = "off";
  field.setAttribute("autocapitalize", "off");
  return field;
}

function formAround(document: Document, field: HTMLInputElement, question: Question): HTMLFormElement {
  const form = document.createElement("form");
  form.className = "quire-thing-form";
  form.role = "dialog";
  form.ariaLabel = question.label;
  const done = document.createElement("button");
  done.type = "submit";
  done.textContent = question.done;
  form.append(field, done);
  return form;
}

import type { MediaWords } from "./media-words.ts";

/** One thing that can be done about something that was not stored. */
export interface Choice {
  readonly label: string;
  act(): void;
}

/** What stands in the text while something is being stored. */
export interface UploadBox {
  readonly dom: HTMLElement;
  showProgress(share: number): void;
  showWorking(cancel: Choice): void;
  showFailure(why: string, choices: readonly Choice[]): void;
}

/** A box that says how far something is that has this name. */
export function createUploadBox(document: Document, name: string, words: MediaWords): UploadBox {
  const dom = document.createElement("div");
  dom.className = "quire-upload";
  dom.contentEditable = "false";
  dom.role = "group";
  dom.ariaLabel = words.storing(name);
  const label = document.createElement("span");
  label.className = "quire-upload-name";
  label.textContent = name;
  const said = document.createElement("span");
  said.className = "quire-upload-said";
  said.ariaLive = "polite";
  const bar = document.createElement("progress");
  bar.ariaLabel = words.storing(name);
  const choices = document.createElement("span");
  choices.className = "quire-upload-choices";
  dom.append(label, said, bar, choices);

  const offer = (offered: readonly Choice[]) =>
    choices.replaceChildren(...offered.map((choice) => buttonFor(document, choice)));
  return {
    dom,
    showProgress(share) {
      bar.value = share;
    },
    showWorking(cancel) {
      dom.classList.remove("quire-upload-failed");
      bar.hidden = false;
      bar.removeAttribute("value");
      label.textContent = name;
      said.textContent = "";
      offer([cancel]);
    },
    showFailure(why, offered) {
      dom.classList.add("quire-upload-failed");
      bar.hidden = true;
      said.textContent = `${words.failed(name)} ${why}`;
      label.textContent = "";
      offer(offered);
    },
  };
}

function buttonFor(document: Document, { label, act }: Choice): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays where it is
  button.addEventListener("click", act);
  return button;
}

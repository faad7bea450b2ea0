/** How long a button says that it has copied. */
const saidMs = 2_000;

/** What a button says. */
interface CopyWords {
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
}

/** A button that copies a text, and says so for a while. */
export function copyButton(document: Document, words: CopyWords, text: () => string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.copy;
  let said: ReturnType<typeof setTimeout> | undefined;
  const say = (word: string) => {
    button.textContent = word;
    clearTimeout(said);
    said = setTimeout(() => {
      button.textContent = words.copy;
    }, saidMs);
  };
  // The caret stays in the text.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    copyText(document, text()).then(
      () => say(words.copied),
      () => say(words.notCopied),
    );
  });
  button.ariaLive = "polite";
  return button;
}

async function copyText(document: Document, text: string): Promise<void> {
  const clipboard: Clipboard | undefined = document.defaultView?.navigator.clipboard;
  // Pages without https have none.
  if (clipboard === undefined) throw new Error("this page has no clipboard");
  await clipboard.writeText(text);
}

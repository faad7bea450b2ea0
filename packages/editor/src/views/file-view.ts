import type { FileAttributes } from "@quire/schema";
import type { Draw } from "./late-view.ts";

/** Draws a file: its name, which is the way to it, and how large it is. What reads it is given. */
export function drawFile(read: (values: Readonly<Record<string, unknown>>) => FileAttributes): Draw {
  return (dom) => {
    const { ownerDocument: document } = dom;
    const link = document.createElement("a");
    // The text's own way with links is not to follow them while somebody writes.
    link.addEventListener("click", (event) => event.stopPropagation());
    const size = document.createElement("span");
    dom.replaceChildren(link, size);
    return {
      show({ attrs }) {
        const file = read(attrs);
        link.textContent = file.name ?? file.src;
        link.download = file.name ?? "";
        link.rel = "noopener noreferrer";
        if (file.src === null) link.removeAttribute("href");
        else link.href = file.src;
        size.textContent = file.size === null ? "" : sizeInWords(file.size);
      },
    };
  };
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

function sizeInWords(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1024;
    step++;
  }
  const unit = units[step] ?? "byte";
  const options = { style: "unit", unit, unitDisplay: "short", maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(undefined, options).format(value);
}

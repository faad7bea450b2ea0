/**
 * Pictures that came within a text, as its own letters: they are stored as the bytes that they are, and never stand in a
 * document. Until then each has an address that leads nowhere.
 */
export interface HeldPictures {
  /** Gives each of them such an address, and makes a figure of each picture that stands alone. */
  hold(root: Element): void;
  /** Whether an address is one of these. */
  has(src: unknown): boolean;
  /** The bytes behind such an address. */
  file(src: string): File | undefined;
}

const nowhere = "https://picture.invalid/";

/** The pictures of one paste. */
export function createHeldPictures(): HeldPictures {
  const held = new Map<string, string>();
  return {
    hold(root) {
      for (const image of root.querySelectorAll("img")) {
        const src = image.getAttribute("src") ?? "";
        if (/^data:/i.test(src)) {
          const address = nowhere + held.size;
          held.set(address, src);
          image.setAttribute("src", address);
        }
        standAlone(image, root);
      }
    },
    has: (src) => typeof src === "string" && held.has(src),
    file(src) {
      const data = held.get(src);
      return data === undefined ? undefined : fileOf(data);
    },
  };
}

/** A picture that is all that its block holds is a figure in the block's place. */
function standAlone(image: Element, root: Element): void {
  if (image.closest("figure") !== null) return;
  let outer = image;
  while (
    outer.parentElement &&
    outer.parentElement !== root &&
    isAlone(outer) &&
    !holders.has(outer.parentElement.nodeName)
  )
    outer = outer.parentElement;
  if (outer === image ? !isAlone(image) : !blocks.has(outer.nodeName)) return;
  const figure = image.ownerDocument.createElement("figure");
  outer.replaceWith(figure);
  figure.append(image);
}

const blocks = new Set(["P", "DIV", "SECTION"]);
const holders = new Set(["LI", "TD", "TH", "BLOCKQUOTE", "DETAILS", "ASIDE", "UL", "OL"]);

function isAlone(node: Element): boolean {
  const siblings = [...(node.parentNode?.childNodes ?? [])];
  return siblings.every(
    (other) => other === node || ((other.textContent ?? "").trim() === "" && !isPicture(other)),
  );
}

function isPicture(node: Node): boolean {
  return (
    node.nodeName === "IMG" ||
    (node instanceof Element && node.querySelector("img, figure, hr, table") !== null)
  );
}

function fileOf(data: string): File | undefined {
  const [, type = "", letters = ""] = /^data:(image\/[\w.+-]+);base64,([a-z0-9+/=\s]+)$/i.exec(data) ?? [];
  if (letters === "") return undefined;
  try {
    const bytes = Uint8Array.from(atob(letters.replace(/\s+/g, "")), (letter) => letter.charCodeAt(0));
    const ending = type.slice("image/".length).replace(/\W.*$/, "");
    return new File([bytes], `picture.${ending === "jpeg" ? "jpg" : ending}`, { type });
  } catch {
    return undefined; // no such letters
  }
}

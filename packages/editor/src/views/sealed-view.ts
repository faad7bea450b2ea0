import { readSealed } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { NodeView, NodeViewConstructor } from "prosemirror-view";
import type { EditorWords } from "../words.ts";

/** Characters of a name that are shown: it is whatever somebody wrote. */
const maxNameLength = 60;

/** Draws what stands for a block that this page cannot show: what it is, and what of it reads as text. */
export function sealedBlockView({ sealedBlock }: EditorWords): NodeViewConstructor {
  return (first, { dom: { ownerDocument: document } }) => {
    const dom = document.createElement("div");
    dom.className = "quire-sealed";
    const label = document.createElement("div");
    label.className = "quire-sealed-label";
    const name = document.createElement("code");
    name.translate = false;
    label.append(`${sealedBlock} `, name);
    const words = document.createElement("div");
    words.className = "quire-sealed-words";
    words.dir = "auto";
    dom.append(label);
    return drawn(first, dom, (node) => {
      const { text } = readSealed(node);
      name.textContent = nameOf(node);
      words.textContent = text;
      if (text.trim() === "") words.remove();
      else dom.append(words);
      announce(dom, sealedBlock, node);
    });
  };
}

/** Draws what stands for a run of text that this page cannot show whole: the text, or the name of what has none. */
export function sealedTextView({ sealedText }: EditorWords): NodeViewConstructor {
  return (first, { dom: { ownerDocument: document } }) => {
    const dom = document.createElement("span");
    dom.className = "quire-sealed-text";
    return drawn(first, dom, (node) => {
      const { text } = readSealed(node);
      dom.textContent = text === "" ? nameOf(node) : text;
      dom.classList.toggle("quire-sealed-wordless", text === "");
      announce(dom, sealedText, node);
      dom.title = `${sealedText}: ${nameOf(node)}`;
    });
  };
}

function drawn(first: Node, dom: HTMLElement, show: (node: Node) => void): NodeView {
  show(first);
  return {
    dom,
    update(node) {
      if (node.type !== first.type) return false;
      show(node);
      return true;
    },
    ignoreMutation: (mutation) => mutation.type !== "selection",
  };
}

/** A note is read out with its label and then its words, in a line of text as between blocks. */
function announce(dom: HTMLElement, label: string, node: Node): void {
  dom.role = "note";
  dom.ariaLabel = `${label}: ${nameOf(node)}`;
}

function nameOf(node: Node): string {
  const { name } = readSealed(node);
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name;
}

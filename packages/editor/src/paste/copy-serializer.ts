import { schema } from "@quire/schema";
import { DOMSerializer, type Fragment } from "prosemirror-model";
import { nestBlocks } from "../nested-html.ts";
import { ownMark } from "./held-html.ts";

/** A serializer of what is copied: blocks come out as lists in lists and quotes around what they quote, marked as ours. */
export class CopySerializer extends DOMSerializer {
  readonly #flat = DOMSerializer.fromSchema(schema);

  constructor() {
    const { nodes, marks } = DOMSerializer.fromSchema(schema);
    super(nodes, marks);
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    if (fragment.firstChild?.isBlock !== true) return super.serializeFragment(fragment, options, target);
    const nested = nestBlocks(fragment, this.#flat, options.document ?? document);
    nested.firstElementChild?.setAttribute(ownMark, "");
    if (target === undefined) return nested;
    target.appendChild(nested);
    return target;
  }
}

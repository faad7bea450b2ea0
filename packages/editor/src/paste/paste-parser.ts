import { schema } from "@quire/schema";
import { DOMParser, type ParseOptions, Slice } from "prosemirror-model";

/** A parser of what is pasted, to which the elements go by way of whoever cleans them. */
export class PasteParser extends DOMParser {
  readonly #clean: (root: Element) => Element | Slice;

  constructor(clean: (root: Element) => Element | Slice) {
    super(schema, DOMParser.fromSchema(schema).rules);
    this.#clean = clean;
  }

  override parseSlice(dom: Node, options?: ParseOptions): Slice {
    const clean = dom instanceof Element ? this.#clean(dom) : dom;
    return clean instanceof Slice ? clean : super.parseSlice(clean, options);
  }
}

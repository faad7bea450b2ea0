export { newBlockId, type RandomBytes } from "./block-id.ts";
export {
  type BlockGroup,
  type BlockLeaf,
  blockTree,
  type ListGroup,
  type ListItem,
  type QuoteGroup,
} from "./block-tree.ts";
export {
  type ListKind,
  type ParagraphAttributes,
  type ParagraphKind,
  readParagraphAttributes,
} from "./blocks/paragraph.ts";
export { findUnknown } from "./find-unknown.ts";
export { isSafeHref } from "./href.ts";
export { maxIndent, maxLevel, maxTitleLength } from "./limits.ts";
export { isKnownMark, markNameOf, type Names, names } from "./names.ts";
export { readDocument } from "./read-document.ts";
export { type BlockName, type MarkName, type NodeName, schema, schemaVersion } from "./schema.ts";
export { isSealed, readSealed, type SealedAttributes, type SealedName } from "./sealed.ts";
export { excerpt, toText } from "./text.ts";
export { readTitle, writeTitle } from "./title.ts";
export { writeBlocks } from "./write-blocks.ts";
export { fragmentName, titleName } from "./y-document.ts";

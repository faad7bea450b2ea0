export { newBlockId, type RandomBytes } from "./block-id.ts";
export {
  type BlockGroup,
  type BlockLeaf,
  blockTree,
  type ListGroup,
  type ListItem,
  type QuoteGroup,
} from "./block-tree.ts";
export { type CalloutTone, calloutTones, readTone } from "./blocks/callout.ts";
export { isOfEmbedSite, readEmbed } from "./blocks/embed.ts";
export { type FigureAttributes, readFigure } from "./blocks/figure.ts";
export { type FileAttributes, readFileAttributes } from "./blocks/file.ts";
export {
  type ListKind,
  noteOf,
  type ParagraphAttributes,
  type ParagraphKind,
  readParagraphAttributes,
} from "./blocks/paragraph.ts";
export { isFullWidth } from "./blocks/table.ts";
export { type CellAttributes, readCell } from "./blocks/table-cell.ts";
export { type EmbedFrame, embedFrameOf, embedSites } from "./embed-sites.ts";
export { isStoredFile } from "./file-address.ts";
export { findUnknown } from "./find-unknown.ts";
export { isSafeHref } from "./href.ts";
export { type Hue, hue, hues } from "./hues.ts";
export { isDay, readDate, writeDate } from "./inlines/date.ts";
export { documentPath, readDocumentLink } from "./inlines/document-link.ts";
export { type ImageAttributes, readImage } from "./inlines/image.ts";
export { readMath, readTex } from "./inlines/math.ts";
export { holdsBlocks, leafBlocks } from "./leaf-blocks.ts";
export { maxIndent, maxLevel, maxSpan, maxTitleLength } from "./limits.ts";
export { readHighlight } from "./marks/highlight.ts";
export { nameBlocks } from "./name-blocks.ts";
export { isKnownMark, markNameOf, type Names, names } from "./names.ts";
export { readDocument } from "./read-document.ts";
export {
  type BlockName,
  type InlineName,
  type MarkName,
  type NodeName,
  schema,
  schemaVersion,
  type TablePart,
} from "./schema.ts";
export { isSealed, readSealed, type SealedAttributes, type SealedName } from "./sealed.ts";
export { columnWidths, type GridCell, type TableGrid, tableGrid } from "./table-grid.ts";
export { excerpt, publicExcerpt, toText } from "./text.ts";
export { readTitle, writeTitle } from "./title.ts";
export { emptyCell, wholeTable } from "./whole-table.ts";
export { writeBlocks } from "./write-blocks.ts";
export { fragmentName, titleName } from "./y-document.ts";

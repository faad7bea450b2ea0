/** How deep a list nests: the highest `indent`. */
export const maxIndent = 8;

/** How deep quotes nest, and how many levels headings have: the highest `level`. */
export const maxLevel = 6;

/** How deep blocks stand in blocks where a document is read: what is deeper stands at the deepest. */
export const maxDepth = 100;

/** The highest number that an ordered item can have: Markdown reads nine digits. */
export const maxItemNumber = 999_999_999;

/** Characters that a title may have. */
export const maxTitleLength = 200;

/** How many columns a table has, and how many columns or rows one cell stands in. */
export const maxSpan = 256;

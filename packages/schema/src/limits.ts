/** How deep a list nests: the highest `indent`. */
export const maxIndent = 8;

/** How deep quotes nest, and how many levels headings have: the highest `level`. */
export const maxLevel = 6;

/** Characters that a title may have. */
export const maxTitleLength = 200;

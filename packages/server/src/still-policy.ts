/** What a content policy has to say of its own, since `default-src` does not stand for it: addresses begin nowhere else, and forms lead nowhere. */
const still = "base-uri 'none'; form-action 'none'";

/** The same of what stands in no page's frame. No page of ours puts a file or a text into one. */
export const stillPolicy = `${still}; frame-ancestors 'none'`;

/** The same of a PDF: browsers show it in a page of their own around it, and what that is to the file, an ancestor or none, is theirs to say. */
export const stillPdfPolicy = `${still}; frame-ancestors 'self'`;

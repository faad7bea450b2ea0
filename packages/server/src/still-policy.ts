/**
 * What a content policy has to say of its own, since `default-src` does not stand for it: addresses begin nowhere else, forms lead
 * nowhere, and no page of another site shows it.
 */
export const stillPolicy = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

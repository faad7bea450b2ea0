/** The query of a link to `/email` that only shows that an account's own address is its person's. Of another address it has none. */
export const confirmsEmail = "confirm";

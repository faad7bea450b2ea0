/**
 * Whom a page is of, by their id: a person's, or a guest's. A page that is left open goes on asking when somebody else has signed in since in its
 * browser, whose cookies go with what it asks: it says whose it is, and a server where that is somebody else answers it as
 * nobody. Nobody is believed to be somebody for it. Requests say it in a header, sockets, which have none, in their address.
 */
export const pageOwnerHeader = "quire-page-of";
export const pageOwnerParam = "pageOf";

/** What a page says that is nobody's: no id is like it. An empty word would not get through every proxy. */
export const nobodysPage = "-";

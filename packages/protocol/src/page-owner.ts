/**
 * Whom a page is of, by their id. A page that is left open goes on asking when somebody else has signed in since in its
 * browser, whose cookies go with what it asks: it says whose it is, and a server where that is somebody else answers it as
 * nobody. Nobody is believed to be somebody for it. Requests say it in a header, sockets, which have none, in their address.
 */
export const pageOwnerHeader = "quire-page-of";
export const pageOwnerParam = "pageOf";

import type { Session } from "@quire/client";
import type { Uploads } from "@quire/editor";
import type { AppContext } from "./app-context.ts";

/** Keeps a document's pictures and files with the server that the page came from. How is fetched with the first of them. */
export function createUploads(session: Session, app: Pick<AppContext, "words" | "loadDevice">): Uploads {
  const ways = async () => (await import("./upload-ways.ts")).openWays(session, app);
  return {
    holds: (url) => url.startsWith(`/api/documents/${session.id}/files/`),
    store: async (file, watch) => (await ways()).store(file, watch),
    fetchImage: async (url, watch) => (await ways()).fetchImage(url, watch),
    copy: async (url, watch) => (await ways()).copy(url, watch),
    findHere: async (url) => (await app.loadDevice()).urlOf(url),
  };
}

import type { Session } from "@quire/client";
import type { StoredFile, Uploads, UploadWatch } from "@quire/editor";
import { holdOpen, warnOf } from "./leaving.ts";
import { sendAgain, Unanswered } from "./send-again.ts";
import type { UploadsApp, UploadWays } from "./upload-ways.ts";

/** Keeps a document's pictures and files with the server that the page came from. How is fetched with the first of them. */
export function createUploads(session: Session, app: UploadsApp): Uploads {
  const openWays = () =>
    import("./upload-ways.ts")
      .then((late) => late.openWays(session, app))
      .catch(() => {
        throw new Unanswered(app.words.failure.notFetched);
      });
  const begin = async (watch: UploadWatch, how: (ways: UploadWays) => Promise<StoredFile>) => {
    // What keeps it has still to come.
    const ends = [app.filesLeft.count(session.id), warnOf(session, () => true)];
    try {
      const ways = await sendAgain(openWays, watch, { session, page: window });
      return { sent: how(ways) };
    } finally {
      for (const end of ends) end();
    }
  };
  const through = async (
    watch: UploadWatch,
    how: (ways: UploadWays) => Promise<StoredFile>,
  ): Promise<StoredFile> => {
    // Its document may be left before it is there, also before what sends it is.
    const release = holdOpen(session);
    try {
      return await (await begin(watch, how)).sent;
    } finally {
      setTimeout(release); // it stands in the text by then
    }
  };
  return {
    holds: (url) => url.startsWith(`/api/documents/${session.id}/files/`),
    store: (file, watch) => through(watch, (ways) => ways.store(file, watch)),
    fetchImage: (url, watch) => through(watch, (ways) => ways.fetchImage(url, watch)),
    copy: (url, watch) => through(watch, (ways) => ways.copy(url, watch)),
    findHere: async (url) => (await app.loadDevice()).urlOf(url),
  };
}

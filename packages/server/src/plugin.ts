import type { FastifyInstance } from "fastify";
import { createFetchImage } from "./files/remote-image.ts";
import { sendFile } from "./files/send-file.ts";
import { openLibrary } from "./library.ts";
import { mount } from "./mount.ts";
import { checkOptions, type QuireOptions } from "./options.ts";
import { hocuspocusRoutes } from "./routes/hocuspocus.ts";
import { createLines } from "./routes/line-admission.ts";
import { syncRoutes } from "./routes/sync.ts";
import { Visits } from "./visits.ts";

/**
 * Quire as a Fastify plugin: documents that people write together, kept in one directory.
 * Encapsulated: its hooks, parsers and error answers are its own and do not reach the host's routes.
 */
export async function quire(app: FastifyInstance, options: QuireOptions): Promise<void> {
  const checked = checkOptions(options);
  const { library, files, forgetPerson } = await openLibrary(checked, app.log);
  // Fastify runs this when the last request has been answered and the last socket is gone.
  app.addHook("onClose", () => library.close());
  // Whoever comes first is not kept waiting for what an earlier process left to do.
  app.addHook("onListen", () => void library.readUnread());
  // Not a request's own log: who is connected for long would hold it.
  const onError = (err: unknown): void =>
    app.log.error({ err }, "a message or a document could not be handled");
  const visits = new Visits({
    authorize: checked.authorize,
    onError: (err) => app.log.error({ err }, "authorize failed"),
  });
  app.addHook("onClose", async () => visits.close());
  checked.onOpen?.({
    document: (id) => library.record(id),
    has: (id) => library.record(id)?.deletedAt === null,
    page: (id, filesAt) => library.page(id, filesAt),
    sendFile: (request, reply, file) =>
      sendFile(request, reply, { files, stallMs: checked.stallMs }, { caching: "no-cache", ...file }),
    records: () => library.records(),
    openBy: (personId) => library.openBy(personId),
    present: (id) => library.present(id),
    renamePerson: (person) => library.renamePerson(person),
    forgetPerson,
    recheck: () => visits.recheck(),
  });
  const context = { documents: library, visits, options: checked, onError };
  const lines = createLines(context);
  const fetchImage = checked.fetchImages ? createFetchImage() : undefined;
  await mount(app, { library, visits, files, lines, fetchImage, options: checked }, (guarded) => {
    syncRoutes(guarded, context);
    hocuspocusRoutes(guarded, context);
  });
}

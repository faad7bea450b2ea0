import { parentPort } from "node:worker_threads";
import { newDocument } from "./new-document.ts";

// The other end of `Importer`: one body in, one document or error out.
parentPort?.on("message", (body: { title?: string; markdown: string }) => {
  newDocument(body).then(
    (document) => parentPort?.postMessage({ document }),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});

import { Socket } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** How long a body may take that is no file: all of them are small. */
export const bodyTimeoutMs = 30_000;

/** The plugin ends files that come more slowly; this is for what it does not see. */
const uploadBytesPerSecond = 32 * 1024;

/** How long a request may take that brings a file as large as files may be. */
export function uploadTimeoutMs(fileBytes: number): number {
  return bodyTimeoutMs + Math.ceil(fileBytes / uploadBytesPerSecond) * 1000;
}

/** Ends requests whose bodies are not whole in time, as Node would, but for those that bring a file. */
export function endSlowBodies(app: FastifyInstance, timeoutMs: number): void {
  app.addHook("onRequest", (request, reply, done) => {
    // Who is injected by a test has no socket, and is here whole.
    if (hasBody(request) && !isUpload(request) && request.raw.socket instanceof Socket) {
      const { raw } = request;
      const deadline = setTimeout(() => {
        if (raw.complete || raw.destroyed) return;
        if (!reply.raw.headersSent)
          raw.socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
        raw.socket.destroySoon();
      }, timeoutMs).unref();
      raw.once("close", () => clearTimeout(deadline));
    }
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function isUpload({ method, routeOptions }: FastifyRequest): boolean {
  return method === "POST" && routeOptions.url === "/api/documents/:id/files";
}

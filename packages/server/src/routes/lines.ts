import { maxFramesBytes, OpenedLine, OpenLine, objectShape, RefusedLine, textShape } from "@quire/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { fail } from "../errors.ts";
import { answerError, toQuireError } from "../http-errors.ts";
import { errorResponses, type RouteContext } from "./context.ts";
import type { Shapes } from "./validation.ts";

const tags = ["lines"];

/** WebSocket's frames, without a mask. */
const framesType = "application/octet-stream";

const LineParams = objectShape({ line: textShape(), number: textShape({ pattern: "^[1-9]\\d{0,9}$" }) });

/** A document's line over HTTP, where a proxy lets no WebSocket through: what it hears and says are requests. */
export function lineRoutes(app: FastifyInstance, context: RouteContext): void {
  app.get(
    "/lines",
    {
      schema: {
        summary: "Whether lines can be opened here",
        tags,
        response: { 204: { description: "They can", type: "null" }, ...errorResponses },
      },
    },
    (_, reply) => reply.code(204).send(),
  );
  openRoute(app, context);
  answerRoute(app, context);
  // A scope of its own, so that no other route takes such a body.
  void app.register(async (scope) => bodyRoute(scope, context));
  app.addHook("preClose", async () => context.lines.closeAll());
}

function openRoute(app: FastifyInstance, { lines }: RouteContext): void {
  app.withTypeProvider<Shapes>().post(
    "/lines",
    {
      schema: {
        summary: "Open a line to a document, with the query of a WebSocket at /sync",
        tags,
        body: OpenLine,
        response: { 200: RefusedLine, 201: OpenedLine, ...errorResponses },
      },
    },
    async (request, reply) => {
      const opened = await lines.open(request, request.body.document);
      if (typeof opened !== "string") return reply.code(200).send(opened);
      return reply.code(201).send({ line: opened });
    },
  );
}

function answerRoute(app: FastifyInstance, { lines }: RouteContext): void {
  app.withTypeProvider<Shapes>().get(
    "/lines/:line/:number",
    {
      // It would take what is meant for a GET.
      exposeHeadRoute: false,
      schema: {
        summary:
          "What a WebSocket would have been sent, in its frames: the answer of this number, as soon as there is one",
        tags,
        params: LineParams,
        response: {
          200: { description: "Frames", content: { [framesType]: { schema: textShape() } } },
          ...errorResponses,
        },
      },
    },
    async (request, reply) => {
      const { line, number } = request.params;
      const socket = await lines.find(line, request);
      const gone = new AbortController();
      reply.raw.once("close", () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      const frames = await socket.ask(Number(number), gone.signal);
      // A server that stops waits for connections that are kept.
      if (socket.readyState !== socket.OPEN) reply.header("connection", "close");
      return give(reply, frames);
    },
  );
}

function give(reply: FastifyReply, frames: Buffer): FastifyReply {
  return reply.type(framesType).send(frames);
}

function bodyRoute(app: FastifyInstance, { lines }: RouteContext): void {
  app.setErrorHandler((error, request, reply) =>
    answerError(toQuireError(error, request, maxFramesBytes), request, reply),
  );
  app.removeAllContentTypeParsers();
  const limits = { parseAs: "buffer", bodyLimit: maxFramesBytes } as const;
  app.addContentTypeParser(framesType, limits, (_, body, done) => done(null, body));
  app.addContentTypeParser("*", ({ headers }, _, done) =>
    done(fail("QUIRE_ERR_UNSUPPORTED_TYPE", { type: headers["content-type"], wanted: framesType })),
  );
  app.withTypeProvider<Shapes>().post(
    "/lines/:line/:number",
    {
      bodyLimit: maxFramesBytes,
      schema: {
        summary: "What a WebSocket would have sent, in its frames: the body of this number",
        tags,
        consumes: [framesType],
        params: LineParams,
        response: { 204: { description: "It was heard", type: "null" }, ...errorResponses },
      },
    },
    async (request, reply) => {
      const { line, number } = request.params;
      const { body } = request;
      if (!Buffer.isBuffer(body))
        throw fail("QUIRE_ERR_UNSUPPORTED_TYPE", { type: undefined, wanted: framesType });
      const socket = await lines.find(line, request);
      await socket.take(Number(number), body);
      return reply.code(204).send();
    },
  );
}

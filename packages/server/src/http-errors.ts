import type { FastifyReply, FastifyRequest } from "fastify";
import { type ErrorCode, fail, QuireError } from "./errors.ts";

/** What Fastify and its plugins put on their errors. */
interface ForeignError {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly message?: unknown;
  readonly validation?: unknown;
}

/** The coded error for whatever a handler threw. What nobody foresaw is QUIRE_ERR_INTERNAL, its cause kept for the log. */
export function toQuireError(error: unknown, request: FastifyRequest, bodyLimit: number): QuireError {
  if (error instanceof QuireError) return error;
  const { code, statusCode, message, validation } = (error ?? {}) as ForeignError;
  if (validation !== undefined) return badRequest(message, error);
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return fail(
        "QUIRE_ERR_BODY_TOO_LARGE",
        { limit: bodyLimit, size: declaredSize(request) },
        { cause: error },
      );
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return fail("QUIRE_ERR_UNSUPPORTED_TYPE", { type: request.headers["content-type"] }, { cause: error });
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return badRequest("the body is empty, and the type says application/json", error);
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return badRequest("the body is not JSON", error);
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return badRequest("the body is not as long as its Content-Length says", error);
    case "FST_ERR_BAD_URL":
      return badRequest("the address is not well percent-encoded", error);
  }
  if (typeof statusCode === "number" && statusCode >= 400 && statusCode < 500) {
    // secure-json-parse's refusal of __proto__, and what a host's hooks say.
    return badRequest(message, error);
  }
  return fail("QUIRE_ERR_INTERNAL", {}, { cause: error });
}

/** Answers with the error as `{code, message}`. Logs what the server itself did wrong, and who was turned away by address. */
export function answerError(error: QuireError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.statusCode >= 500) request.log.error({ err: error }, "request failed");
  else if (refusedByAddress.includes(error.code)) request.log.warn({ code: error.code }, error.message);
  if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter);
  return (
    reply
      // Fastify hangs up on who still sends a body, and the answer is lost with the connection. Node drains it instead.
      .removeHeader("connection")
      .code(error.statusCode)
      .header("cache-control", "no-store")
      .header("x-content-type-options", "nosniff")
      .type("application/json; charset=utf-8")
      .send(JSON.stringify({ code: error.code, message: error.message }))
  );
}

const refusedByAddress: readonly ErrorCode[] = ["QUIRE_ERR_ORIGIN_REFUSED", "QUIRE_ERR_HOST_REFUSED"];

function badRequest(problem: unknown, cause: unknown): QuireError {
  return fail("QUIRE_ERR_BAD_REQUEST", { problem: String(problem) }, { cause });
}

function declaredSize(request: FastifyRequest): number | undefined {
  const size = Number(request.headers["content-length"]);
  return Number.isSafeInteger(size) ? size : undefined;
}

/** The address without its query, which may hold what is nobody's business. */
export function pathOf({ url }: FastifyRequest): string {
  return url.split("?", 1)[0] ?? "/";
}

import { type DocumentId, ErrorBody, objectShape, parseDocumentId, textShape } from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import type { Files } from "../files/files.ts";
import type { FetchImage } from "../files/remote-image.ts";
import type { Library } from "../library.ts";
import type { CheckedOptions } from "../options.ts";
import type { Visits } from "../visits.ts";
import type { Lines } from "./line-admission.ts";

/** What every route is given. */
export interface RouteContext {
  readonly library: Library;
  readonly visits: Visits;
  readonly files: Files;
  readonly lines: Lines;
  /** Undefined where no server is asked for anything. */
  readonly fetchImage: FetchImage | undefined;
  readonly options: CheckedOptions;
}

/** The errors that any route of the API may answer with, for its OpenAPI entry. */
export const errorResponses = { "4xx": ErrorBody, "5xx": ErrorBody } as const;

/** The path of one document. Its form is checked by `readDocumentId`, which says more than a pattern. */
export const DocumentParams = objectShape({ id: textShape() });

/** The document that the path names; a name of another form is a bad request. */
export function readDocumentId(request: FastifyRequest<{ Params: { id: string } }>): DocumentId {
  const id = parseDocumentId(request.params.id);
  if (id !== undefined) return id;
  throw fail("QUIRE_ERR_BAD_REQUEST", {
    problem: "a document's id is 16 to 64 letters, digits, - or _",
  });
}

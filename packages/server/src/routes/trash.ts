import { allows, DocumentListQuery, Trash } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { ask, doesSee, requireRole } from "../access.ts";
import { errorResponses, type RouteContext } from "./context.ts";
import type { Shapes } from "./validation.ts";

const defaultPageSize = 50;

/** What was deleted, for who may bring it back: at `/documents/:id/restore`. */
export function trashRoutes(app: FastifyInstance, { library, options: { authorize } }: RouteContext): void {
  app.withTypeProvider<Shapes>().get(
    "/trash",
    {
      schema: {
        summary: "List the deleted documents that I may restore, the last deleted first",
        tags: ["documents"],
        querystring: DocumentListQuery,
        response: { 200: Trash, ...errorResponses },
      },
    },
    async (request) => {
      const { sees } = await requireRole(authorize, request, null, "view");
      const { limit = defaultPageSize, cursor } = request.query;
      return await library.trash({
        limit,
        ...(cursor && { cursor }),
        async mayRestore(documentId) {
          if (!doesSee(sees, documentId)) return false;
          const grant = await ask(authorize, { request, documentId });
          return !("refused" in grant) && allows(grant.role, "own");
        },
      });
    },
  );
}

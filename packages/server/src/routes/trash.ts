import { allows, DocumentListQuery, Trash } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { ask, requireRole, seenBy } from "../access.ts";
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
      const { person, role, sees } = await requireRole(authorize, request, null, "view");
      // Who may make nothing here owns nothing: for a guest nothing is gone through.
      if (!allows(role, "edit")) return { documents: [], next: null };
      const { limit = defaultPageSize, cursor } = request.query;
      return await library.trash({
        limit,
        personId: person.id,
        ...(cursor && { cursor }),
        async mayRestore(documentId) {
          if (seenBy(sees, documentId) === undefined) return false;
          const grant = await ask(authorize, { request, documentId });
          return !("refused" in grant) && allows(grant.role, "own");
        },
      });
    },
  );
}

import { cleanName, Me, RenameMe } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { requireRole } from "../access.ts";
import { fail } from "../errors.ts";
import { errorResponses, type RouteContext } from "./context.ts";
import type { Shapes } from "./validation.ts";

const tags = ["me"];

/** Who this server takes me for, and the name I go by. */
export function meRoutes(
  app: FastifyInstance,
  { library, options: { authorize, rename } }: RouteContext,
): void {
  const api = app.withTypeProvider<Shapes>();
  const canRename = rename !== undefined;

  api.get(
    "/me",
    { schema: { summary: "Who I am", tags, response: { 200: Me, ...errorResponses } } },
    async (request) => {
      const { person } = await requireRole(authorize, request, null, "view");
      return { person, canRename };
    },
  );

  api.patch(
    "/me",
    { schema: { summary: "Change my name", tags, body: RenameMe, response: { 200: Me, ...errorResponses } } },
    async (request, reply) => {
      await requireRole(authorize, request, null, "view");
      if (rename === undefined) throw fail("QUIRE_ERR_NAME_FIXED", {});
      const name = cleanName(request.body.name);
      if (name === undefined) {
        throw fail("QUIRE_ERR_BAD_REQUEST", { problem: "the name has nothing in it that can be shown" });
      }
      const person = await rename(request, reply, name);
      library.renamePerson(person);
      return { person, canRename };
    },
  );
}

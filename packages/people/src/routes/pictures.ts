import { Account, objectShape, picturePattern, textShape } from "@quire/protocol";
import { answerError, fail, type Shapes, shownForEver, toQuireError, typeOf } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import { personOf } from "../person-of.ts";
import { checkPicture, maxPictureBytes, pictureTypes } from "../pictures/picture.ts";
import { takeTry } from "../sign-in/limits.ts";
import type { PersonRecord } from "../store/records.ts";
import { accountOf, errors, PathId, requireSession, stillThere } from "./route-parts.ts";

const response = { 200: Account, ...errors };
const PictureParams = objectShape({ id: PathId, version: textShape({ pattern: picturePattern }) });

/** The pictures of people: one's own is set and taken off, everybody's seen by who sees their name. */
export function pictureRoutes(app: FastifyInstance, people: People): void {
  // A scope of its own, so that no other route takes such a body.
  void app.register(async (scope) => setRoute(scope, people));
  removeRoute(app, people);
  showRoute(app, people);
}

function setRoute(app: FastifyInstance, people: People): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    [...pictureTypes],
    { parseAs: "buffer", bodyLimit: maxPictureBytes },
    (_, body, done) => done(null, body),
  );
  app.addContentTypeParser("*", ({ headers }, _, done) => done(wrongType(headers["content-type"])));
  app.setErrorHandler((error, request, reply) =>
    answerError(toQuireError(error, request, maxPictureBytes), request, reply),
  );
  // Nothing is read of who is nobody.
  app.addHook("onRequest", async (request) => void requireSession(people, request));
  app.withTypeProvider<Shapes>().put(
    "/account/picture",
    {
      schema: {
        summary: "Set my picture: the body as it is",
        tags: ["account"],
        consumes: [...pictureTypes],
        response,
      },
    },
    async (request) => {
      const { body } = request as { readonly body: unknown };
      if (!(body instanceof Buffer)) throw wrongType(request.headers["content-type"]);
      const picture = checkPicture(body);
      return await change(people, request, (person) => {
        void people.store.pictures.put(person.id, body);
        return { ...person, picture };
      });
    },
  );
}

function removeRoute(app: FastifyInstance, people: People): void {
  app
    .withTypeProvider<Shapes>()
    .delete(
      "/account/picture",
      { schema: { summary: "Take my picture off", tags: ["account"], response } },
      (request) =>
        change(people, request, (person) => {
          void people.store.pictures.remove(person.id);
          const { picture: _picture, ...rest } = person;
          return rest;
        }),
    );
}

function showRoute(app: FastifyInstance, people: People): void {
  const body = { schema: textShape() };
  app.withTypeProvider<Shapes>().get(
    "/people/:id/picture/:version",
    {
      schema: {
        summary: "Somebody's picture",
        tags: ["people"],
        params: PictureParams,
        response: {
          200: {
            description: "The picture",
            content: Object.fromEntries(pictureTypes.map((type) => [type, body])),
          },
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const { id, version } = request.params;
      const maySee = seesPerson(people, request, id);
      const bytes = people.store.people.get(id)?.picture === version && people.store.pictures.get(id);
      if (!maySee || !bytes) throw fail("QUIRE_ERR_PICTURE_NOT_FOUND", {});
      return send(reply, bytes);
    },
  );
}

function send(reply: FastifyReply, bytes: Buffer): FastifyReply {
  return reply.headers(shownForEver).header("content-disposition", "inline").type(typeOf(bytes)).send(bytes);
}

/** Changes the account of who asks by what is decided inside of the write, and tells those who see them. */
async function change(
  people: People,
  request: FastifyRequest,
  decide: (person: PersonRecord) => PersonRecord,
): Promise<Account> {
  const { person } = requireSession(people, request);
  takeTry(people.limits.pictures, person.id);
  const changed = await people.store.write(() => {
    const record = decide(stillThere(people, person));
    void people.store.people.put(record.id, record);
    return record;
  });
  people.documents.renamePerson(personOf(changed));
  return accountOf(changed);
}

/**
 * Whether whoever asks is told that person's name: who has an account is told everybody's, a guest those of who is in a
 * document of theirs at this moment. Throws QUIRE_ERR_UNAUTHENTICATED for nobody.
 */
function seesPerson(people: People, request: FastifyRequest, id: string): boolean {
  const who = people.who(request);
  if (who === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  if (who.personId !== undefined) return true;
  for (const document of people.documents.openBy(id))
    if (people.rights.of(who, document) !== undefined) return true;
  return false;
}

function wrongType(type: string | undefined): Error {
  return fail("QUIRE_ERR_UNSUPPORTED_TYPE", { type, wanted: pictureTypes.join(", ") });
}

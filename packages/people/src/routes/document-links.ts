import { ChangeLink, DocumentAccess, type DocumentId, MakeLink, objectShape } from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type LinkTerms, nextRound, wayOf } from "../access/links.ts";
import type { People } from "../people.ts";
import { keyOf } from "../secrets.ts";
import { takeTry } from "../sign-in/limits.ts";
import type { LinkRecord } from "../store/records.ts";
import { asOwner, openDocument, ownerId, showAccess, accessTags as tags } from "./access-context.ts";
import { errors, PathId } from "./route-parts.ts";

/** How many links a document may have. */
const mostLinks = 100;

const response = { 200: DocumentAccess, ...errors };
const params = objectShape({ id: PathId, link: PathId });

/** The links into a document: made, changed and ended by who owns it. */
export function documentLinkRoutes(app: FastifyInstance, people: People): void {
  makeRoute(app, people);
  changeRoute(app, people);
  endRoute(app, people);
}

function makeRoute(app: FastifyInstance, people: People): void {
  app.withTypeProvider<Shapes>().post(
    "/documents/:id/access/links",
    {
      schema: {
        summary: "Make a link into a document",
        tags,
        params: objectShape({ id: PathId }),
        body: MakeLink,
        response,
      },
    },
    async (request) => {
      const { role, password, expiresAt = null, isPublic = false, ...shown } = request.body;
      checkRoom(people, people.rights.placeOf(await openDocument(request, people, "own")));
      const hash = password === undefined ? null : await hashFor(request, people, password);
      const isListed = isPublic && shown.isListed === true;
      const hasPreview = isPublic && shown.hasPreview === true;
      const terms = { role, password: hash, expiresAt, isPublic, isListed, hasPreview };
      checkTerms(terms, people);
      const id = await asOwner(request, people, (document, { id: by }) => {
        const place = people.rights.placeOf(document);
        checkRoom(people, place);
        const link = people.links.make(place, by, terms);
        return { action: "link-make", subject: describe(link) };
      });
      return showAccess(request, people, id);
    },
  );
}

function changeRoute(app: FastifyInstance, people: People): void {
  app
    .withTypeProvider<Shapes>()
    .patch(
      "/documents/:id/access/links/:link",
      { schema: { summary: "Change a link", tags, params, body: ChangeLink, response } },
      async (request) => {
        const { role, password, expiresAt, isListed, hasPreview } = request.body;
        await openDocument(request, people, "own");
        const hash = typeof password === "string" ? await hashFor(request, people, password) : password;
        let left: string | undefined;
        const id = await asOwner(request, people, (document) => {
          const [key, link] = linkOf(people, document, request.params.link);
          const changed = {
            ...link,
            ...(role !== undefined && { role }),
            ...(hash !== undefined && { password: hash }),
            // Who came by the old password has not given the new one.
            ...(typeof hash === "string" && nextRound(link)),
            ...(expiresAt !== undefined && { expiresAt }),
            ...(isListed !== undefined && { isListed: link.isPublic && isListed }),
            ...(hasPreview !== undefined && { hasPreview: link.isPublic && hasPreview }),
          };
          checkTerms(changed, people);
          void people.store.links.put(key, changed);
          if (typeof hash === "string") left = wayOf(link);
          const changes = changesOf(link, changed, hash);
          const what = changes.length === 0 ? "" : `: ${changes.join(", ")}`;
          return { action: "link-change", subject: `${describe(changed)}${what}` };
        });
        if (left !== undefined) letGo(request, people, left);
        return showAccess(request, people, id);
      },
    );
}

function endRoute(app: FastifyInstance, people: People): void {
  app
    .withTypeProvider<Shapes>()
    .delete(
      "/documents/:id/access/links/:link",
      { schema: { summary: "End a link, for whoever came by it as well", tags, params, response } },
      async (request) => {
        let left = "";
        const id = await asOwner(request, people, (document) => {
          const [, link] = linkOf(people, document, request.params.link);
          left = wayOf(link);
          people.links.end(people.rights.placeOf(document), keyOf(link.token));
          return { action: "link-end", subject: describe(link) };
        });
        letGo(request, people, left);
        return showAccess(request, people, id);
      },
    );
}

/** Has what is kept of those who came by it go, for which nobody is kept waiting: they are out. What fails is done with the next sweep. */
function letGo({ log }: FastifyRequest, people: People, way: string): void {
  people.inBackground(
    people.visits
      .letGo(way)
      .catch((err: unknown) => log.error({ err }, "what is kept of those who came by a link was not let go")),
  );
}

/** The link of that id, if it is one of this document's: an id of another's names nothing here. */
function linkOf({ links, rights }: People, document: DocumentId, id: string): readonly [string, LinkRecord] {
  const found = links.ofDocument(rights.placeOf(document), id);
  if (found === undefined) throw fail("QUIRE_ERR_LINK_NOT_FOUND", {});
  return found;
}

function checkRoom({ store }: People, place: DocumentId): void {
  if ([...store.linksInto(place)].length >= mostLinks)
    throw fail("QUIRE_ERR_BAD_REQUEST", { problem: `a document may have ${mostLinks} links` });
}

async function hashFor(request: FastifyRequest, people: People, password: string): Promise<string> {
  const person = ownerId(request, people);
  takeTry(people.limits.linkPasswords, person);
  return await people.passwords.hash(password, person);
}

function checkTerms({ role, password, expiresAt, isPublic }: LinkTerms, { now }: People): void {
  const problem =
    isPublic && role !== "view"
      ? "a public page can only be viewed"
      : isPublic && password !== null
        ? "a public page asks for no password"
        : expiresAt !== null && expiresAt <= now()
          ? "a link ends later than now"
          : undefined;
  if (problem !== undefined) throw fail("QUIRE_ERR_BAD_REQUEST", { problem });
}

/** A link for the audit log, without what it is opened by. */
function describe({ id, role, isPublic }: LinkRecord): string {
  return `link ${id} ${role}${isPublic ? " public" : ""}`;
}

/** What is other than it was, for the audit log. `hash`: that of the password that was given, if one was. */
function changesOf(before: LinkRecord, after: LinkRecord, hash: string | null | undefined): string[] {
  const { role, password, expiresAt, isListed, hasPreview = false } = before;
  return [
    after.role === role ? "" : "new role",
    // The same password said again is another hash: those who came by it have to say it again as well.
    typeof hash === "string" ? "new password" : after.password === password ? "" : "no password",
    after.expiresAt === expiresAt ? "" : after.expiresAt === null ? "no end" : "new end",
    after.isListed === isListed ? "" : after.isListed ? "listed" : "not listed",
    (after.hasPreview ?? false) === hasPreview ? "" : after.hasPreview === true ? "preview" : "no preview",
  ].filter((word) => word !== "");
}

import {
  ChangeInvitation,
  DocumentAccess,
  type DocumentId,
  InvitedToDocument,
  InviteToDocument,
  objectShape,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance } from "fastify";
import type { People } from "../people.ts";
import { emailKey } from "../sign-in/email.ts";
import { takeTry } from "../sign-in/limits.ts";
import { Buckets } from "../sign-in/tries.ts";
import type { InvitationRecord } from "../store/records.ts";
import { asOwner, openDocument, ownerId, showAccess, accessTags as tags } from "./access-context.ts";
import { mailInvitation } from "./invitations.ts";
import { errors, idParams, PathId, whoAsks } from "./route-parts.ts";

/** How many one person may invite in an hour: each sends something to somebody. */
const invitationsAnHour = 20;
const hourMs = 60 * 60_000;

const params = objectShape({ id: PathId, invitation: PathId });
const response = { 200: DocumentAccess, ...errors };

/** Sharing a document with an e-mail address, and what becomes of that while nobody has come by it. */
export function documentInvitationRoutes(app: FastifyInstance, people: People): void {
  inviteRoute(app, people);
  const api = app.withTypeProvider<Shapes>();

  api.patch(
    "/documents/:id/access/invitations/:invitation",
    {
      schema: {
        summary: "Give who is invited another role",
        tags,
        params,
        body: ChangeInvitation,
        response,
      },
    },
    async (request) => {
      const { params: given, body } = request;
      const id = await asOwner(request, people, (document, { id: by }) => {
        const meant = placed(people, document, given.invitation);
        if (!people.invitations.changeInto(meant, { role: body.role, by }))
          throw fail("QUIRE_ERR_INVITATION_OVER", {});
        return { action: "invite", subject: `${given.invitation} ${body.role}` };
      });
      return showAccess(request, people, id);
    },
  );

  api.delete(
    "/documents/:id/access/invitations/:invitation",
    { schema: { summary: "Take back an invitation to the document", tags, params, response } },
    async (request) => {
      const { invitation } = request.params;
      const id = await asOwner(request, people, (document) => {
        if (!people.invitations.endInto(placed(people, document, invitation)))
          throw fail("QUIRE_ERR_INVITATION_OVER", {});
        return { action: "invite", subject: `${invitation} taken back` };
      });
      return showAccess(request, people, id);
    },
  );
}

function placed({ rights }: People, document: DocumentId, id: string) {
  return { place: rights.placeOf(document), id };
}

function inviteRoute(app: FastifyInstance, people: People): void {
  const perPerson = new Buckets({ now: people.now, tries: invitationsAnHour, perMs: hourMs });

  app.withTypeProvider<Shapes>().post(
    "/documents/:id/access/invitations",
    {
      schema: {
        summary: "Give a role to who has an e-mail address, or invite them",
        tags,
        params: idParams,
        body: InviteToDocument,
        response: { 200: InvitedToDocument, ...errors },
      },
    },
    async (request) => {
      const { email, role } = request.body;
      await openDocument(request, people, "own");
      // Who shares learns whether an address has an account: they see whom they have let in. That one has to own a document,
      // may do it twenty times an hour, and each is put down, is what keeps it from being a way to search for people.
      takeTry(perPerson, ownerId(request, people));
      let url: string | undefined;
      const id = await asOwner(request, people, (document, owner) => {
        const by = owner.id;
        // An address that somebody only typed may be another's: what is shared with it waits for who shows that it is theirs.
        const holder = people.store.people.get(people.store.emails.get(emailKey(email)) ?? "");
        if (holder?.isEmailProved === true) {
          people.sharing.give(document, `person:${holder.id}`, { role, by });
          return { action: "share", subject: `person ${holder.id} ${role}` };
        }
        const share = { documentId: people.rights.placeOf(document), role };
        // Of those to one address into one document the newest is good.
        for (const older of people.invitations.endIntoFor(share.documentId, email)) {
          const entry = { action: "invite", subject: `${older} taken back` } as const;
          people.audit.add({ ...entry, ...whoAsks(request, owner), documentId: document });
        }
        const secret = people.invitations.make({ email: email.trim(), standing: "member", by, share });
        url = `${people.origin(request)}/join#${secret}`;
        const { id: made } = people.invitations.find(secret) as InvitationRecord;
        return { action: "invite", subject: `${made} member, ${role}` };
      });
      const inviter = people.signedIn(request);
      const wasMailed =
        url !== undefined &&
        inviter !== undefined &&
        (await mailInvitation(request, people, inviter, { email, url }));
      const isLeft = url !== undefined && !wasMailed;
      // The link makes an account under an address that is perhaps not theirs: no mail has shown whose it is.
      const mayPassOn = inviter?.standing === "owner";
      return {
        access: showAccess(request, people, id),
        url: isLeft && mayPassOn ? (url ?? null) : null,
        isLeftToOwner: isLeft && !mayPassOn,
      };
    },
  );
}

import {
  AcceptInvitation,
  Account,
  InvitationList,
  Invite,
  LinkLookedAt,
  LookAtLink,
  NewInvitation,
  nullShape,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { requireOwner } from "../access/require-owner.ts";
import { failureOf, isMailable } from "../mail/mail.ts";
import { invitationLetter } from "../mail/words.ts";
import type { People } from "../people.ts";
import { checkNewPassword } from "../sign-in/check-password.ts";
import { emailKey } from "../sign-in/email.ts";
import { giveInvited, proveEmail } from "../sign-in/give-invited.ts";
import { newestFirst } from "../sign-in/invitations.ts";
import { addressKey, takeTry } from "../sign-in/limits.ts";
import { makePerson } from "../sign-in/make-person.ts";
import { stillOwner } from "../sign-in/owners.ts";
import type { InvitationRecord, PersonRecord } from "../store/records.ts";
import { begin } from "./begin-session.ts";
import {
  accountOf,
  errors,
  idParams,
  readName,
  requireSession,
  stillSignedIn,
  whoAsks,
  writeChange,
} from "./route-parts.ts";

const tags = ["invitations"];

/** Letting people in: by owners of the server, through links that are good once. */
export function invitationRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/invitations",
    { schema: { summary: "Who is invited", tags, response: { 200: InvitationList, ...errors } } },
    (request) => {
      requireOwner(people, request);
      return { invitations: people.invitations.all().map(invitationOf) };
    },
  );

  api.post(
    "/invitations",
    {
      schema: { summary: "Invite somebody", tags, body: Invite, response: { 201: NewInvitation, ...errors } },
    },
    async (request, reply) => {
      const owner = requireOwner(people, request);
      return reply.code(201).send(await invite(request, people, owner, request.body));
    },
  );

  api.delete(
    "/invitations/:id",
    {
      schema: {
        summary: "Take an invitation back",
        tags,
        params: idParams,
        response: { 204: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const owner = requireOwner(people, request);
      const { id } = request.params;
      await writeChange(people, owner, () => {
        stillOwner(people.store, owner);
        const [ended] = people.invitations.end((one) => one.id === id && one.by !== null);
        if (ended === undefined) throw fail("QUIRE_ERR_INVITATION_OVER", {});
        const into = ended.share === undefined ? {} : { documentId: ended.share.documentId };
        const subject = `${id} taken back`;
        people.audit.add({ action: "invite", ...whoAsks(request, owner), ...into, subject });
      });
      // Who looks at who has access to a document sees it.
      people.documents.recheck();
      return reply.code(204).send(null);
    },
  );

  comingRoutes(app, people);
}

/** Coming in by a link, or taking what one brings to who is here already. */
function comingRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.post(
    "/invitations/look",
    {
      schema: {
        summary: "Is this invitation still good?",
        tags,
        body: LookAtLink,
        response: { 200: LinkLookedAt, ...errors },
      },
    },
    (request) => {
      const { email, standing } = findInvitation(request, people, request.body.secret);
      const hasAccount = email !== null && people.store.emails.get(emailKey(email)) !== undefined;
      return { email, standing, ...(hasAccount && { hasAccount }) };
    },
  );

  api.post(
    "/invitations/accept",
    {
      schema: {
        summary: "Come in by an invitation",
        tags,
        body: AcceptInvitation,
        response: { 201: Account, ...errors },
      },
    },
    async (request, reply) =>
      reply.code(201).send(accountOf(await accept(request, reply, people, request.body))),
  );

  api.post(
    "/account/invitations",
    {
      schema: {
        summary: "Take what an invitation to my address brings",
        tags: ["account"],
        body: LookAtLink,
        response: { 200: Account, ...errors },
      },
    },
    async (request) => accountOf(await take(request, people, request.body.secret)),
  );
}

/** Whoever has the link that went to an account's address, and is signed in to the account, has the address. */
async function take(request: FastifyRequest, people: People, secret: string): Promise<PersonRecord> {
  const signedIn = requireSession(people, request);
  findInvitation(request, people, secret);
  const person = await people.store.write(() => {
    const now = stillSignedIn(people, request, signedIn);
    const invitation = people.invitations.find(secret);
    if (invitation === undefined) throw fail("QUIRE_ERR_INVITATION_OVER", {});
    if (invitation.email === null) throw fail("QUIRE_ERR_INVITATION_FOR_OTHER", {});
    checkIsFor(invitation, now.email);
    people.audit.add({ action: "email-change", ...whoAsks(request, now), subject: "confirmed" });
    return proveEmail(people, now, { person: now, address: request.ip });
  });
  people.documents.recheck();
  return person;
}

/** The invitation of the secret. Throws QUIRE_ERR_INVITATION_OVER, the same for what is over and for what never was. */
function findInvitation(request: FastifyRequest, people: People, secret: string): InvitationRecord {
  const address = addressKey(request.ip);
  takeTry(people.limits.links, address);
  const invitation = people.invitations.find(secret);
  if (invitation === undefined) throw fail("QUIRE_ERR_INVITATION_OVER", {});
  people.limits.links.giveBack(address);
  return invitation;
}

async function accept(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  { secret, email, name: given, password }: AcceptInvitation,
): Promise<PersonRecord> {
  const name = readName(given);
  checkNewPassword(password);
  checkIsFor(findInvitation(request, people, secret), email);
  takeTry(people.limits.joins, addressKey(request.ip));
  const hash = await people.passwords.hash(password, addressKey(request.ip));
  const { id } = await people.store.write(() => {
    const invitation = people.invitations.take(secret);
    if (invitation === undefined) throw fail("QUIRE_ERR_INVITATION_OVER", {});
    checkIsFor(invitation, email);
    // What was sent to nobody says nothing of the address that is typed; but for who runs the server.
    const isEmailProved = invitation.email !== null || invitation.by === null;
    const all = [invitation, ...(isEmailProved ? people.invitations.takeFor(email) : [])];
    const standing = all.some((one) => one.standing === "owner") ? "owner" : "member";
    const given = { email, isEmailProved, name, password: hash, standing } as const;
    const person = makePerson(people.store, given, people.now());
    people.audit.add({ action: "join", ...whoAsks(request, person), subject: standing });
    giveInvited(people, newestFirst(all), person, { person, address: request.ip });
    return person;
  });
  // Who looks at who has access sees that they have come.
  people.documents.recheck();
  return await begin(request, reply, people, id, { by: "invitation" });
}

function checkIsFor({ email }: InvitationRecord, given: string): void {
  if (email !== null && emailKey(email) !== emailKey(given)) throw fail("QUIRE_ERR_INVITATION_FOR_OTHER", {});
}

async function invite(
  request: FastifyRequest,
  people: People,
  owner: PersonRecord,
  { email, standing }: Invite,
): Promise<NewInvitation> {
  const [invitation, secret] = await writeChange(people, owner, () => {
    stillOwner(people.store, owner);
    if (email !== undefined) {
      if (people.store.emails.get(emailKey(email)) !== undefined) throw fail("QUIRE_ERR_EMAIL_TAKEN", {});
      // Of those to one address the newest is good: what is taken back is then taken back. What it is given by others waits on.
      for (const older of people.invitations.endBare(email))
        people.audit.add({ action: "invite", ...whoAsks(request, owner), subject: `${older} taken back` });
    }
    const made = people.invitations.make({ email: email ?? null, standing, by: owner.id });
    const record = people.invitations.find(made) as InvitationRecord;
    people.audit.add({ action: "invite", ...whoAsks(request, owner), subject: `${record.id} ${standing}` });
    return [record, made] as const;
  });
  const url = `${people.origin(request)}/join#${secret}`;
  const wasMailed = email !== undefined && (await mailInvitation(request, people, owner, { email, url }));
  return { ...invitationOf(invitation), url, wasMailed };
}

/** Whether the other server took it. Where it did not, the link is still there to be given away. */
export async function mailInvitation(
  request: FastifyRequest,
  people: People,
  { name }: PersonRecord,
  { email, url }: { readonly email: string; readonly url: string },
): Promise<boolean> {
  if (people.mail === undefined || !isMailable(email)) return false;
  try {
    const hasAccount = people.store.emails.get(emailKey(email)) !== undefined;
    const origin = people.origin(request);
    await people.mail.send(invitationLetter({ to: email, by: name, origin, url, hasAccount }));
    return true;
  } catch (error) {
    request.log.error({ mail: failureOf(error) }, "an invitation was not mailed");
    return false;
  }
}

function invitationOf({ id, email, standing, createdAt, expiresAt }: InvitationRecord) {
  return { id, email, standing, createdAt, expiresAt };
}

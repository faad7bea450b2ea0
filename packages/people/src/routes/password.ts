import {
  Account,
  ChangePassword,
  ForgotPassword,
  LinkLookedAt,
  LookAtLink,
  nullShape,
  PasswordLink,
  ResetPassword,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { requireOwner } from "../access/require-owner.ts";
import { failureOf, isMailable } from "../mail/mail.ts";
import { resetLetter } from "../mail/words.ts";
import type { People } from "../people.ts";
import { checkNewPassword } from "../sign-in/check-password.ts";
import { confirm } from "../sign-in/confirm-fresh.ts";
import { emailKey } from "../sign-in/email.ts";
import { proveEmail } from "../sign-in/give-invited.ts";
import { addressKey, takeTry } from "../sign-in/limits.ts";
import { stillOwner } from "../sign-in/owners.ts";
import { endWaysIn } from "../sign-in/remove-person.ts";
import { isAppCode, secondFactorOf } from "../sign-in/second-factor.ts";
import type { PersonRecord, ResetRecord } from "../store/records.ts";
import { begin, whereabouts } from "./begin-session.ts";
import {
  accountOf,
  errors,
  idParams,
  requireSession,
  stillSignedIn,
  whoAsks,
  writeChange,
} from "./route-parts.ts";
import { spendCode } from "./session.ts";

const tags = ["password"];

/** New passwords: by who has the old one, by mail, and by a link of an owner of the server. */
export function passwordRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.post(
    "/password/forgot",
    {
      schema: {
        summary: "Send me a link for a new password",
        tags,
        body: ForgotPassword,
        response: { 202: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const key = emailKey(request.body.email);
      takeTry(people.limits.mails, addressKey(request.ip));
      // All of the work is behind the answer: it says, and takes, the same whoever it is about.
      people.inBackground(mailReset(request, people, key));
      return reply.code(202).send(null);
    },
  );

  api.post(
    "/password/look",
    {
      schema: {
        summary: "Is this link for a new password still good?",
        tags,
        body: LookAtLink,
        response: { 200: LinkLookedAt, ...errors },
      },
    },
    (request) => {
      const { email, standing } = findReset(request, people, request.body.secret).person;
      return { email, standing };
    },
  );

  api.post(
    "/password/reset",
    {
      schema: {
        summary: "Set a new password",
        tags,
        body: ResetPassword,
        response: { 200: Account, ...errors },
      },
    },
    async (request, reply) => accountOf(await reset(request, reply, people, request.body)),
  );

  api.put(
    "/account/password",
    {
      schema: {
        summary: "Change my password",
        tags,
        body: ChangePassword,
        response: { 204: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      await change(request, reply, people, request.body);
      return reply.code(204).send(null);
    },
  );

  api.post(
    "/people/:id/password-link",
    {
      schema: {
        summary: "A link by which somebody sets a new password",
        tags,
        params: idParams,
        response: { 201: PasswordLink, ...errors },
      },
    },
    async (request, reply) => {
      const owner = requireOwner(people, request);
      const { secret, expiresAt } = await writeChange(people, owner, () => {
        stillOwner(people.store, owner);
        return linkFor(request, people, owner, request.params.id);
      });
      return reply.code(201).send({ url: `${people.origin(request)}/reset#${secret}`, expiresAt });
    },
  );
}

/** To be called inside of a write. An owner is not taken over by another one: who is to be helped so is made a member first, which all see. */
function linkFor(request: FastifyRequest, people: People, owner: PersonRecord, id: string) {
  const person = people.store.people.get(id);
  if (person === undefined || person.disabledAt !== null) throw fail("QUIRE_ERR_PERSON_NOT_FOUND", {});
  if (person.standing === "owner") throw fail("QUIRE_ERR_OWNER_PASSWORD", {});
  people.resets.end(id);
  people.audit.addEach({ action: "password-change", ...whoAsks(request, owner), subject: `${id} link` });
  return people.resets.make(id, { by: owner.id });
}

/** Mails a link to whose address it is (`key`: as `emailKey` says it), if it is somebody's. Never rejects: nobody is told. */
async function mailReset(request: FastifyRequest, people: People, key: string): Promise<void> {
  const { mail, store } = people;
  try {
    const holder = () => store.people.get(store.emails.get(key) ?? "");
    const person = holder();
    if (mail === undefined || person === undefined || person.disabledAt !== null) return;
    // Whoever asks in somebody's name only fills that person's letter box; they have three good links then.
    if (!isMailable(person.email) || people.limits.mailsTo.take(person.id) > 0) return;
    const origin = people.origin(request);
    const made = await store.write(() => {
      // The address may be nobody's by now, or another one's.
      const now = holder();
      if (now?.id !== person.id || now.disabledAt !== null) return undefined;
      return { to: now.email, ...people.resets.make(now.id, { by: null, email: now.email }) };
    });
    if (made === undefined) return;
    await mail.send(resetLetter({ to: made.to, origin, url: `${origin}/reset#${made.secret}` }));
  } catch (error) {
    request.log.error({ mail: failureOf(error) }, "a link for a new password was not mailed");
  }
}

interface FoundReset {
  readonly reset: ResetRecord;
  readonly person: PersonRecord;
}

/** Throws QUIRE_ERR_INVITATION_OVER, the same for what is over and for what never was. */
function findReset(request: FastifyRequest, people: People, secret: string): FoundReset {
  const address = addressKey(request.ip);
  takeTry(people.limits.links, address);
  const found = goodReset(people, secret);
  people.limits.links.giveBack(address);
  return found;
}

function goodReset(people: People, secret: string): FoundReset {
  const reset = people.resets.find(secret);
  const person = reset === undefined ? undefined : people.store.people.get(reset.personId);
  if (reset === undefined || person === undefined || person.disabledAt !== null)
    throw fail("QUIRE_ERR_INVITATION_OVER", {});
  // Whoever reads the mail of another address has no word in the account.
  if (reset.email !== undefined && emailKey(reset.email) !== emailKey(person.email))
    throw fail("QUIRE_ERR_INVITATION_OVER", {});
  return { reset, person };
}

async function reset(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  { secret, password, code }: ResetPassword,
): Promise<PersonRecord> {
  checkNewPassword(password);
  const found = findReset(request, people, secret);
  const needsCode = found.reset.by === null && secondFactorOf(found.person) !== undefined;
  if (needsCode && code === undefined) throw fail("QUIRE_ERR_CODE_NEEDED", {});
  if (needsCode && code !== undefined && isAppCode(code)) takeTry(people.limits.codes, found.person.id);
  const hash = await people.passwords.hash(password, addressKey(request.ip));
  await people.store.write(() => {
    const { reset: now, person } = goodReset(people, secret);
    if (now.by === null) spendCode(people, person, code);
    const { secondFactor, ...rest } = people.store.people.get(person.id) as PersonRecord;
    const isKept = now.by === null && secondFactor !== undefined;
    const renewed = { ...rest, password: hash, ...(isKept && { secondFactor }) };
    void people.store.people.put(person.id, renewed);
    // Who needs a link may need it because of a thief, who may have made these.
    endWaysIn(people, person.id, "password");
    // What has the account's own address elsewhere is whose address it is.
    const own = emailKey(person.email);
    people.providers.identities.forget(person.id, ({ email }) => email === null || emailKey(email) !== own);
    people.audit.add({ action: "password-change", ...whoAsks(request, person), subject: "by a link" });
    // The link went to the address, and nowhere else.
    if (now.by !== null) return;
    if (person.isEmailProved !== true)
      people.audit.add({ action: "email-change", ...whoAsks(request, person), subject: "confirmed" });
    proveEmail(people, renewed, { person, address: request.ip });
  });
  people.limits.codes.forget(found.person.id);
  people.limits.accounts.forget(emailKey(found.person.email));
  people.documents.recheck();
  return await begin(request, reply, people, found.person.id, { by: "new password" });
}

/** All sessions end, also this browser's: it goes on under a new one, so that a copy of its cookie is worth nothing. */
async function change(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  { current, password }: ChangePassword,
): Promise<void> {
  const signedIn = requireSession(people, request);
  checkNewPassword(password);
  await confirm(people, request, signedIn.person, current);
  const hash = await people.passwords.hash(password, signedIn.person.id);
  const secret = await people.store.write(() => {
    const now = stillSignedIn(people, request, signedIn);
    void people.store.people.put(now.id, { ...now, password: hash });
    people.sessions.end(now.id, undefined, "password");
    people.resets.end(now.id);
    people.emailChanges.end(now.id);
    people.audit.add({ action: "password-change", ...whoAsks(request, now) });
    return people.sessions.begin(now.id, whereabouts(request));
  });
  people.sessionCookie.begin(reply, secret, signedIn.person.id);
  people.documents.recheck();
}

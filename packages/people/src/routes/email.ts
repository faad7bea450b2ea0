import { Account, ChangeEmail, confirmsEmail, EmailChange, LookAtLink } from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { failureOf, isMailable } from "../mail/mail.ts";
import { changedEmailLetter, newEmailLetter } from "../mail/words.ts";
import type { People, SignedIn } from "../people.ts";
import { changeEmail, isTaken } from "../sign-in/change-email.ts";
import { confirm } from "../sign-in/confirm-fresh.ts";
import { emailKey } from "../sign-in/email.ts";
import { addressKey, takeTry } from "../sign-in/limits.ts";
import type { PersonRecord } from "../store/records.ts";
import { accountOf, errors, requireSession, stillSignedIn, whoAsks } from "./route-parts.ts";

const tags = ["account"];

/**
 * Another address to sign in with. It is a way into the account, by a link for a new password: so it is taken when a link was opened
 * that went there, by who is signed in to the account; whoever else the mail came to has nothing of it. Where no mail is sent, owners
 * of the server do it, who see all addresses: their own by the password, a member's in the list of people.
 */
export function emailRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.put(
    "/account/email",
    {
      schema: {
        summary: "Change the address that I sign in with",
        tags,
        body: ChangeEmail,
        response: { 200: EmailChange, ...errors },
      },
    },
    async (request, reply) => {
      const signedIn = requireSession(people, request);
      const { email, password } = request.body;
      // One that is no key of the store is refused before anybody is looked for.
      emailKey(email);
      await confirm(people, request, signedIn.person, password);
      if (people.mail === undefined) {
        if (signedIn.person.standing !== "owner") throw fail("QUIRE_ERR_NO_MAIL", {});
        return { account: accountOf(await change(request, reply, people, signedIn, { email })) };
      }
      takeTry(people.limits.mails, addressKey(request.ip));
      await ask(request, people, signedIn, email);
      return { account: null };
    },
  );

  api.post(
    "/account/email",
    {
      schema: {
        summary: "Take the address that this link was mailed to",
        tags,
        body: LookAtLink,
        response: { 200: Account, ...errors },
      },
    },
    async (request, reply) => {
      const signedIn = requireSession(people, request);
      const address = addressKey(request.ip);
      takeTry(people.limits.links, address);
      const changed = await change(request, reply, people, signedIn, { secret: request.body.secret });
      people.limits.links.giveBack(address);
      return accountOf(changed);
    },
  );
}

/** Keeps what is wanted, whether the address is somebody's or not, and answers alike: all that depends on it is behind the answer. */
async function ask(
  request: FastifyRequest,
  people: People,
  signedIn: SignedIn,
  email: string,
): Promise<void> {
  const secret = await people.store.write(() => {
    const now = stillSignedIn(people, request, signedIn);
    // The newest alone is good: an older one may have gone to a wrong address.
    people.emailChanges.end(now.id);
    people.audit.add({ action: "email-change", ...whoAsks(request, now), subject: "asked for" });
    return people.emailChanges.make(now.id, email.trim()).secret;
  });
  const { id, email: before } = signedIn.person;
  const origin = people.origin(request);
  // Of more the mail is left out without a word.
  const isTooMany = people.limits.mailsTo.take(`${id} email`) > 0;
  if (isTooMany || isTaken(people, email, id)) return;
  const isSame = emailKey(email) === emailKey(before);
  // The page that the link leads to says which of the two it does.
  const url = `${origin}/email${isSame ? `?${confirmsEmail}` : ""}#${secret}`;
  const letter = newEmailLetter({ to: email.trim(), origin, url, isSame });
  mailInBackground(request, people, letter);
}

/** Changes it by a link, or at once. This browser stays signed in, by a secret that nobody had, and no other one. */
async function change(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  signedIn: SignedIn,
  wanted: { readonly email: string } | { readonly secret: string },
): Promise<PersonRecord> {
  const [before, after, renewed] = await people.store.write(() => {
    const now = stillSignedIn(people, request, signedIn);
    const email = "email" in wanted ? wanted.email : emailOf(people, now, wanted.secret);
    const changed = changeEmail(people, now, email, { person: now, address: request.ip });
    const isSame = emailKey(email) === emailKey(now.email);
    const subject = isSame ? { subject: "confirmed" } : {};
    people.audit.add({ action: "email-change", ...whoAsks(request, now), ...subject });
    return [now.email, changed, people.sessions.renew(signedIn.session, "email")] as const;
  });
  people.sessionCookie.begin(reply, renewed, after.id);
  people.documents.recheck();
  if (emailKey(before) !== emailKey(after.email)) tellOldAddress(request, people, before);
  return after;
}

/** The address that the link was mailed to. Throws QUIRE_ERR_INVITATION_OVER, the same for what is over, what never was, what is another's, and an address that is somebody's by now. */
function emailOf(people: People, { id }: PersonRecord, secret: string): string {
  const link = people.emailChanges.find(secret);
  if (link?.personId !== id || isTaken(people, link.email, id)) throw fail("QUIRE_ERR_INVITATION_OVER", {});
  return link.email;
}

/** Tells whoever reads the mail of the address that an account had until now: it may not have been its person who changed it. */
export function tellOldAddress(request: FastifyRequest, people: People, before: string): void {
  mailInBackground(request, people, changedEmailLetter({ to: before, origin: people.origin(request) }));
}

function mailInBackground(
  request: FastifyRequest,
  people: People,
  letter: ReturnType<typeof newEmailLetter>,
): void {
  const { mail } = people;
  if (mail === undefined || !isMailable(letter.to)) return;
  people.inBackground(
    mail
      .send(letter)
      .catch((error: unknown) =>
        request.log.error({ mail: failureOf(error) }, "a letter about an e-mail address was not mailed"),
      ),
  );
}

import { Account, nullShape, SignIn, SignInState } from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import { emailKey } from "../sign-in/email.ts";
import { addressKey, takeTry } from "../sign-in/limits.ts";
import { isAppCode, secondFactorOf, useCode } from "../sign-in/second-factor.ts";
import type { PersonRecord } from "../store/records.ts";
import { begin } from "./begin-session.ts";
import { accountOf, errors, putDownRefusal, whoAsks } from "./route-parts.ts";

const tags = ["session"];

/** Signing in and out. */
export function sessionRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/session",
    { schema: { summary: "Who I am signed in as", tags, response: { 200: SignInState, ...errors } } },
    (request): SignInState => {
      const person = people.session(request)?.person;
      const putOutBy = people.putOutBy(request);
      return {
        account: person === undefined ? null : accountOf(person),
        isNew: people.hasNobody,
        hasMail: people.mail !== undefined,
        providers: people.providers.offered,
        ...(putOutBy !== undefined && { putOutBy }),
      };
    },
  );

  api.post(
    "/session",
    { schema: { summary: "Sign in", tags, body: SignIn, response: { 200: Account, ...errors } } },
    async (request, reply) => accountOf(await signIn(request, reply, people, request.body)),
  );

  api.delete(
    "/session",
    { schema: { summary: "Sign out", tags, response: { 204: nullShape, ...errors } } },
    async (request, reply) => {
      // Who has signed in there since goes on. Where nobody has, what is left of a session that ended is cleared.
      if (people.isLeftOpen(request) && people.isSomebodySignedIn(request))
        throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
      const found = people.session(request);
      if (found !== undefined) {
        const { person, session } = found;
        await people.store.write(() => {
          people.sessions.end(person.id, ({ id }) => id === session.id);
          people.audit.add({ action: "sign-out", ...whoAsks(request, person) });
        });
        people.documents.recheck();
      }
      people.sessionCookie.clear(reply);
      return reply.code(204).send(null);
    },
  );
}

/** Answers with whose password it is. Whatever is wrong with it is answered alike, after the same work. */
async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  given: SignIn,
): Promise<PersonRecord> {
  const { email, password, code } = given;
  const { limits } = people;
  const found = findByEmail(people, email);
  const address = addressKey(request.ip);
  const account = countedAs(people, request, email, found);
  takeTry(limits.signIns, address);
  takeTry(limits.addresses, address);
  takeTry(limits.accounts, account);
  const isRight = await people.passwords
    .matches(password, found?.password, address)
    .catch((error: unknown) => {
      // Nothing was looked at: strangers who fill the queue hold nothing against the account.
      limits.accounts.giveBack(account);
      throw error;
    });
  if (found === undefined || !isRight || found.disabledAt !== null) {
    await putDownRefusal(people, request, found, "password");
    throw fail("QUIRE_ERR_SIGN_IN_FAILED", {});
  }
  limits.accounts.forget(account);
  const needsCode = secondFactorOf(found) !== undefined;
  if (!needsCode || code === undefined) limits.addresses.giveBack(address);
  if (needsCode && code === undefined) throw fail("QUIRE_ERR_CODE_NEEDED", {});
  if (needsCode && code !== undefined && isAppCode(code)) takeTry(limits.codes, found.id);
  try {
    const person = await begin(request, reply, people, found.id, {
      check: (now) => {
        if (now.password !== found.password) throw new PasswordChanged();
        spendCode(people, now, code);
      },
      by: needsCode ? "password and code" : "password",
    });
    limits.codes.forget(found.id);
    people.inBackground(strengthen(request, people, found, password));
    return person;
  } catch (error) {
    // Another browser signed in with it just before, and it was hashed anew: it is looked at once more.
    if (error instanceof PasswordChanged) return await signIn(request, reply, people, given);
    if (needsCode) await putDownRefusal(people, request, found, "code");
    throw error;
  }
}

/** The password is another, or another hash of the same, than the one that was looked at. */
class PasswordChanged extends Error {}

/** Hashes a password anew whose hash is weaker than those that are made now. Never rejects: the next time will do. */
async function strengthen(
  request: FastifyRequest,
  { passwords, store }: People,
  { id, password: weak }: PersonRecord,
  password: string,
): Promise<void> {
  if (weak === null || !passwords.isWeak(weak)) return;
  try {
    const hash = await passwords.hash(password, id);
    await store.write(() => {
      const now = store.people.get(id);
      if (now?.password === weak) void store.people.put(id, { ...now, password: hash });
    });
  } catch (error) {
    request.log.warn({ err: error }, "a password could not be hashed anew");
  }
}

/** Whose the address is; where it is nobody's, after the same work: an account is read all the same. */
function findByEmail({ store }: People, email: string): PersonRecord | undefined {
  const id = store.emails.get(emailKey(email));
  const [anybody = ""] = store.people.getKeys({ limit: 1 });
  const read = store.people.get(id ?? anybody);
  return id === undefined ? undefined : read;
}

/** Uses up a code of the second factor, where there is one. To be called inside of a write. */
export function spendCode(people: People, person: PersonRecord, code: string | undefined): void {
  const factor = secondFactorOf(person);
  if (factor === undefined) return;
  if (code === undefined) throw fail("QUIRE_ERR_CODE_NEEDED", {});
  const used = useCode(factor, code, people.now());
  if (used === undefined) throw fail("QUIRE_ERR_CODE_WRONG", {});
  void people.store.people.put(person.id, { ...person, secondFactor: used });
}

/** Strangers count together, from wherever they come; who asks from where the account is signed in counts apart from them. */
function countedAs(
  people: People,
  { ip }: FastifyRequest,
  email: string,
  person: PersonRecord | undefined,
): string {
  const key = emailKey(email);
  // Asked of nobody as well, so that the answer to them comes no sooner.
  const isKnownThere = people.sessions.isAt(person?.id ?? "", ip);
  return isKnownThere ? `${key} ${addressKey(ip)}` : key;
}

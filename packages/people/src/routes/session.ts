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
      return {
        account: person === undefined ? null : accountOf(person),
        isNew: people.hasNobody,
        hasMail: people.mail !== undefined,
        providers: people.providers.offered,
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
      // Who has signed in there since goes on.
      if (people.isLeftOpen(request)) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
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
  { email, password, code }: SignIn,
): Promise<PersonRecord> {
  const { limits, store } = people;
  const found = store.people.get(store.emails.get(emailKey(email)) ?? "");
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
        if (now.password !== found.password) throw fail("QUIRE_ERR_SIGN_IN_FAILED", {});
        spendCode(people, now, code);
      },
      by: needsCode ? "password and code" : "password",
    });
    limits.codes.forget(found.id);
    return person;
  } catch (error) {
    if (needsCode) await putDownRefusal(people, request, found, "code");
    throw error;
  }
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
  const isKnownThere = person !== undefined && people.sessions.isAt(person.id, ip);
  return isKnownThere ? `${key} ${addressKey(ip)}` : key;
}

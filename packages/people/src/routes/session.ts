import {
  AcceptInvitation,
  Account,
  cleanName,
  ErrorBody,
  nullShape,
  passwordLength,
  SignIn,
  SignInState,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type People, personOf } from "../people.ts";
import { emailKey } from "../sign-in/email.ts";
import { makePerson } from "../sign-in/make-person.ts";
import type { Whereabouts } from "../sign-in/sessions.ts";
import type { PersonRecord } from "../store/records.ts";

const tags = ["session"];
const errors = { "4xx": ErrorBody, "5xx": ErrorBody } as const;

/** Signing in and out, and coming in for the first time. */
export function sessionRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/session",
    { schema: { summary: "Who I am signed in as", tags, response: { 200: SignInState, ...errors } } },
    (request): SignInState => {
      const person = people.signedIn(request);
      return {
        account: person === undefined ? null : accountOf(person),
        isNew: people.hasNobody,
        hasMail: false,
        providers: people.providers.offered,
      };
    },
  );

  api.post(
    "/session",
    { schema: { summary: "Sign in", tags, body: SignIn, response: { 200: Account, ...errors } } },
    async (request, reply) => {
      const { email, password } = request.body;
      const id = people.store.emails.get(emailKey(email));
      const person = id === undefined ? undefined : people.store.people.get(id);
      const isRight = await people.passwords.matches(password, person?.password);
      if (person === undefined || !isRight || person.disabledAt !== null)
        throw fail("QUIRE_ERR_SIGN_IN_FAILED", {});
      await begin(request, reply, people, person.id);
      return accountOf(person);
    },
  );

  api.delete(
    "/session",
    { schema: { summary: "Sign out", tags, response: { 204: nullShape, ...errors } } },
    async (request, reply) => {
      const secret = people.sessionCookie.read(request);
      const session = secret === undefined ? undefined : people.sessions.find(secret);
      if (session !== undefined) {
        await people.store.write(() => people.sessions.end(session.personId, ({ id }) => id === session.id));
        people.documents.recheck();
      }
      people.sessionCookie.clear(reply);
      return reply.code(204).send(null);
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
    async (request, reply) => {
      const { secret, email, password } = request.body;
      const name = cleanName(request.body.name);
      if (name === undefined)
        throw fail("QUIRE_ERR_BAD_REQUEST", { problem: "the name has nothing in it that can be shown" });
      checkPassword(password);
      if (people.invitations.find(secret) === undefined) throw fail("QUIRE_ERR_INVITATION_OVER", {});
      const hash = await people.passwords.hash(password);
      const person = await people.store.write(() => {
        const invitation = people.invitations.take(secret);
        if (invitation === undefined) throw fail("QUIRE_ERR_INVITATION_OVER", {});
        return makePerson(
          people.store,
          { email, name, password: hash, standing: invitation.standing },
          people.now(),
        );
      });
      await begin(request, reply, people, person.id);
      return reply.code(201).send(accountOf(person));
    },
  );
}

/** Signs the request's browser in, under a cookie that nobody had before; what it was signed in by is over. */
export async function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  personId: string,
): Promise<void> {
  const before = people.sessionCookie.read(request);
  const old = before === undefined ? undefined : people.sessions.find(before);
  const secret = await people.store.write(() => {
    if (old !== undefined) people.sessions.end(old.personId, ({ id }) => id === old.id);
    return people.sessions.begin(personId, whereabouts(request));
  });
  people.sessionCookie.begin(reply, secret, personId);
}

function whereabouts({ ip, headers }: FastifyRequest): Whereabouts {
  return { address: ip, agent: headers["user-agent"] ?? "" };
}

function checkPassword(password: string): void {
  const { length } = [...password];
  if (length >= passwordLength.least && length <= passwordLength.most) return;
  throw fail("QUIRE_ERR_BAD_REQUEST", {
    problem: `a password needs ${passwordLength.least} to ${passwordLength.most} characters, and this one has ${length}`,
  });
}

export function accountOf(record: PersonRecord): Account {
  const { email, standing, password } = record;
  return {
    person: personOf(record),
    email,
    standing,
    hasPassword: password !== null,
    hasSecondFactor: false,
  };
}

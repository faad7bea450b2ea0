import {
  Account,
  BeginPasskey,
  Confirm,
  MakePasskey,
  nullShape,
  Passkey,
  PasskeyList,
  PasskeyOptions,
  RenamePasskey,
  SignInByPasskey,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { creationOptions, readCreation, readRequest, requestOptions } from "../passkeys/ceremonies.ts";
import type { PasskeyRecord } from "../passkeys/passkeys.ts";
import type { People } from "../people.ts";
import { newSecret } from "../secrets.ts";
import { confirm, confirmFresh } from "../sign-in/confirm-fresh.ts";
import { addressKey, takeTry } from "../sign-in/limits.ts";
import { hasWayIn } from "../sign-in/ways-in.ts";
import type { PersonRecord } from "../store/records.ts";
import { begin } from "./begin-session.ts";
import {
  accountOf,
  errors,
  idParams,
  putDownRefusal,
  readName,
  requireSession,
  stillSignedIn,
  whoAsks,
  writeChange,
} from "./route-parts.ts";

/** Signing in by a passkey, and looking after one's own. */
export function passkeyRoutes(app: FastifyInstance, people: People): void {
  signInRoutes(app, people);
  makingRoutes(app, people);
  ownRoutes(app, people);
}

/** A passkey names its person, so nobody says a name; and it is both factors, so nobody is asked for a code. */
function signInRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();
  const tags = ["session"];

  api.post(
    "/session/passkey/options",
    {
      schema: {
        summary: "Begin to sign in by a passkey",
        tags,
        response: { 200: PasskeyOptions, ...errors },
      },
    },
    async (request, reply) => {
      const challenge = newChallenge(people, reply, signingIn);
      return { options: await requestOptions(people, request, challenge) };
    },
  );

  api.post(
    "/session/passkey",
    {
      schema: {
        summary: "Sign in by a passkey",
        tags,
        body: SignInByPasskey,
        response: { 200: Account, ...errors },
      },
    },
    async (request, reply) => accountOf(await signIn(request, reply, people, request.body)),
  );
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  body: SignInByPasskey,
): Promise<PersonRecord> {
  const { limits, passkeys } = people;
  const address = addressKey(request.ip);
  takeTry(limits.addresses, address);
  const isExpected = expected(people, request, reply, signingIn);
  const passkey = passkeys.find(body.id);
  const person = passkey && people.store.people.get(passkey.personId);
  const isTheirs = passkey !== undefined && body.userHandle === handleOf(passkey.personId);
  if (!isTheirs || person?.disabledAt !== null) {
    await putDownRefusal(people, request, person, "passkey");
    throw fail("QUIRE_ERR_PASSKEY_REFUSED", {});
  }
  try {
    const counter = await readRequest(people, request, body, passkey, isExpected);
    const check = () => passkeys.use(passkey, counter);
    const signedIn = await begin(request, reply, people, person.id, { check, by: "passkey" });
    limits.addresses.giveBack(address);
    return signedIn;
  } catch (error) {
    await putDownRefusal(people, request, person, "passkey");
    throw error;
  }
}

function makingRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();
  const tags = ["account"];

  api.post(
    "/account/passkeys/options",
    {
      schema: {
        summary: "Begin to make a passkey",
        tags,
        body: BeginPasskey,
        response: { 200: PasskeyOptions, ...errors },
      },
    },
    async (request, reply) => {
      const { person } = requireSession(people, request);
      await confirmFresh(people, request, person, request.body.password);
      const challenge = newChallenge(people, reply, makingFor(person));
      return { options: await creationOptions(people, request, person, challenge) };
    },
  );

  api.post(
    "/account/passkeys",
    {
      schema: { summary: "Make a passkey", tags, body: MakePasskey, response: { 201: Passkey, ...errors } },
    },
    async (request, reply) => {
      const signedIn = requireSession(people, request);
      const { person } = signedIn;
      const isExpected = expected(people, request, reply, makingFor(person));
      const { transports = [] } = request.body;
      const name = readName(request.body.name);
      const made = await readCreation(people, request, request.body, isExpected);
      const passkey = await writeChange(people, person, () => {
        const { id: personId } = stillSignedIn(people, request, signedIn);
        const added = people.passkeys.add({ ...made, personId, name, transports: transports.slice(0, 8) });
        people.audit.add({ action: "passkey", ...whoAsks(request, person), subject: `made: ${added.id}` });
        return added;
      });
      return reply.code(201).send(passkeyShown(passkey));
    },
  );
}

function ownRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();
  const tags = ["account"];

  api.get(
    "/account/passkeys",
    { schema: { summary: "My passkeys", tags, response: { 200: PasskeyList, ...errors } } },
    (request) => ({
      passkeys: people.passkeys.of(requireSession(people, request).person.id).map(passkeyShown),
    }),
  );

  api.patch(
    "/account/passkeys/:id",
    {
      schema: {
        summary: "Name a passkey",
        tags,
        params: idParams,
        body: RenamePasskey,
        response: { 200: Passkey, ...errors },
      },
    },
    async (request) => {
      const { person } = requireSession(people, request);
      const name = readName(request.body.name);
      const renamed = await writeChange(people, person, () => {
        const passkey = people.passkeys.rename(person.id, request.params.id, name);
        const subject = `named: ${passkey.id}`;
        people.audit.add({ action: "passkey", ...whoAsks(request, person), subject });
        return passkey;
      });
      return passkeyShown(renamed);
    },
  );

  api.delete(
    "/account/passkeys/:id",
    {
      schema: {
        summary: "Take a passkey off my account",
        tags,
        params: idParams,
        body: Confirm,
        response: { 204: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const signedIn = requireSession(people, request);
      const { person } = signedIn;
      const { id } = request.params;
      await confirm(people, request, person, request.body.password);
      await people.store.write(() => {
        const now = stillSignedIn(people, request, signedIn);
        people.passkeys.remove(person.id, id);
        if (!hasWayIn(people, now)) throw fail("QUIRE_ERR_LAST_WAY_IN", {});
        people.audit.add({ action: "passkey", ...whoAsks(request, person), subject: `taken off: ${id}` });
      });
      return reply.code(204).send(null);
    },
  );
}

const signingIn = "sign in";

/** A challenge to make a passkey is of use to the person who asked, and not to whoever signs in there next. */
function makingFor({ id }: PersonRecord): string {
  return `make for ${id}`;
}

function newChallenge(people: People, reply: FastifyReply, purpose: string): Buffer<ArrayBuffer> {
  const secret = newSecret();
  people.passkeyCookie.set(reply, secret);
  return people.challenges.make(secret, purpose);
}

/** Whether a challenge is the one that this browser was given. The browser gets another one the next time. */
function expected(
  people: People,
  request: FastifyRequest,
  reply: FastifyReply,
  purpose: string,
): (challenge: string) => boolean {
  const secret = people.passkeyCookie.read(request);
  people.passkeyCookie.clear(reply);
  return (challenge) => secret !== undefined && people.challenges.take(challenge, secret, purpose);
}

/** What an authenticator keeps a person as. */
function handleOf(personId: string): string {
  return Buffer.from(personId).toString("base64url");
}

export function passkeyShown({ id, name, createdAt, seenAt }: PasskeyRecord): Passkey {
  return { id, name, createdAt, seenAt };
}

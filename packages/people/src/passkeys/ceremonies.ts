import type { MakePasskey, SignInByPasskey } from "@quire/protocol";
import { fail } from "@quire/server";
import type { FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";
import type { PasskeyRecord } from "./passkeys.ts";

/** EdDSA, ES256 and RS256, as COSE numbers them: what authenticators have. */
const algorithms = [-8, -7, -257];

const timeout = 5 * 60_000;

/** What both ceremonies are bound to: a passkey made for another server is of no use here, and one of here at no other. */
interface Place {
  readonly rpID: string;
  readonly origin: string;
}

/** The public address; without one, this machine's own, which browsers allow passkeys at by the name of localhost. */
function placeOf({ url }: People, { socket }: FastifyRequest): Place {
  if (url !== undefined) return { rpID: new URL(url).hostname, origin: url };
  return { rpID: "localhost", origin: `http://localhost:${socket.localPort}` };
}

/** What a browser is asked to make a passkey with, as JSON. */
export async function creationOptions(
  people: People,
  request: FastifyRequest,
  person: PersonRecord,
  challenge: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const options = await generateRegistrationOptions({
    rpName: "Quire",
    rpID: placeOf(people, request).rpID,
    userID: new TextEncoder().encode(person.id),
    userName: person.email,
    userDisplayName: person.name,
    challenge,
    timeout,
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: people.passkeys
      .of(person.id)
      .map(({ credential, transports }) => ({ id: credential, transports: [...transports] })),
  });
  return JSON.stringify(options);
}

/** What a browser is asked to sign with any passkey of this server's, as JSON. */
export async function requestOptions(
  people: People,
  request: FastifyRequest,
  challenge: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const { rpID } = placeOf(people, request);
  return JSON.stringify(
    await generateAuthenticationOptions({ rpID, challenge, timeout, userVerification: "required" }),
  );
}

/** The credential that an authenticator made. Throws QUIRE_ERR_PASSKEY_REFUSED where it is not as asked. */
export async function readCreation(
  people: People,
  request: FastifyRequest,
  { id, clientData, attestation }: MakePasskey,
  isExpected: (challenge: string) => boolean,
): Promise<Pick<PasskeyRecord, "credential" | "publicKey" | "counter">> {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const { rpID, origin } = placeOf(people, request);
  const verified = await refusing(() =>
    verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: { clientDataJSON: clientData, attestationObject: attestation },
      },
      expectedChallenge: isExpected,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!verified.verified) throw fail("QUIRE_ERR_PASSKEY_REFUSED", {});
  const { credential } = verified.registrationInfo;
  return {
    credential: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
  };
}

/** How often the authenticator says that it was used, once it has proved itself. Throws QUIRE_ERR_PASSKEY_REFUSED. */
export async function readRequest(
  people: People,
  request: FastifyRequest,
  { id, clientData, authenticatorData, signature, userHandle }: SignInByPasskey,
  passkey: PasskeyRecord,
  isExpected: (challenge: string) => boolean,
): Promise<number> {
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const { rpID, origin } = placeOf(people, request);
  const verified = await refusing(() =>
    verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: { clientDataJSON: clientData, authenticatorData, signature, userHandle },
      },
      expectedChallenge: isExpected,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: {
        id: passkey.credential,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
        counter: passkey.counter,
      },
    }),
  );
  if (!verified.verified) throw fail("QUIRE_ERR_PASSKEY_REFUSED", {});
  return verified.authenticationInfo.newCounter;
}

/** The library throws at whatever is not as it should be, in many words: for whoever tries, they are one. */
async function refusing<Value>(verify: () => Promise<Value>): Promise<Value> {
  try {
    return await verify();
  } catch (cause) {
    throw fail("QUIRE_ERR_PASSKEY_REFUSED", {}, { cause });
  }
}

import { documentIdPattern } from "./document-id.ts";
import {
  integerShape,
  listShape,
  nullableShape,
  objectShape,
  type ShapeOf,
  textShape,
  wordShape,
} from "./shape.ts";

const Id = textShape({ minLength: 1, maxLength: 128 });
const Name = textShape({ minLength: 1, maxLength: 200 });
const Password = textShape({ minLength: 1, maxLength: 1024 });
/** Milliseconds since 1970. */
const Time = integerShape({ minimum: 0 });
/** Bytes in base64url. */
const bytesShape = (most: number) => textShape({ pattern: `^[\\w-]{1,${most}}$` });

/** What a program may do with an API token: read, or write as well. Never more than the person whose token it is. */
export const tokenScopes = ["read", "write"] as const;
export type TokenScope = (typeof tokenScopes)[number];

const apiToken = {
  id: Id,
  name: textShape(),
  scope: wordShape(tokenScopes),
  /** The one document that it is for, with what is below; null for all that its person may open. */
  documentId: nullableShape(textShape({ pattern: documentIdPattern })),
  createdAt: Time,
  /** Null for one that does not end by itself. */
  expiresAt: nullableShape(Time),
  /** When it was used last, to the minute; null for never. */
  seenAt: nullableShape(Time),
};

/** A token of mine, for a program. `GET /api/account/tokens`; `DELETE …/:id` ends one. */
export const ApiToken = objectShape(apiToken);
export type ApiToken = ShapeOf<typeof ApiToken>;
export const ApiTokenList = objectShape({ tokens: listShape(ApiToken) });
export type ApiTokenList = ShapeOf<typeof ApiTokenList>;

/**
 * The body of `POST /api/account/tokens`. The password may be missing within ten minutes of signing in; later 403
 * QUIRE_ERR_CONFIRM_NEEDED.
 */
export const MakeApiToken = objectShape(
  { name: Name, scope: wordShape(tokenScopes) },
  { documentId: textShape({ pattern: documentIdPattern }), expiresAt: Time, password: Password },
);
export type MakeApiToken = ShapeOf<typeof MakeApiToken>;

/** A new token. What programs say, `quire_…`, is told once, to who made it. */
export const NewApiToken = objectShape({ ...apiToken, secret: textShape() });
export type NewApiToken = ShapeOf<typeof NewApiToken>;

/** A passkey of mine. `GET /api/account/passkeys`; `PATCH …/:id` names it, `DELETE …/:id` takes it off, with the password as for a provider. */
export const Passkey = objectShape({
  id: textShape(),
  name: textShape(),
  createdAt: Time,
  /** When somebody signed in by it last, null for never. */
  seenAt: nullableShape(Time),
});
export type Passkey = ShapeOf<typeof Passkey>;
export const PasskeyList = objectShape({ passkeys: listShape(Passkey) });
export type PasskeyList = ShapeOf<typeof PasskeyList>;
export const RenamePasskey = objectShape({ name: Name });
export type RenamePasskey = ShapeOf<typeof RenamePasskey>;

/** What `navigator.credentials` is asked with, as WebAuthn writes it in JSON. */
export const PasskeyOptions = objectShape({ options: textShape() });
export type PasskeyOptions = ShapeOf<typeof PasskeyOptions>;

/** The body of `POST /api/account/passkeys/options`; the password as for a token. The challenge is good for five minutes, once, in this browser. */
export const BeginPasskey = objectShape({}, { password: Password });
export type BeginPasskey = ShapeOf<typeof BeginPasskey>;

/** The body of `POST /api/account/passkeys`: what the authenticator made. Answers with the passkey. */
export const MakePasskey = objectShape(
  { name: Name, id: bytesShape(1_400), clientData: bytesShape(8_000), attestation: bytesShape(16_000) },
  { transports: listShape(textShape({ pattern: "^[a-z-]{1,32}$" })) },
);
export type MakePasskey = ShapeOf<typeof MakePasskey>;

/**
 * The body of `POST /api/session/passkey`, for which `POST /api/session/passkey/options` gives the challenge: what the authenticator
 * signed. Signs in, without a code: a passkey is something that one has, unlocked by something that one is or knows.
 */
export const SignInByPasskey = objectShape({
  id: bytesShape(1_400),
  clientData: bytesShape(8_000),
  authenticatorData: bytesShape(8_000),
  signature: bytesShape(4_000),
  userHandle: bytesShape(200),
});
export type SignInByPasskey = ShapeOf<typeof SignInByPasskey>;

import { kind, quote } from "./error-kind.ts";

/** What people are told about accounts: their own, and other people's. */
export const peopleKinds = {
  QUIRE_ERR_SIGN_IN_FAILED: kind<object>(
    401,
    () => "There is no account with this e-mail address and password. Look at both, and try again.",
  ),
  QUIRE_ERR_CODE_NEEDED: kind<object>(
    401,
    () =>
      "Signing in to this account takes a code as well. Take one from your app, or one of the spare codes.",
  ),
  QUIRE_ERR_CODE_WRONG: kind<object>(
    401,
    () => "This code is wrong, too old, or was used already. Wait for the next one, and try again.",
  ),
  QUIRE_ERR_PASSWORD_WRONG: kind<object>(
    403,
    () => "The password is not the one of your account. Nothing was changed; try again.",
  ),
  QUIRE_ERR_CONFIRM_NEEDED: kind<object>(
    403,
    () =>
      "It is a while since you signed in, and this is for you alone to do. Say your password, or sign in again.",
  ),
  QUIRE_ERR_BROWSER_ONLY: kind<object>(
    403,
    () => "A token reaches documents only. Sign in with a browser for this.",
  ),
  QUIRE_ERR_OWNERS_ONLY: kind<object>(403, () => "This is for the owners of the server. Ask one of them."),
  QUIRE_ERR_OWNER_PASSWORD: kind<object>(
    403,
    () => "An owner of the server sets their password themselves. Make them a member first if they cannot.",
  ),
  QUIRE_ERR_INVITATION_FOR_OTHER: kind<object>(
    403,
    () => "This invitation was sent to another address. Use the one that it came to.",
  ),
  QUIRE_ERR_LINK_PASSWORD: kind<object>(
    401,
    () => "This link asks for a password, and that was not it. Ask who sent you the link.",
  ),
  QUIRE_ERR_LINK_NOT_FOUND: kind<object>(
    404,
    () => "There is no such link, or it has ended. Ask who sent it for another one.",
  ),
  QUIRE_ERR_LAST_OWNER_OF_DOCUMENT: kind<object>(
    409,
    () => "Nobody would own this document any more. Have somebody else own it first.",
  ),
  QUIRE_ERR_OWNS_ABOVE: kind<object>(
    409,
    () =>
      "They own a document above this one, and so this one as well. Change that there, or have this one keep to itself.",
  ),
  QUIRE_ERR_PERSON_NOT_FOUND: kind<object>(
    404,
    () => "There is nobody of this kind here. Look for them in the list of people.",
  ),
  QUIRE_ERR_PICTURE_NOT_FOUND: kind<object>(
    404,
    () => "They have no such picture, or you may not see it. Look for it in the list of people.",
  ),
  QUIRE_ERR_PICTURE_UNFIT: kind(
    422,
    (v: { problem: string; mostPixels: number }) =>
      `The picture ${v.problem}. Take a PNG, JPEG or WebP that stands still, with ${v.mostPixels} pixels a side at most.`,
  ),
  QUIRE_ERR_GROUP_NOT_FOUND: kind<object>(404, () => "There is no such group. Look for it in the list."),
  QUIRE_ERR_PROVIDER_NOT_FOUND: kind(
    404,
    (v: { id: string }) =>
      `Nobody signs in here with a provider ${quote(v.id)}, or this account is not connected with it. GET /api/account/providers lists them.`,
  ),
  QUIRE_ERR_EMAIL_TAKEN: kind<object>(
    409,
    () => "There is an account with this e-mail address already. Sign in with it, or take another address.",
  ),
  QUIRE_ERR_NO_MAIL: kind<object>(
    409,
    () => "This server sends no mail, which would show that the address is yours. Ask one of its owners.",
  ),
  QUIRE_ERR_LAST_OWNER: kind<object>(
    409,
    () => "A server needs an owner, and there is no other one. Make somebody else an owner first.",
  ),
  QUIRE_ERR_SECOND_FACTOR_ON: kind<object>(
    409,
    () => "A second factor is on already. Switch it off before you set up another one.",
  ),
  QUIRE_ERR_INVITATION_OVER: kind<object>(
    410,
    () => "This link was used already, was taken back, or is too old. Ask who sent it for another one.",
  ),
  QUIRE_ERR_LAST_WAY_IN: kind<object>(
    409,
    () => "There would be no way left to sign in to this account. Set a password first, or add another way.",
  ),
  QUIRE_ERR_TOO_MANY_TRIES: kind(
    429,
    (v: { seconds: number }) =>
      `That was tried too often. Wait ${v.seconds === 1 ? "a second" : `${v.seconds} seconds`}, and try again.`,
    (v) => v.seconds,
  ),
  QUIRE_ERR_TOO_MANY_CHANGES: kind(
    429,
    (v: { most: number; seconds: number }) =>
      `You may change people, rights and tokens, and move documents, ${v.most === 1 ? "once" : `${v.most} times`} an hour. Wait ${v.seconds === 1 ? "a second" : `${v.seconds} seconds`}, and go on.`,
    (v) => v.seconds,
  ),
  QUIRE_ERR_PROVIDER_DOWN: kind(
    502,
    (v: { name: string }) =>
      `${quote(v.name)} does not answer, or not as it should. Try again later; who runs this server finds the cause in its log.`,
  ),
} as const;

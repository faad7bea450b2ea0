import { hueCount } from "./names.ts";
import { Person } from "./person.ts";
import {
  booleanShape,
  integerShape,
  listShape,
  nullableShape,
  objectShape,
  type ShapeOf,
  textShape,
  wordShape,
} from "./shape.ts";

/** What somebody is on a server: an owner looks after people; what is in documents is for whom they are shared with. */
export const standings = ["owner", "member"] as const;
export type Standing = (typeof standings)[number];

/** An address as people type it: looked at no closer than that a mail could go there, to one person and no other. */
export const Email = textShape({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s\\p{Cc}<>()[\\]:;,@\\\\"]+@[^\\s\\p{Cc}<>()[\\]:;,@\\\\"]+$',
});

/** What is typed as a password. How long a new one has to be is said where it is set. */
const Password = textShape({ minLength: 1, maxLength: 1024 });
const Name = textShape({ minLength: 1, maxLength: 200 });
/** A secret out of a link: 256 bits in base64url. */
const Secret = textShape({ pattern: "^[\\w-]{43}$" });
/** Six digits of an app, or a code that was kept for the day it is lost. */
const Code = textShape({ minLength: 6, maxLength: 40 });
const Id = textShape({ minLength: 1, maxLength: 128 });
/** Milliseconds since 1970. */
const Time = integerShape({ minimum: 0 });

/** Somebody's own account, as they see it. */
export const Account = objectShape({
  person: Person,
  email: textShape(),
  /** Whether it was shown to be theirs: before that nothing that is shared with the address is theirs. */
  isEmailProved: booleanShape,
  standing: wordShape(standings),
  hasPassword: booleanShape,
  /** Whether signing in by password asks for a code as well. */
  hasSecondFactor: booleanShape,
});
export type Account = ShapeOf<typeof Account>;

/**
 * Why whoever this browser was is put out: by themselves elsewhere, by their new password, by a second factor that they turned on or
 * off, by another e-mail address, by becoming an owner of the server, by an owner who shut them out, with their account, or with the link that they came by.
 */
export const putOutBy = [
  "elsewhere",
  "password",
  "second-factor",
  "email",
  "owner",
  "shut-out",
  "deleted",
  "link-over",
] as const;
export type PutOutBy = (typeof putOutBy)[number];

/** `GET /api/session`: who this browser is signed in as, and how somebody may sign in. For everybody. */
export const SignInState = objectShape(
  {
    account: nullableShape(Account),
    /** Whether nobody owns this server yet: its start prints a link. */
    isNew: booleanShape,
    /** Whether mail can be sent: without it a forgotten password is an owner's matter. */
    hasMail: booleanShape,
    /** Ways to sign in beside a password, in the order they are offered; each begins at `/api/session/providers/:id`. */
    providers: listShape(objectShape({ id: textShape(), name: textShape() })),
  },
  {
    /** Told to nobody but the browser whose cookie was good until then. */
    putOutBy: wordShape(putOutBy),
  },
);
export type SignInState = ShapeOf<typeof SignInState>;

/**
 * The body of `POST /api/session`. Where a second factor is needed and `code` is missing: 401 QUIRE_ERR_CODE_NEEDED; where it
 * is wrong or was used: 401 QUIRE_ERR_CODE_WRONG. Whoever tries too often is answered 429 with Retry-After.
 */
export const SignIn = objectShape({ email: Email, password: Password }, { code: Code });
export type SignIn = ShapeOf<typeof SignIn>;

/** The body of `POST /api/invitations/accept`: the secret of the link, and who they are. Signs them in. */
export const AcceptInvitation = objectShape({ secret: Secret, email: Email, name: Name, password: Password });
export type AcceptInvitation = ShapeOf<typeof AcceptInvitation>;

/** The body of `POST /api/invitations/look` and `POST /api/password/look`: is the link still good? */
export const LookAtLink = objectShape({ secret: Secret });
export type LookAtLink = ShapeOf<typeof LookAtLink>;

/** The answer: whom it was sent to, if to somebody. 410 QUIRE_ERR_INVITATION_OVER where it is not good. */
export const LinkLookedAt = objectShape(
  {
    email: nullableShape(textShape()),
    standing: wordShape(standings),
  },
  {
    /** Whether somebody has an account under the address that an invitation was sent to: they take it by `POST /api/account/invitations`. */
    hasAccount: booleanShape,
  },
);
export type LinkLookedAt = ShapeOf<typeof LinkLookedAt>;

/** The body of `POST /api/invitations` (owners): to an address, by mail where that can be sent, or a link to give away. */
export const Invite = objectShape({ standing: wordShape(standings) }, { email: Email });
export type Invite = ShapeOf<typeof Invite>;

const invitation = {
  id: Id,
  email: nullableShape(textShape()),
  standing: wordShape(standings),
  createdAt: Time,
  expiresAt: Time,
};

/** An invitation that nobody has accepted. `GET /api/invitations` (owners); `DELETE /api/invitations/:id` takes it back. */
export const Invitation = objectShape(invitation);
export type Invitation = ShapeOf<typeof Invitation>;
export const InvitationList = objectShape({ invitations: listShape(Invitation) });
export type InvitationList = ShapeOf<typeof InvitationList>;

/** A new invitation. Its link is told once, to who made it. */
export const NewInvitation = objectShape({ ...invitation, url: textShape(), wasMailed: booleanShape });
export type NewInvitation = ShapeOf<typeof NewInvitation>;

/** `POST /api/password/forgot` answers 202 whoever it is about. `POST /api/people/:id/password-link` (owners) answers with `PasswordLink`. */
export const ForgotPassword = objectShape({ email: Email });
export type ForgotPassword = ShapeOf<typeof ForgotPassword>;
export const PasswordLink = objectShape({ url: textShape(), expiresAt: Time });
export type PasswordLink = ShapeOf<typeof PasswordLink>;

/**
 * The body of `POST /api/password/reset`: signs in, and everybody else of theirs out. Who came by mail and has a second
 * factor needs a code of it: 401 QUIRE_ERR_CODE_NEEDED, and the link stays good. A link by an owner switches it off.
 */
export const ResetPassword = objectShape({ secret: Secret, password: Password }, { code: Code });
export type ResetPassword = ShapeOf<typeof ResetPassword>;

/** The body of `PUT /api/account/password`: 204, and other sessions end. `current` may be missing only where there is none: then they signed in a moment ago. */
export const ChangePassword = objectShape({ password: Password }, { current: Password });
export type ChangePassword = ShapeOf<typeof ChangePassword>;

/**
 * The body of `PUT /api/account/email`. With mail a link goes to the new address, whether or not that is somebody's; `POST` with its
 * secret (`LookAtLink`), by who is signed in to the account, answers with the account, and other sessions end. Without mail owners
 * of the server have it at once, members not at all: 409 QUIRE_ERR_NO_MAIL.
 */
export const ChangeEmail = objectShape({ email: Email }, { password: Password });
export type ChangeEmail = ShapeOf<typeof ChangeEmail>;
/** The answer: the account where it is changed, null where a link has to be opened first. */
export const EmailChange = objectShape({ account: nullableShape(Account) });
export type EmailChange = ShapeOf<typeof EmailChange>;

/** The body of `PATCH /api/account`, which answers with the account. */
export const ChangeAccount = objectShape(
  {},
  { name: Name, hue: integerShape({ minimum: 1, maximum: hueCount }) },
);
export type ChangeAccount = ShapeOf<typeof ChangeAccount>;

/** The body of `DELETE /api/account` and of others that a stolen browser must not do: the password. Who has none signed in a moment ago. */
export const Confirm = objectShape({}, { password: Password });
export type Confirm = ShapeOf<typeof Confirm>;

/** One browser of mine. `GET /api/account/sessions`; `DELETE …/:id` one, `DELETE …` all others. */
export const Session = objectShape({
  id: Id,
  createdAt: Time,
  seenAt: Time,
  address: textShape(),
  /** The browser, in its own words. */
  agent: textShape(),
  isThis: booleanShape,
});
export type Session = ShapeOf<typeof Session>;
export const SessionList = objectShape({ sessions: listShape(Session) });
export type SessionList = ShapeOf<typeof SessionList>;

/** `POST /api/account/second-factor` with `Confirm` begins: a secret for an app, as text and as an otpauth: address. Off until it is confirmed. */
export const SecondFactorOffer = objectShape({ secret: textShape(), url: textShape() });
export type SecondFactorOffer = ShapeOf<typeof SecondFactorOffer>;
/** `PUT /api/account/second-factor` with a code of it turns it on, and answers with codes for the day the app is lost. `DELETE` with `Confirm`. */
export const ConfirmSecondFactor = objectShape({ code: Code });
export type ConfirmSecondFactor = ShapeOf<typeof ConfirmSecondFactor>;
export const SpareCodes = objectShape({ codes: listShape(textShape()) });
export type SpareCodes = ShapeOf<typeof SpareCodes>;

/** Somebody on this server. `GET /api/people` for who has signed in; e-mail addresses and the rest only for owners. */
export const Colleague = objectShape(
  { person: Person },
  {
    email: textShape(),
    isEmailProved: booleanShape,
    standing: wordShape(standings),
    createdAt: Time,
    /** When they were here last, null for never. */
    seenAt: nullableShape(Time),
    isDisabled: booleanShape,
  },
);
export type Colleague = ShapeOf<typeof Colleague>;
export const ColleagueList = objectShape({ people: listShape(Colleague) });
export type ColleagueList = ShapeOf<typeof ColleagueList>;

/** The body of `PATCH /api/people/:id` (owners). The last owner stays one: 409 QUIRE_ERR_LAST_OWNER. `email`: of members alone; it counts as shown to be theirs, also where it is the same. */
export const ChangeColleague = objectShape(
  {},
  { standing: wordShape(standings), isDisabled: booleanShape, email: Email },
);
export type ChangeColleague = ShapeOf<typeof ChangeColleague>;

/**
 * The body of `DELETE /api/people/:id` (owners): the owner's own password, as for `Confirm`. `heir`: the id of who is given the
 * documents that nobody else owns; the owner who asks, by default.
 */
export const DeleteColleague = objectShape({}, { password: Password, heir: Id });
export type DeleteColleague = ShapeOf<typeof DeleteColleague>;

/** People who are given something together. `GET/POST /api/groups`, `PUT/DELETE /api/groups/:id` (owners write, who signed in reads). */
export const Group = objectShape({ id: Id, name: textShape(), members: listShape(Id) });
export type Group = ShapeOf<typeof Group>;
export const GroupList = objectShape({ groups: listShape(Group) });
export type GroupList = ShapeOf<typeof GroupList>;
export const WriteGroup = objectShape({ name: Name, members: listShape(Id) });
export type WriteGroup = ShapeOf<typeof WriteGroup>;

/**
 * A provider, and who I am there. `GET /api/account/providers`. `POST …/:id` with `Confirm` begins to connect one, and answers
 * with `ProviderAddress`; `DELETE …/:id` with `Confirm` ends it: 409 QUIRE_ERR_LAST_WAY_IN where nothing else is left to come in by.
 */
export const AccountProvider = objectShape({
  id: Id,
  name: textShape(),
  /** When it was connected; null while it is not. */
  linkedAt: nullableShape(Time),
  /** The address that I have there, if it told one. */
  email: nullableShape(textShape()),
});
export type AccountProvider = ShapeOf<typeof AccountProvider>;
export const AccountProviderList = objectShape({ providers: listShape(AccountProvider) });
export type AccountProviderList = ShapeOf<typeof AccountProviderList>;

/** Where the page is to go on to: an address at the provider. */
export const ProviderAddress = objectShape({ url: textShape() });
export type ProviderAddress = ShapeOf<typeof ProviderAddress>;

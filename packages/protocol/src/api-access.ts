import { Email } from "./api-accounts.ts";
import { documentIdPattern } from "./document-id.ts";
import { Person } from "./person.ts";
import { roles } from "./role.ts";
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

const Id = textShape({ minLength: 1, maxLength: 128 });
const DocumentId = textShape({ pattern: documentIdPattern });
const Token = textShape({ pattern: "^[\\w-]{43}$" });
/** Milliseconds since 1970. */
const Time = integerShape({ minimum: 0 });
const LinkPassword = textShape({ minLength: 1, maxLength: 256 });

/** What a person or a group can be given; `none` is an exception: nothing, whatever they have from elsewhere. */
export const givenRoles = [...roles, "none"] as const;
export type GivenRole = (typeof givenRoles)[number];

/** The powers that a link can give. */
export const linkRoles = ["view", "comment", "suggest", "edit"] as const;
export type LinkRole = (typeof linkRoles)[number];

/** The group of all who sign in: nobody makes it, and it has no list. */
export const everyone = "everyone";

/** Where a right stands, if not at the document itself: at one above it. Its title is there for who may read that one. */
const From = nullableShape(objectShape({ id: DocumentId, title: nullableShape(textShape()) }));

/** What would hold without what is given at the document itself; missing where nothing is given there, or nothing else would hold. */
const instead = { instead: objectShape({ role: wordShape(givenRoles), from: From }) };

/** Somebody who may do something with the document, and since where. `isGiven` false: as its creator. */
export const PersonAccess = objectShape(
  {
    person: Person,
    role: wordShape(givenRoles),
    from: From,
    isGiven: booleanShape,
  },
  instead,
);
export type PersonAccess = ShapeOf<typeof PersonAccess>;
export const GroupAccess = objectShape(
  {
    group: objectShape({ id: Id, name: textShape(), size: integerShape({ minimum: 0 }) }),
    role: wordShape(givenRoles),
    from: From,
  },
  instead,
);
export type GroupAccess = ShapeOf<typeof GroupAccess>;

/** A link into the document; its address is `/s/<token>`, that of a public page `/p/<token>`. */
export const LinkAccess = objectShape({
  id: Id,
  token: Token,
  role: wordShape(linkRoles),
  hasPassword: booleanShape,
  expiresAt: nullableShape(Time),
  isPublic: booleanShape,
  /** Whether search engines may list a public page. */
  isListed: booleanShape,
  /** Whether a public page tells who shows where its address leads what it is about. */
  hasPreview: booleanShape,
  createdAt: Time,
  from: From,
});
export type LinkAccess = ShapeOf<typeof LinkAccess>;

/** Somebody who asks to be let in. */
export const AccessRequest = objectShape({ person: Person, role: wordShape(linkRoles), at: Time });
export type AccessRequest = ShapeOf<typeof AccessRequest>;

/** Somebody whom an owner of the document invited to it by an address, and who has not come yet; good until then. */
export const AccessInvitation = objectShape({
  id: Id,
  email: textShape(),
  role: wordShape(roles),
  expiresAt: Time,
});
export type AccessInvitation = ShapeOf<typeof AccessInvitation>;

/**
 * `GET /api/documents/:id/access`: who may do what. Who may view it sees the people and groups; links, requests and invitations
 * are there for who owns it only.
 */
export const DocumentAccess = objectShape(
  {
    /** What I may do. */
    role: wordShape(roles),
    people: listShape(PersonAccess),
    groups: listShape(GroupAccess),
    links: listShape(LinkAccess),
    requests: listShape(AccessRequest),
    invitations: listShape(AccessInvitation),
    /** Whether it takes after its parent; null where it has none. */
    inherits: nullableShape(booleanShape),
  },
  {
    /** The parent, where there is one; its title is there for who may read it. */
    parent: objectShape({ id: DocumentId, title: nullableShape(textShape()) }),
  },
);
export type DocumentAccess = ShapeOf<typeof DocumentAccess>;

/** The body of `PUT /api/documents/:id/access/people/:person` and `…/groups/:group`; `DELETE` takes it back. Both answer with the access. */
export const GiveAccess = objectShape({ role: wordShape(givenRoles) });
export type GiveAccess = ShapeOf<typeof GiveAccess>;

/** The body of `POST /api/documents/:id/access/invitations`: gives it to who has that address, or invites them. */
export const InviteToDocument = objectShape({
  email: Email,
  role: wordShape(roles),
});
export type InviteToDocument = ShapeOf<typeof InviteToDocument>;

/**
 * The answer. `url` is the link that brings somebody new in, where no mail could take it to them and whoever invites owns the
 * server; else null. Who has that link has the address, as far as the server knows: where it is nobody else's to give,
 * `isLeftToOwner` says that an owner of the server has to.
 */
export const InvitedToDocument = objectShape({
  access: DocumentAccess,
  url: nullableShape(textShape()),
  isLeftToOwner: booleanShape,
});
export type InvitedToDocument = ShapeOf<typeof InvitedToDocument>;

/** The body of `PATCH /api/documents/:id/access/invitations/:invitation`; `DELETE` takes it back. Both answer with the access. */
export const ChangeInvitation = objectShape({ role: wordShape(roles) });
export type ChangeInvitation = ShapeOf<typeof ChangeInvitation>;

/** The body of `POST /api/documents/:id/access/links`, which answers with the access. */
export const MakeLink = objectShape(
  { role: wordShape(linkRoles) },
  {
    password: LinkPassword,
    expiresAt: Time,
    isPublic: booleanShape,
    isListed: booleanShape,
    hasPreview: booleanShape,
  },
);
export type MakeLink = ShapeOf<typeof MakeLink>;

/** The body of `PATCH /api/documents/:id/access/links/:link`; null takes the password or the expiry away. `DELETE` ends the link. */
export const ChangeLink = objectShape(
  {},
  {
    role: wordShape(linkRoles),
    password: nullableShape(LinkPassword),
    expiresAt: nullableShape(Time),
    isListed: booleanShape,
    hasPreview: booleanShape,
  },
);
export type ChangeLink = ShapeOf<typeof ChangeLink>;

/** The body of `PUT /api/documents/:id/access/inherits`. */
export const SetInherits = objectShape({ inherits: booleanShape });
export type SetInherits = ShapeOf<typeof SetInherits>;

/** The body of `POST /api/documents/:id/access/transfer`: they own it from now on, and who did may edit. */
export const TransferDocument = objectShape({ person: Id });
export type TransferDocument = ShapeOf<typeof TransferDocument>;

/** The body of `POST /api/documents/:id/access/requests`: 202 whether or not there is such a document. `DELETE …/requests/:person` declines. */
export const AskForAccess = objectShape({ role: wordShape(linkRoles) });
export type AskForAccess = ShapeOf<typeof AskForAccess>;

/**
 * The body of `POST /api/links/enter`: comes in by a link, as a guest of that name where nobody is signed in. 401
 * QUIRE_ERR_LINK_PASSWORD where a password is needed or wrong; 404 QUIRE_ERR_LINK_NOT_FOUND for what is no good link, and never was.
 */
export const EnterLink = objectShape(
  { token: Token },
  { name: textShape({ minLength: 1, maxLength: 200 }), password: LinkPassword },
);
export type EnterLink = ShapeOf<typeof EnterLink>;

/** The body of `POST /api/links/look`, and its answer: what it takes to come in. */
export const LookAtShare = objectShape({ token: Token });
export type LookAtShare = ShapeOf<typeof LookAtShare>;
export const ShareLookedAt = objectShape({
  role: wordShape(linkRoles),
  needsPassword: booleanShape,
  /** Whether a guest's name is asked for: nobody is signed in, and no name is known in this browser. */
  needsName: booleanShape,
});
export type ShareLookedAt = ShapeOf<typeof ShareLookedAt>;

/** The answer of `POST /api/links/enter`: where to go. */
export const Entered = objectShape({ documentId: DocumentId, role: wordShape(linkRoles) });
export type Entered = ShapeOf<typeof Entered>;

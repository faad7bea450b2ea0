import type { DocumentId, GivenRole, LinkRole, Role, Standing } from "@quire/protocol";

// Times are milliseconds since 1970. What is null may come later; what is optional is not kept where it is not set.

/** Somebody who signs in. */
export interface PersonRecord {
  readonly id: string;
  /** As they wrote it. */
  readonly email: string;
  /** Whether it was shown, and not only typed, that the address is theirs: what is shared with it goes to nobody before that. */
  readonly isEmailProved?: boolean;
  readonly name: string;
  readonly hue: number;
  /** The version of their picture, whose bytes stand in a table of their own. */
  readonly picture?: string;
  readonly standing: Standing;
  readonly createdAt: number;
  /** When an owner shut them out; null while they may come in. */
  readonly disabledAt: number | null;
  /** An argon2id hash in PHC form; null for who comes in by other ways only. */
  readonly password: string | null;
  /** What signing in by password asks for as well, once it is confirmed. */
  readonly secondFactor?: SecondFactorRecord;
}

/** An app that makes codes out of a secret and the time, and codes for the day it is lost. */
export interface SecondFactorRecord {
  /** What the app and the server share, in base32. A code cannot be checked against a hash of it. */
  readonly secret: string;
  /** When a code of the app was seen; null while it is only offered, and asked for nowhere. */
  readonly confirmedAt: number | null;
  /** The newest time step of which a code was used: no code is good twice. */
  readonly lastStep: number;
  /** The hashes of the spare codes that are left. */
  readonly spares: readonly string[];
}

/** Somebody's browser, or another of theirs, signed in. Its key is the hash of what the browser's cookie holds. */
export interface SessionRecord {
  /** Names the session to its owner; of no use to come in with. */
  readonly id: string;
  readonly personId: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly address: string;
  /** The browser, in its own words. */
  readonly agent: string;
}

/** A link that lets one person in, once. Its key is the hash of the link's secret. */
export interface InvitationRecord {
  readonly id: string;
  /** Whom it was sent to; null where the link itself is what is given away. */
  readonly email: string | null;
  readonly standing: Standing;
  /** What they are given when they come, if who invites still owns that then: by its rights' place (`placeOf`). */
  readonly share?: { readonly documentId: DocumentId; readonly role: Role };
  /** Who invites; null for the server itself, whose first owner nobody can invite. */
  readonly by: string | null;
  readonly createdAt: number;
  /** When it was said last what they are given; `by` is who said so. */
  readonly changedAt?: number;
  readonly expiresAt: number;
}

/** A link by which somebody sets a new password, once. Its key is the hash of the link's secret. */
export interface HourLinkRecord {
  readonly personId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What is kept of a link for a new password beside that. */
export interface ResetRecord {
  /** The owner of the server who made it, or `operator`; null where it was sent by mail to who asked. */
  readonly by: string | null;
  /** Where it was mailed to: it is good as long as that is the person's address. */
  readonly email?: string;
}

/** What is kept of a link for another address beside that. */
export interface EmailChangeRecord {
  /** The address, as it was typed; the link went there. */
  readonly email: string;
}

/** What a person or a group may do with a document. `none` is an exception: they may not, whatever stands above it. */
export interface ShareRecord {
  readonly role: GivenRole;
  readonly by: string;
  readonly at: number;
}

/** A link that whoever has it may open the document by. Its key is the hash of its token. */
export interface LinkRecord {
  readonly id: string;
  readonly documentId: DocumentId;
  /** What stands in the address: who may share the document is shown it again. */
  readonly token: string;
  readonly role: LinkRole;
  /** An argon2id hash; null where it asks for none. */
  readonly password: string | null;
  readonly expiresAt: number | null;
  readonly by: string;
  readonly createdAt: number;
  /** Whether it shows the document as a page for everybody; whether search engines may list that, and others show what it is about. */
  readonly isPublic: boolean;
  readonly isListed: boolean;
  /** Links that were made before this was asked do not say: none. */
  readonly hasPreview?: boolean;
  /** How often those who had come by it were told to come again. */
  readonly round?: number;
}

/** Whoever came by a link, in one browser. Its key is the hash of what their cookie holds. A guest without links has no name. */
export interface VisitRecord {
  /** The person that others see, where it is a guest. */
  readonly id: string;
  /** Who was signed in and came; null for a guest. */
  readonly personId: string | null;
  readonly name: string;
  readonly hue: number;
  /** The links that they came by, as `wayOf` names them. */
  readonly links: readonly string[];
  readonly createdAt: number;
}

/** People who are given something together. `everyone` is one that nobody makes: all who sign in. */
export interface GroupRecord {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** What a document's rights are, beside its shares. */
export interface DocumentRightsRecord {
  /** Whether what stands at its parents holds for it too. */
  readonly inherits: boolean;
}

/** Somebody asks to be let into a document. */
export interface RequestRecord {
  readonly personId: string;
  readonly role: LinkRole;
  readonly at: number;
}

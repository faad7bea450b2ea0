import type { DocumentId, Person } from "@quire/protocol";
import type { MailOptions } from "./mail/mail.ts";
import type { ProviderSettings } from "./oidc/settings.ts";
import type { PasswordCost } from "./sign-in/passwords.ts";

/** What the accounts of a server are told about it. */
export interface PeopleOptions {
  /** The directory that holds everything. */
  readonly dataDir: string;
  /** The address that people use, if it is not this machine's own. Links in mails begin with it, and cookies are bound to https by it. */
  readonly url: string | undefined;
  /** Milliseconds since 1970. For tests; the clock's by default. */
  readonly now?: () => number;
  /** How many days the audit log is kept; 365 by default. */
  readonly auditDays?: number;
  /** How often one person may change something about people, rights and tokens, or move a document, in an hour; 300 by default. The audit log has each. */
  readonly changesPerHour?: number;
  /** What a hash of a password takes, by default some 90 ms of one core. A hash that took less is made anew when its person signs in. */
  readonly passwordCost?: PasswordCost;
  /** The server that sends mail; without one, links are shown to whoever makes them. */
  readonly mail?: MailOptions;
  /** The servers that people may sign in with, none by default. */
  readonly providers?: readonly ProviderSettings[];
  /** How long one of them may take for an answer, 10 s by default. */
  readonly providerPatienceMs?: number;
}

/** What is asked of, and told to, the plugin that holds the documents. */
export interface Documents {
  /** What is kept of a document beside its text; also of a deleted one. */
  document(id: DocumentId):
    | {
        readonly title: string;
        readonly parentId: DocumentId | null;
        readonly createdBy: string;
        readonly deletedAt: number | null;
        readonly replacedBy?: DocumentId;
        readonly rightsId?: DocumentId;
      }
    | undefined;
  /** All documents there are, the deleted ones too. */
  records(): Iterable<{
    readonly id: DocumentId;
    readonly title: string;
    readonly createdBy: string;
    readonly rightsId?: DocumentId;
  }>;
  /** The documents that somebody has open at this moment. */
  openBy(personId: string): Iterable<DocumentId>;
  /** Who has the document open. */
  present(id: DocumentId): readonly Person[];
  /** Somebody goes by another name, hue or picture: whoever sees them is told. */
  renamePerson(person: Person): void;
  /** Somebody's account is gone: what is counted of them alone is let go. */
  forgetPerson(personId: string): void;
  /** Asks once more, of whoever is connected: what they may do may have changed. */
  recheck(): void;
}

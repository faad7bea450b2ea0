import type {
  AcceptInvitation,
  Account,
  AccountProviderList,
  ApiTokenList,
  AuditPage,
  BeginPasskey,
  ChangeAccount,
  ChangeColleague,
  ChangeEmail,
  ChangePassword,
  Colleague,
  ColleagueList,
  Confirm,
  DeleteColleague,
  EmailChange,
  Group,
  GroupList,
  Invitation,
  InvitationList,
  Invite,
  LinkLookedAt,
  MakeApiToken,
  MakePasskey,
  NewApiToken,
  NewInvitation,
  Passkey,
  PasskeyList,
  PasskeyOptions,
  PasswordLink,
  ProviderAddress,
  ResetPassword,
  SecondFactorOffer,
  SessionList,
  SignIn,
  SignInByPasskey,
  SignInState,
  SpareCodes,
  WriteGroup,
} from "@quire/protocol";
import { type Api, readAnswer } from "../api.ts";

/** What the pages about people ask of the server. Every promise rejects with an `ApiError`. */
export type AccountsApi = ReturnType<typeof createAccountsApi>;

/** The people of the server that this page came from. */
export function createAccountsApi(api: Pick<Api, "ask">, fetch: typeof globalThis.fetch) {
  const ask = <Answer>(method: string, path: string, body?: object) =>
    api.ask(method, path, body) as Promise<Answer>;
  return {
    readSignIn: () => ask<SignInState>("GET", "/api/session"),
    signIn: (body: SignIn) => ask<Account>("POST", "/api/session", body),
    signOut: () => ask<void>("DELETE", "/api/session"),
    lookAtInvitation: (secret: string) => ask<LinkLookedAt>("POST", "/api/invitations/look", { secret }),
    /** What came by an invitation to the address of who is signed in. */
    takeInvitation: (secret: string) => ask<Account>("POST", "/api/account/invitations", { secret }),
    acceptInvitation: (body: AcceptInvitation) => ask<Account>("POST", "/api/invitations/accept", body),
    forgotPassword: (email: string) => ask<void>("POST", "/api/password/forgot", { email }),
    lookAtReset: (secret: string) => ask<LinkLookedAt>("POST", "/api/password/look", { secret }),
    resetPassword: (body: ResetPassword) => ask<Account>("POST", "/api/password/reset", body),
    beginSignInByPasskey: () => ask<PasskeyOptions>("POST", "/api/session/passkey/options"),
    signInByPasskey: (body: SignInByPasskey) => ask<Account>("POST", "/api/session/passkey", body),
    ...ofAccount(ask),
    /** Of the type that the picture says it is. */
    setPicture: (picture: Blob) =>
      readAnswer(`PUT ${picturePath}`, () =>
        fetch(picturePath, { method: "PUT", body: picture }),
      ) as Promise<Account>,
    removePicture: () => ask<Account>("DELETE", picturePath),
    ...ofPasskeys(ask),
    ...ofPeople(ask),
  };
}

const picturePath = "/api/account/picture";

type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

/** Who has no password signed in a moment ago. */
const confirmed = (password: string | undefined): Confirm => (password === undefined ? {} : { password });

/** What somebody does with their own account. */
function ofAccount(ask: Ask) {
  return {
    changeAccount: (body: ChangeAccount) => ask<Account>("PATCH", "/api/account", body),
    changePassword: (body: ChangePassword) => ask<void>("PUT", "/api/account/password", body),
    changeEmail: (body: ChangeEmail) => ask<EmailChange>("PUT", "/api/account/email", body),
    confirmEmail: (secret: string) => ask<Account>("POST", "/api/account/email", { secret }),
    listSessions: () => ask<SessionList>("GET", "/api/account/sessions"),
    endSession: (id: string) => ask<void>("DELETE", `/api/account/sessions/${encodeURIComponent(id)}`),
    endOtherSessions: () => ask<void>("DELETE", "/api/account/sessions"),
    offerSecondFactor: (password: string | undefined) =>
      ask<SecondFactorOffer>("POST", "/api/account/second-factor", confirmed(password)),
    confirmSecondFactor: (code: string) => ask<SpareCodes>("PUT", "/api/account/second-factor", { code }),
    removeSecondFactor: (password: string | undefined) =>
      ask<void>("DELETE", "/api/account/second-factor", confirmed(password)),
    listProviders: () => ask<AccountProviderList>("GET", "/api/account/providers"),
    linkProvider: (id: string, password: string | undefined) =>
      ask<ProviderAddress>("POST", `/api/account/providers/${encodeURIComponent(id)}`, confirmed(password)),
    unlinkProvider: (id: string, password: string | undefined) =>
      ask<void>("DELETE", `/api/account/providers/${encodeURIComponent(id)}`, confirmed(password)),
    listTokens: () => ask<ApiTokenList>("GET", "/api/account/tokens"),
    makeToken: (body: MakeApiToken) => ask<NewApiToken>("POST", "/api/account/tokens", body),
    endToken: (id: string) => ask<void>("DELETE", `/api/account/tokens/${encodeURIComponent(id)}`),
    deleteAccount: (password: string | undefined) => ask<void>("DELETE", "/api/account", confirmed(password)),
  };
}

/** What somebody signs in by in place of a password. */
function ofPasskeys(ask: Ask) {
  return {
    listPasskeys: () => ask<PasskeyList>("GET", "/api/account/passkeys"),
    beginPasskey: (body: BeginPasskey) => ask<PasskeyOptions>("POST", "/api/account/passkeys/options", body),
    makePasskey: (body: MakePasskey) => ask<Passkey>("POST", "/api/account/passkeys", body),
    renamePasskey: (id: string, name: string) =>
      ask<Passkey>("PATCH", `/api/account/passkeys/${encodeURIComponent(id)}`, { name }),
    removePasskey: (id: string, password: string | undefined) =>
      ask<void>("DELETE", `/api/account/passkeys/${encodeURIComponent(id)}`, confirmed(password)),
  };
}

/** What people see of each other, and owners look after. */
function ofPeople(ask: Ask) {
  return {
    listPeople: () => ask<ColleagueList>("GET", "/api/people"),
    changePerson: (id: string, body: ChangeColleague) =>
      ask<Colleague>("PATCH", `/api/people/${encodeURIComponent(id)}`, body),
    deletePerson: (id: string, body: DeleteColleague) =>
      ask<void>("DELETE", `/api/people/${encodeURIComponent(id)}`, body),
    makePasswordLink: (id: string) =>
      ask<PasswordLink>("POST", `/api/people/${encodeURIComponent(id)}/password-link`),
    listInvitations: () => ask<InvitationList>("GET", "/api/invitations"),
    invite: (body: Invite) => ask<NewInvitation>("POST", "/api/invitations", body),
    takeBack: ({ id }: Invitation) => ask<void>("DELETE", `/api/invitations/${encodeURIComponent(id)}`),
    listGroups: () => ask<GroupList>("GET", "/api/groups"),
    makeGroup: (body: WriteGroup) => ask<Group>("POST", "/api/groups", body),
    writeGroup: (id: string, body: WriteGroup) =>
      ask<Group>("PUT", `/api/groups/${encodeURIComponent(id)}`, body),
    readAudit: (query: URLSearchParams) => ask<AuditPage>("GET", `/api/audit?${query}`),
    deleteGroup: (id: string) => ask<void>("DELETE", `/api/groups/${encodeURIComponent(id)}`),
  };
}

import type {
  AskForAccess,
  ChangeLink,
  ColleagueList,
  DocumentAccess,
  Entered,
  EnterLink,
  GivenRole,
  GroupList,
  InvitedToDocument,
  InviteToDocument,
  MakeLink,
  Role,
  ShareLookedAt,
} from "@quire/protocol";
import type { Api } from "../api.ts";

/** Who may do what with one document. Every promise rejects with an `ApiError`; each change answers with what holds then. */
export interface AccessApi {
  read(): Promise<DocumentAccess>;
  givePerson(id: string, role: GivenRole): Promise<DocumentAccess>;
  takePerson(id: string): Promise<DocumentAccess>;
  giveGroup(id: string, role: GivenRole): Promise<DocumentAccess>;
  takeGroup(id: string): Promise<DocumentAccess>;
  invite(body: InviteToDocument): Promise<InvitedToDocument>;
  changeInvitation(id: string, role: Role): Promise<DocumentAccess>;
  takeInvitation(id: string): Promise<DocumentAccess>;
  makeLink(body: MakeLink): Promise<DocumentAccess>;
  changeLink(id: string, body: ChangeLink): Promise<DocumentAccess>;
  endLink(id: string): Promise<DocumentAccess>;
  setInherits(inherits: boolean): Promise<DocumentAccess>;
  transfer(person: string): Promise<DocumentAccess>;
  ask(body: AskForAccess): Promise<void>;
  decline(person: string): Promise<DocumentAccess>;
}

/** How long the server may take: what is changed behind it waits for that. */
const answerMs = 30_000;

/** The document's part of the API. `deadline`: what ends each request that takes too long. */
export function accessApi(
  { ask: askServer }: Pick<Api, "ask">,
  documentId: string,
  deadline: () => AbortSignal = () => AbortSignal.timeout(answerMs),
): AccessApi {
  const ask = (method: string, path: string, body?: unknown) => askServer(method, path, body, deadline());
  const root = `/api/documents/${encodeURIComponent(documentId)}/access`;
  const change = (method: string, path: string, body?: unknown) =>
    ask(method, `${root}${path}`, body) as Promise<DocumentAccess>;
  const at = (kind: string, id: string) => `/${kind}/${encodeURIComponent(id)}`;
  return {
    read: () => change("GET", ""),
    givePerson: (id, role) => change("PUT", at("people", id), { role }),
    takePerson: (id) => change("DELETE", at("people", id)),
    giveGroup: (id, role) => change("PUT", at("groups", id), { role }),
    takeGroup: (id) => change("DELETE", at("groups", id)),
    invite: (body) => ask("POST", `${root}/invitations`, body) as Promise<InvitedToDocument>,
    changeInvitation: (id, role) => change("PATCH", at("invitations", id), { role }),
    takeInvitation: (id) => change("DELETE", at("invitations", id)),
    makeLink: (body) => change("POST", "/links", body),
    changeLink: (id, body) => change("PATCH", at("links", id), body),
    endLink: (id) => change("DELETE", at("links", id)),
    setInherits: (inherits) => change("PUT", "/inherits", { inherits }),
    transfer: (person) => change("POST", "/transfer", { person }),
    ask: async (body) => {
      await ask("POST", `${root}/requests`, body);
    },
    decline: (person) => change("DELETE", at("requests", person)),
  };
}

/** Everybody on this server, for who has signed in. */
export function listColleagues({ ask }: Pick<Api, "ask">): Promise<ColleagueList> {
  return ask("GET", "/api/people") as Promise<ColleagueList>;
}

export function listGroups({ ask }: Pick<Api, "ask">): Promise<GroupList> {
  return ask("GET", "/api/groups") as Promise<GroupList>;
}

/** What it takes to come in by a link. */
export function lookAtLink({ ask }: Pick<Api, "ask">, token: string): Promise<ShareLookedAt> {
  return ask("POST", "/api/links/look", { token }) as Promise<ShareLookedAt>;
}

export function enterByLink({ ask }: Pick<Api, "ask">, body: EnterLink): Promise<Entered> {
  return ask("POST", "/api/links/enter", body) as Promise<Entered>;
}

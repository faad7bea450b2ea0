import type {
  ContentFormat,
  CreateDocument,
  DocumentDetail,
  DocumentList,
  DocumentSummary,
  ErrorBody,
  Me,
  Trash,
} from "@quire/protocol";

/** Why a request came to nothing: the server's code and sentence, or `unreachable` where it gave none. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status; 0 if no answer came. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message }: ErrorBody, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }

  /** No answer came, or not from Quire. */
  get isUnreachable(): boolean {
    return this.code === unreachable;
  }
}

/** The server's HTTP API, as the pages use it. Every promise rejects with an `ApiError`. */
export interface Api {
  listDocuments(page: { readonly limit: number; readonly cursor?: string }): Promise<DocumentList>;
  createDocument(body: CreateDocument): Promise<DocumentSummary>;
  readDocument(id: string): Promise<DocumentDetail>;
  renameDocument(id: string, title: string): Promise<DocumentSummary>;
  moveDocument(id: string, parentId: string | null): Promise<DocumentSummary>;
  deleteDocument(id: string): Promise<void>;
  restoreDocument(id: string): Promise<DocumentSummary>;
  /** What was deleted, from behind a page's `next` on. */
  readTrash(cursor: string | null): Promise<Trash>;
  readMe(): Promise<Me>;
  renameMe(name: string): Promise<Me>;
  /** Any other request, for parts of the pages that know their own answers, until the signal. Undefined where there is nothing to say. */
  ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown>;
}

const unreachable = "unreachable";

/** The API of the server that this page came from. */
export function createApi(fetch: typeof globalThis.fetch): Api {
  const ask: Api["ask"] = (...asked) => request(fetch, ...asked);
  return {
    listDocuments: ({ limit, cursor }) => {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return ask("GET", `/api/documents?${query}`) as Promise<DocumentList>;
    },
    createDocument: (body) => ask("POST", "/api/documents", body) as Promise<DocumentSummary>,
    readDocument: (id) => ask("GET", documentPath(id)) as Promise<DocumentDetail>,
    renameDocument: (id, title) => ask("PATCH", documentPath(id), { title }) as Promise<DocumentSummary>,
    moveDocument: (id, parentId) =>
      ask("PUT", `${documentPath(id)}/parent`, { parentId }) as Promise<DocumentSummary>,
    deleteDocument: (id) => ask("DELETE", documentPath(id)) as Promise<void>,
    restoreDocument: (id) => ask("POST", `${documentPath(id)}/restore`) as Promise<DocumentSummary>,
    readTrash: (cursor) => {
      const query = new URLSearchParams(cursor === null ? {} : { cursor });
      return ask("GET", `/api/trash?${query}`) as Promise<Trash>;
    },
    readMe: () => ask("GET", "/api/me") as Promise<Me>,
    renameMe: (name) => ask("PATCH", "/api/me", { name }) as Promise<Me>,
    ask,
  };
}

/** Where a document's text can be fetched as a file, its title first. */
export function exportPath(id: string, format: ContentFormat): string {
  return `${documentPath(id)}/content?${new URLSearchParams({ format, download: "1", titled: "1" })}`;
}

function documentPath(id: string): string {
  return `/api/documents/${encodeURIComponent(id)}`;
}

async function request(
  fetch: typeof globalThis.fetch,
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const json =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return readAnswer(`${method} ${path}`, () => fetch(path, { method, ...json, ...(signal && { signal }) }));
}

/** What the server answers to a request, undefined where that is nothing. Rejects with an `ApiError` that says what was asked. */
export async function readAnswer(asked: string, ask: () => Promise<Response>): Promise<unknown> {
  let response: Response;
  try {
    response = await ask();
  } catch (cause) {
    throw new ApiError(0, { code: unreachable, message: `${asked}: no answer` }, { cause });
  }
  if (response.ok && response.status === 204) return undefined;
  const answer = await readJson(response);
  if (response.ok && answer !== undefined) return answer;
  if (isErrorBody(answer)) throw new ApiError(response.status, answer);
  // A proxy's page, not Quire's answer.
  throw new ApiError(response.status, {
    code: unreachable,
    message: `${asked}: ${response.status}`,
  });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function isErrorBody(answer: unknown): answer is ErrorBody {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "code" in answer &&
    typeof answer.code === "string" &&
    "message" in answer &&
    typeof answer.message === "string"
  );
}

import { describe, expect, it, vi } from "vitest";
import { ApiError, createApi, exportPath } from "./api.ts";

const id = "a".repeat(16);

function answering(status: number, body: unknown) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () =>
    status === 204 ? new Response(null, { status }) : new Response(JSON.stringify(body), { status }),
  );
  return { api: createApi(fetch), fetch };
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`expected an ApiError, got ${String(error)}`);
}

describe("the API in the page", () => {
  it("asks for a page of the list behind a cursor", async () => {
    const { api, fetch } = answering(200, { documents: [], next: null });
    expect(await api.listDocuments({ limit: 100, cursor: "a&b" })).toEqual({ documents: [], next: null });
    expect(fetch).toHaveBeenCalledWith("/api/documents?limit=100&cursor=a%26b", { method: "GET" });
  });

  it("sends a body as JSON", async () => {
    const { api, fetch } = answering(200, { id });
    await api.renameDocument(id, "Title");
    expect(fetch).toHaveBeenCalledWith(`/api/documents/${id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: '{"title":"Title"}',
    });
  });

  it("takes an answer without a body", async () => {
    const { api } = answering(204, null);
    await expect(api.deleteDocument(id)).resolves.toBeUndefined();
  });

  it("hands on the server's code and sentence", async () => {
    const { api } = answering(410, { code: "QUIRE_ERR_DOCUMENT_DELETED", message: "It was deleted." });
    const error = await failureOf(api.readDocument(id));
    expect(error).toMatchObject({
      status: 410,
      code: "QUIRE_ERR_DOCUMENT_DELETED",
      message: "It was deleted.",
    });
    expect(error.isUnreachable).toBe(false);
  });

  it("says unreachable where no answer came, and where it was not Quire's", async () => {
    const api = createApi(async () => {
      throw new TypeError("failed to fetch");
    });
    expect((await failureOf(api.readMe())).isUnreachable).toBe(true);
    const proxied = createApi(async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(await failureOf(proxied.readMe())).toMatchObject({ status: 502, isUnreachable: true });
    const captive = createApi(async () => new Response("<h1>Sign in to the wifi</h1>", { status: 200 }));
    expect((await failureOf(captive.readMe())).isUnreachable).toBe(true);
  });

  it("names the file that an export is", () => {
    expect(exportPath(id, "markdown")).toBe(
      `/api/documents/${id}/content?format=markdown&download=1&titled=1`,
    );
  });
});

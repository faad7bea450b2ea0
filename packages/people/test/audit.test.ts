import type { AuditEntry, AuditPage, DocumentAccess, DocumentSummary } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";

const dayMs = 24 * 60 * 60_000;

let server: PeopleServer;
let owner: Member;

beforeEach(async () => {
  server = await startPeople({ auditDays: 10 });
  owner = await server.owner();
});

afterEach(() => server.remove());

/** Puts down entries as a part of the server would, a millisecond apart. */
async function put(...entries: Partial<AuditEntry>[]): Promise<void> {
  for (const { documentId, subject, ...entry } of entries) {
    server.clock.now++;
    await server.people.store.write(() =>
      server.people.audit.add({
        action: "share",
        personId: "p",
        name: "Paula",
        address: "192.0.2.1",
        ...(typeof documentId === "string" && { documentId }),
        ...(typeof subject === "string" && { subject }),
        ...entry,
      }),
    );
  }
}

async function read(query = ""): Promise<AuditPage> {
  const answer = await owner.browser.get<AuditPage>(`/api/audit${query}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

describe("reading the audit log", () => {
  test("B61 is for the owners of the server alone", async () => {
    const member = await server.member("Mona");
    for (const path of ["/api/audit", "/api/audit/download"]) {
      expect(await server.browser().get(path)).toMatchObject({
        status: 401,
        body: { code: "QUIRE_ERR_UNAUTHENTICATED" },
      });
      expect(await member.browser.get(path)).toMatchObject({
        status: 403,
        body: { code: "QUIRE_ERR_OWNERS_ONLY" },
      });
    }
  });

  test("B61 comes newest first, in pages that neither repeat nor leave out, also while more is put down", async () => {
    await put(...Array.from({ length: 23 }, (_, n) => ({ subject: `n${n}`, action: "transfer" as const })));
    const seen: (string | null)[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await read(`?action=transfer&limit=5${cursor && `&cursor=${cursor}`}`);
      expect(page.entries.length).toBeLessThanOrEqual(5);
      seen.push(...page.entries.map(({ subject }) => subject));
      cursor = page.next;
      await put({ subject: "later", action: "transfer" });
    }
    expect(seen).toEqual(Array.from({ length: 23 }, (_, n) => `n${22 - n}`));
  });

  test("B61 is filtered by person, action, document and time, all at once", async () => {
    const documentId = "abcdefghijklmnop";
    await put({ personId: "a" }, { personId: "b", documentId }, { personId: "b", action: "unshare" });
    const { now } = server.clock;
    const subjects = async (query: string) =>
      (await read(query)).entries.map(({ personId, action }) => `${personId} ${action}`);
    expect(await subjects("?person=a")).toEqual(["a share"]);
    await put({ personId: null, name: "Gus Gale", action: "link-enter" });
    expect(await subjects("?name=gus")).toEqual(["null link-enter"]);
    expect(await subjects("?name=PAULA&action=unshare")).toEqual(["b unshare"]);
    expect(await subjects("?name=nobody")).toEqual([]);
    expect(await subjects("?action=unshare")).toEqual(["b unshare"]);
    expect(await subjects(`?document=${documentId}`)).toEqual(["b share"]);
    expect(await subjects(`?from=${now - 2}&to=${now - 1}`)).toEqual(["b share", "a share"]);
    expect(await subjects(`?person=b&action=share&from=${now}`)).toEqual([]);
  });

  test.each([
    "limit=1e9",
    "limit=201",
    "limit=0",
    "limit=-1",
    "cursor=1",
    "cursor=1-1-1",
    "cursor=%00",
    "action=everything",
    "document=..%2f",
    "from=-1",
    "to=1e400",
    "sort=name",
    "person=",
    "name=",
    "limit=5&limit=6",
  ])("threat D20 a query with %s is refused, and says what is wrong", async (query) => {
    expect(await owner.browser.get(`/api/audit?${query}`)).toMatchObject({
      status: 400,
      body: { code: "QUIRE_ERR_BAD_REQUEST" },
    });
  });

  test("B61 an answer looks at ten thousand entries, and says where to go on", async () => {
    await put({ action: "invite" });
    await server.people.store.write(() => {
      for (let n = 0; n < 10_000; n++)
        server.people.audit.add({ action: "share", personId: null, name: null, address: "192.0.2.1" });
    });
    const page = await read("?action=invite");
    expect(page.entries).toEqual([]);
    const rest = await read(`?action=invite&cursor=${page.next}`);
    expect(rest).toMatchObject({ entries: [{ action: "invite" }], next: null });
  });

  test("B62 what is older than the days that are set is shown to nobody, and leaves the disk with what comes", async () => {
    await put({ subject: "old" });
    server.clock.now += 10 * dayMs + 1;
    expect((await read()).entries).toEqual([]);
    await put({ subject: "new" });
    server.clock.now -= 10 * dayMs;
    expect((await read()).entries.map(({ subject }) => subject)).toEqual(["new"]);
  });
});

describe("what people do with documents", () => {
  test("B60 making, exporting, moving, deleting, restoring and resetting one is put down before it is answered", async () => {
    const { browser, id: personId } = owner;
    const made = await browser.post<DocumentSummary>("/api/documents", { title: "canary-title" });
    const at = `/api/documents/${made.body.id}`;
    await browser.get(`${at}/content?format=html`);
    const place = (await browser.post<DocumentSummary>("/api/documents", {})).body.id;
    for (const parentId of [place, null]) await browser.put(`${at}/parent`, { parentId });
    await browser.delete(at);
    await browser.post(`${at}/restore`);
    const reset = await browser.post<DocumentSummary>(`${at}/reset`, {});
    const { entries } = await read(`?document=${made.body.id}`);
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ["document-reset", reset.body.id],
      ["document-restore", null],
      ["document-delete", null],
      ["document-move", null],
      ["document-move", place],
      ["export", "html"],
      ["document-create", null],
    ]);
    for (const entry of entries)
      expect(entry).toMatchObject({ personId, name: "Olga", address: "127.0.0.1" });
    const file = await browser.get<string>(`/api/audit/download?document=${made.body.id}`);
    expect(file.body).not.toContain("canary");
  });

  test("B106 an export each second is put down once an hour: for each person, document, format and address", async () => {
    const { browser } = owner;
    const [one, two] = [
      (await browser.post<DocumentSummary>("/api/documents", {})).body.id,
      (await browser.post<DocumentSummary>("/api/documents", {})).body.id,
    ];
    const exported = (id: string, format = "markdown") =>
      browser.get(`/api/documents/${id}/content?format=${format}`);
    for (let n = 0; n < 30; n++) {
      await exported(one);
      server.clock.now += 1_000;
    }
    await exported(one, "html");
    await exported(two);
    server.clock.now += 60 * 60_000 - 30_000;
    await exported(one);
    const { entries } = await read("?action=export");
    expect(entries.map(({ documentId, subject }) => [documentId, subject])).toEqual([
      [one, "markdown"],
      [two, "markdown"],
      [one, "html"],
      [one, "markdown"],
    ]);
  });

  test("B60 what was refused is not put down as done", async () => {
    const made = await owner.browser.post<DocumentSummary>("/api/documents", {});
    const stranger = await server.member("Stan");
    expect((await stranger.browser.delete(`/api/documents/${made.body.id}`)).status).toBe(403);
    expect((await stranger.browser.get(`/api/documents/${made.body.id}/content`)).status).toBe(403);
    expect((await read(`?person=${stranger.id}&document=${made.body.id}`)).entries).toEqual([]);
  });

  test("B137 an entry has its document's title as it is now, for a reader who may open that, and else none", async () => {
    const mo = await server.member("Mo");
    const { id } = (await mo.browser.post<DocumentSummary>("/api/documents", { title: "canary-title" })).body;
    const titles = async () =>
      (await read(`?document=${id}`)).entries.map(({ documentTitle }) => documentTitle);
    expect(await titles()).toEqual([undefined]);
    await mo.browser.put(`/api/documents/${id}/access/people/${owner.id}`, { role: "view" });
    expect(await titles()).toEqual(["canary-title", "canary-title"]);
    await mo.browser.patch(`/api/documents/${id}`, { title: "another" });
    expect(await titles()).toEqual(["another", "another"]);
    const file = await owner.browser.get<string>(`/api/audit/download?format=jsonl&document=${id}`);
    expect(file.body).not.toContain("documentTitle");
    await mo.browser.delete(`/api/documents/${id}`);
    expect(new Set(await titles())).toEqual(new Set([undefined]));
  });

  test("B137 a wrong password at a link is put down, as often as one may be tried, and none where none was given", async () => {
    const { browser } = owner;
    const { id } = (await browser.post<DocumentSummary>("/api/documents", {})).body;
    const links = `/api/documents/${id}/access/links`;
    const { body } = await browser.post<DocumentAccess>(links, { role: "view", password: "open sesame" });
    const link = body.links[0]!;
    const enter = (by: Browser, password?: string) =>
      by.post("/api/links/enter", { token: link.token, name: "canary-name", ...(password && { password }) });
    const mo = await server.member("Mo");
    await enter(server.browser());
    await enter(mo.browser, "canary-guess");
    for (let n = 0; n < 40; n++) await enter(server.browser(), `canary-guess ${n}`);
    const { entries } = await read("?action=link-refused");
    expect(entries).toHaveLength(5);
    const entry = { documentId: id, subject: `link ${link.id} view`, address: "127.0.0.1" };
    expect(entries.at(-1)).toMatchObject({ ...entry, personId: mo.id, name: "Mo" });
    expect(entries[0]).toMatchObject({ ...entry, personId: null, name: null });
    expect(JSON.stringify(entries)).not.toContain("canary");
  });

  test("B60 they are there after a restart", async () => {
    const made = await owner.browser.post<DocumentSummary>("/api/documents", {});
    await server.restart();
    const { entries } = await read(`?document=${made.body.id}`);
    expect(entries.map(({ action }) => action)).toEqual(["document-create"]);
  });
});

describe("the audit log as a file", () => {
  test("threat E12 no cell of the table is a formula, and none breaks out of its place", async () => {
    const hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a","=1"', "two\r\nlines", '"=1"'];
    await put(...hostile.map((name) => ({ name, action: "request" as const })));
    const answer = await owner.browser.get<string>("/api/audit/download?action=request");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="quire-audit-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const rows = readCsv(answer.body);
    expect(rows[0]?.[0]?.replace("\u{feff}", "")).toBe("at");
    expect(rows).toHaveLength(hostile.length + 1);
    for (const row of rows.slice(1)) {
      expect(row).toHaveLength(7);
      for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
    const names = rows.slice(1).map((row) => row[3]?.replace(/^'/, ""));
    expect(names).toEqual(hostile.toReversed());
  });

  test("B61 it has all that fits, however much that is, one object a line where that is asked for", async () => {
    await server.people.store.write(() => {
      for (let n = 0; n < 2_500; n++)
        server.people.audit.add({
          action: "share",
          personId: "p",
          name: null,
          address: "::1",
          subject: `${n}`,
        });
    });
    const answer = await owner.browser.get<string>("/api/audit/download?format=jsonl&person=p");

    const lines = answer.body.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as AuditEntry).subject)).toEqual(
      Array.from({ length: 2_500 }, (_, n) => `${2_499 - n}`),
    );
  });

  test("B61 that somebody took it away is in it from then on", async () => {
    await owner.browser.get("/api/audit/download");
    expect((await read("?action=audit-download")).entries).toMatchObject([
      { personId: owner.id, subject: "csv" },
    ]);
  });
});

/** The cells of a table by RFC 4180, all of which are quoted but those of the first row. */
function readCsv(text: string): string[][] {
  const [head = "", ...rest] = text.split("\r\n");
  const cells = [...rest.join("\r\n").matchAll(/"((?:[^"]|"")*)"(,|\r\n|$)/g)];
  const rows: string[][] = [[]];
  for (const [, cell = "", end] of cells) {
    rows.at(-1)?.push(cell.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return [head.split(","), ...rows.filter((row) => row.length > 0)];
}

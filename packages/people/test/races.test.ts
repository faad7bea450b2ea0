import type { DocumentAccess, DocumentSummary, Role } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Line, type Transport, transports } from "./lines.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

let server: PeopleServer;
let olga: Member;
let ann: Member;
let bob: Member;
let cleo: Member;

beforeAll(async () => {
  server = await startPeople({ quire: { limits: false } });
  olga = await server.owner();
  [ann, bob, cleo] = [await server.member("Ann"), await server.member("Bob"), await server.member("Cleo")];
});
afterAll(() => server.remove());

async function create(by: Member): Promise<string> {
  return (await by.browser.post<DocumentSummary>("/api/documents", {})).body.id;
}

function give(by: Member, id: string, { id: person }: Member, role: string) {
  return by.browser.put<DocumentAccess>(`/api/documents/${id}/access/people/${person}`, { role });
}

function transfer(by: Member, id: string, { id: person }: Member) {
  return by.browser.post<DocumentAccess>(`/api/documents/${id}/access/transfer`, { person });
}

function take(by: Member, id: string, { id: person }: Member) {
  return by.browser.delete<DocumentAccess>(`/api/documents/${id}/access/people/${person}`);
}

describe("threat D21 an invitation", () => {
  it("B4 that two open with the same address a hundred times at once makes one account", async () => {
    const { store, invitations, limits } = server.people;
    const secret = await store.write(() =>
      invitations.make({ email: null, standing: "member", by: olga.id }),
    );
    const before = store.people.getKeysCount();
    limits.joins.take = () => 0;
    const body = { secret, email: "twice@example.org", name: "Twice", password };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => server.browser().post("/api/invitations/accept", body)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    // Hashes that wait to be made are bounded, and who finds no place is told to wait.
    expect(answers.every(({ status }) => [201, 410, 429].includes(status))).toBe(true);
    expect(store.people.getKeysCount()).toBe(before + 1);
    expect(invitations.find(secret)).toBeUndefined();
  });
});

/** The words of one line: each is found once in a text, whatever stands beside it. */
const wordOf = (line: number, n: number): string => `${String.fromCodePoint(97 + line)}${n};`;

/** Somebody who types ten words, one a turn, and knows after which of the messages that it sent each was kept. */
class Writer {
  readonly line: Line;
  readonly #at: number;
  /** How many messages had been sent when the word was. */
  readonly #sentWith: number[] = [];

  constructor(line: Line, at: number) {
    this.line = line;
    this.#at = at;
  }

  async type(): Promise<void> {
    for (let n = 0; n < 10; n++) {
      this.line.write(wordOf(this.#at, n));
      this.#sentWith.push(this.line.sent);
      await new Promise(setImmediate);
    }
  }

  get words(): string[] {
    return this.#sentWith.map((_, n) => wordOf(this.#at, n));
  }

  get savedWords(): string[] {
    return this.words.filter((_, n) => this.#sentWith[n]! <= this.line.saved);
  }
}

describe.each(Object.keys(transports) as Transport[])("threat D21 R2 over %s", (transport) => {
  it("of a hundred edits and more while the document is deleted, none is called saved and lost", async () => {
    const id = await create(ann);
    await give(ann, id, bob, "edit");
    const way = { port: server.port, documentId: id };
    const open = ({ browser }: Member) => Line.open(transport, { ...way, headers: browser.ownHeaders() });
    const people = [ann, bob];
    const lines = await Promise.all(Array.from({ length: 12 }, (_, n) => open(people[n % 2]!)));
    const writers = lines.map((line, n) => new Writer(line, n));
    // What goes on must have begun: the first word of one is kept.
    lines[0]!.write("first;");
    await lines[0]!.until(() => lines[0]!.saved >= lines[0]!.sent);
    const remove = () => ann.browser.delete(`/api/documents/${id}`);
    const [one, other] = await Promise.all([remove(), remove(), ...writers.map((writer) => writer.type())]);
    expect([one.status, other.status].toSorted((a, b) => a - b)).toEqual([204, 410]);
    for (const line of lines) expect(await line.ended()).toBe(4410);
    expect((await ann.browser.post(`/api/documents/${id}/restore`, {})).status).toBe(200);
    const textNow = async () =>
      (await ann.browser.get<string>(`/api/documents/${id}/content?format=text`)).body;
    const text = await textNow();
    expect(text).toContain("first;");
    const lost = writers.flatMap(({ savedWords }) => savedWords.filter((word) => !text.includes(word)));
    expect(lost).toEqual([]);
    // What was refused is with whoever wrote it, and is there, once, when they come back with it.
    for (const [n, { line }] of writers.entries()) {
      const again = await open(people[n % 2]!);
      Y.applyUpdate(again.ydoc, Y.encodeStateAsUpdate(line.ydoc, Y.encodeStateVector(again.ydoc)));
      await again.until(() => again.saved >= again.sent);
      again.close();
    }
    const whole = await textNow();
    for (const word of writers.flatMap(({ words }) => words)) expect(whole.split(word), word).toHaveLength(2);
  });
});

describe("threat D21 a document", () => {
  it("that is deleted while it gets a hundred names is deleted, and has one of them", async () => {
    const id = await create(ann);
    const rename = (n: number) => ann.browser.patch(`/api/documents/${id}`, { title: `Name ${n};` });
    const answers = await Promise.all([
      ...Array.from({ length: 50 }, (_, n) => rename(n)),
      ann.browser.delete(`/api/documents/${id}`),
      ...Array.from({ length: 50 }, (_, n) => rename(50 + n)),
    ]);
    expect(answers.every(({ status }) => [200, 204, 410].includes(status))).toBe(true);
    expect(await ann.browser.get(`/api/documents/${id}`)).toMatchObject({ status: 410 });
    const renamed = answers.flatMap(({ status }, n) => (status === 200 ? [n < 50 ? n : n - 1] : []));
    const { body } = await ann.browser.post<DocumentSummary>(`/api/documents/${id}/restore`, {});
    expect(["", ...renamed.map((n) => `Name ${n};`)]).toContain(body.title);
    if (renamed.length > 0) expect(body.title).not.toBe("");
  });

  it("B41 B45 that is given away while who gives it, or gets it, is removed has an owner, and nobody has what was not given", async () => {
    for (let round = 0; round < 10; round++) {
      const id = await create(ann);
      await give(ann, id, cleo, "own");
      const steps = [
        () => transfer(ann, id, bob),
        () => take(cleo, id, ann),
        () => take(cleo, id, bob),
        () => transfer(cleo, id, ann),
        () => take(ann, id, cleo),
        () => take(bob, id, cleo),
        () => give(bob, id, ann, "none"),
      ];
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => steps[(n * 5 + round) % steps.length]!()),
      );
      expect(answers.every(({ status }) => [200, 403, 409].includes(status))).toBe(true);
      const roleOf = async ({ browser }: Member) => {
        const { status, body } = await browser.get<{ role: Role }>(`/api/documents/${id}`);
        return status === 200 ? body.role : undefined;
      };
      const roles = await Promise.all([ann, bob, cleo].map(roleOf));
      expect(roles).toContain("own");
      // Giving away leaves edit, and nothing else was given.
      for (const role of roles) expect([undefined, "edit", "own"]).toContain(role);
      expect(await roleOf(olga)).toBeUndefined();
    }
  });

  it("B10 B41 that is given to somebody while their account is deleted has an owner who can sign in", async () => {
    const { limits, rights, store } = server.people;
    for (const each of [limits.joins, limits.links, limits.accounts, limits.addresses]) each.take = () => 0;
    for (let round = 0; round < 10; round++) {
      const id = await create(ann);
      const mo = await server.member(`Mo ${round}`);
      const leave = [
        () => mo.browser.delete("/api/account", { password }),
        () => olga.browser.delete(`/api/people/${mo.id}`, { password }),
      ];
      const ways = [() => transfer(ann, id, mo), leave[(round >> 1) & 1]!];
      const answers = await Promise.all((round % 2 === 0 ? ways : ways.toReversed()).map((way) => way()));
      expect(answers.every(({ status }) => [200, 204, 404].includes(status))).toBe(true);
      const owners = [...store.people.getRange()]
        .map(({ value }) => value)
        .filter(({ id: person, disabledAt }) => disabledAt === null && rights.isOwner(person, id as never));
      expect(owners.length).toBeGreaterThan(0);
    }
  });
});

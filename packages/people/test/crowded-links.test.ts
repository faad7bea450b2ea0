import type { DocumentAccess, DocumentSummary, LinkAccess } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wayOf } from "../src/access/links.ts";
import { mostOfLink, mostPerWrite } from "../src/access/visits.ts";
import { keyOf } from "../src/secrets.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";
import { openSocket } from "./socket.ts";

describe("a link that a crowd came by", () => {
  let server: PeopleServer;
  let ann: Member;
  let id: string;
  let path: string;
  let link: LinkAccess;

  beforeEach(async () => {
    server = await startPeople();
    ann = await server.member("Ann");
    ({ id } = (await ann.browser.post<DocumentSummary>("/api/documents", {})).body);
    path = `/api/documents/${id}/access/links`;
    link = (await ann.browser.post<DocumentAccess>(path, { role: "edit" })).body.links[0]!;
  });
  afterEach(() => server.remove());

  /** Has others come by the link earlier, the first of them first. */
  async function crowd(size: number): Promise<void> {
    const { store } = server.people;
    const links = [wayOf(store.links.get(keyOf(link.token))!)];
    const plain = { personId: null, name: "Crowd", hue: 1, links };
    await store.write(() => {
      for (let n = 0; n < size; n++)
        store.visits.put(`v${n}`, { ...plain, id: `g${n}`, createdAt: server.clock.now + n });
    });
    server.clock.now += size;
  }
  async function enter(browser: Browser, more: object = {}): Promise<void> {
    const said = { token: link.token, name: "Gus", ...more };
    expect((await browser.post("/api/links/enter", said)).status).toBe(200);
  }
  const opens = async (browser: Browser) => (await browser.get(`/api/documents/${id}`)).status === 200;
  const visits = () => Array.from(server.people.store.visits.getRange(), ({ value }) => value);
  const named = () => visits().filter(({ name }) => name !== "").length;

  /** How many visits each write from now on changes. */
  function sizes(): number[] {
    const { store } = server.people;
    const { write } = store;
    const found: number[] = [];
    store.write = (work) =>
      write.call(store, () => {
        const at = found.push(0) - 1;
        const { put, remove } = store.visits;
        store.visits.put = (...given) => {
          found[at]!++;
          put.apply(store.visits, given);
        };
        store.visits.remove = (...given) => {
          found[at]!++;
          remove.apply(store.visits, given);
        };
        try {
          return work();
        } finally {
          Object.assign(store.visits, { put, remove });
        }
      }) as Promise<never>;
    return found;
  }

  it("B225 keeps the newest of them; whoever came first comes by it again, or is out with it where they have it open", async () => {
    const first = server.browser();
    await enter(first);
    const { spoken, closed } = openSocket(first, `/sync/${id}`);
    await spoken;
    await crowd(mostOfLink - 1);
    const [gus, guz] = [server.browser(), server.browser()];
    await enter(gus);
    await enter(guz);
    const { visits: kept } = server.people.store;
    expect(visits().filter(({ links }) => links.length > 0)).toHaveLength(mostOfLink);
    expect([0, 1].map((n) => kept.get(`v${n}`)?.name)).toEqual(["", "Crowd"]);
    expect(await Promise.all([first, gus, guz].map(opens))).toEqual([false, true, true]);
    await ann.browser.delete(`${path}/${link.id}`);
    expect(await closed).toBe(4401);
  });

  it.each<[string, () => Promise<{ status: number }>, object | undefined]>([
    ["it ends", () => ann.browser.delete(`${path}/${link.id}`), undefined],
    [
      "it asks for a password",
      () => ann.browser.patch(`${path}/${link.id}`, { password: "open sesame" }),
      { password: "open sesame" },
    ],
  ])(
    "B226 B53 puts all of them out at once when %s, and no write waits for what is kept of them",
    async (_, end, again) => {
      const gus = server.browser();
      await enter(gus);
      const { spoken, closed } = openSocket(gus, `/sync/${id}`);
      await spoken;
      await crowd(3 * mostPerWrite);
      // Of many the last in the order of what they are found by, too.
      const guz = server.browser();
      await enter(guz);
      const written = sizes();
      expect((await end()).status).toBe(200);
      expect([await opens(gus), await opens(guz)]).toEqual([false, false]);
      expect(await closed).toBe(4401);
      if (again !== undefined) {
        await enter(gus, again);
        expect([await opens(gus), await opens(guz)]).toEqual([true, false]);
      }
      await expect.poll(named).toBe(again === undefined ? 0 : 1);
      expect(Math.max(...written)).toBeLessThanOrEqual(mostPerWrite);
      if (again !== undefined) expect(await opens(gus)).toBe(true);
    },
  );

  it("B226 lets go what is over in as small writes, also what an earlier process had left", async () => {
    await crowd(3 * mostPerWrite);
    await server.people.store.write(() => server.people.store.links.clearSync());
    const written = sizes();
    const { visits: swept } = server.people;
    await swept.sweep();
    expect([named(), Math.max(...written) <= mostPerWrite]).toEqual([0, true]);
  });
});

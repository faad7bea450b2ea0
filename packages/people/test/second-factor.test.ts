import type { Account, SecondFactorOffer, SpareCodes } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { codeAt, fromBase32 } from "../src/sign-in/totp.ts";
import {
  type Member,
  type PeopleServer,
  type PeopleServerOptions,
  password,
  startPeople,
} from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const path = "/api/account/second-factor";
const minuteMs = 60_000;

/** Somebody with a second factor, whose app made the code that switched it on. */
async function withFactor(options: PeopleServerOptions = {}) {
  const server = await startPeople(options);
  undo.push(() => server.remove());
  const ann = await server.member("Ann");
  const offer = await ann.browser.post<SecondFactorOffer>(path, {});
  expect(offer.status).toBe(201);
  const code = (steps = 0) =>
    codeAt(fromBase32(offer.body.secret), Math.floor(server.clock.now / 30_000) + steps);
  const on = await ann.browser.put<SpareCodes>(path, { code: code() });
  expect(on.status).toBe(200);
  return { server, ann, code, spares: on.body.codes };
}

function signIn(server: PeopleServer, { email }: Member, code?: string, typed = password) {
  const body = { email, password: typed, ...(code !== undefined && { code }) };
  return server.browser().post<Account & { code: string }>("/api/session", body);
}

describe("a second factor", () => {
  it("B7 is asked for once a code of it was seen, and not before", async () => {
    const server = await startPeople();
    undo.push(() => server.remove());
    const ann = await server.member("Ann");
    expect(await ann.browser.put(path, { code: "123456" })).toMatchObject({
      status: 401,
      body: { code: "QUIRE_ERR_CODE_WRONG" },
    });
    const { body: offer } = await ann.browser.post<SecondFactorOffer>(path, {});
    expect((await ann.browser.put(path, { code: "000000" })).status).toBe(401);
    expect((await signIn(server, ann)).status).toBe(200);
    const code = codeAt(fromBase32(offer.secret), Math.floor(server.clock.now / 30_000));
    expect((await ann.browser.put<SpareCodes>(path, { code })).body.codes).toHaveLength(10);
    expect(await signIn(server, ann)).toMatchObject({ status: 401, body: { code: "QUIRE_ERR_CODE_NEEDED" } });
    expect(await ann.browser.post(path, {})).toMatchObject({
      status: 409,
      body: { code: "QUIRE_ERR_SECOND_FACTOR_ON" },
    });
    const { entries } = server.people.audit.read({ action: "second-factor" }, { limit: 5 });
    expect(entries.map(({ subject }) => subject)).toEqual(["on"]);
  });

  it("B7 takes each code once, also of a hundred at once, and a wrong password tells nothing of it", async () => {
    const { server, ann, code } = await withFactor();
    // The code that switched it on was used by that.
    expect(await signIn(server, ann, code())).toMatchObject({ body: { code: "QUIRE_ERR_CODE_WRONG" } });
    server.clock.now += 30_000;
    expect((await signIn(server, ann, code(), "a wrong password")).body.code).toBe(
      "QUIRE_ERR_SIGN_IN_FAILED",
    );
    server.clock.now += 20 * minuteMs;
    const before = server.people.sessions.of(ann.id).length;
    const good = code();
    const answers = await Promise.all(Array.from({ length: 100 }, () => signIn(server, ann, good)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(server.people.sessions.of(ann.id)).toHaveLength(before + 1);
  });

  it("threat A16 is dead after five wrong codes, for a quarter of an hour, from whatever address", async () => {
    const { server, ann, code } = await withFactor({ trustProxy: ["127.0.0.1"] });
    server.clock.now += minuteMs;
    const statuses: number[] = [];
    for (let n = 0; n < 200; n++) {
      const browser = server.browser();
      browser.headers["x-forwarded-for"] = `203.0.113.${n}`;
      const guess = String(n).padStart(6, "0");
      statuses.push((await browser.post("/api/session", { email: ann.email, password, code: guess })).status);
    }
    expect(statuses).toEqual([...Array(5).fill(401), ...Array(195).fill(429)]);
    expect((await signIn(server, ann, code())).status).toBe(429);
    server.clock.now += 15 * minuteMs;
    expect((await signIn(server, ann, code())).status).toBe(200);
  });

  it("B7 has spare codes that are good once each, also while the app's are not taken", async () => {
    const { server, ann, spares } = await withFactor();
    for (let n = 0; n < 6; n++) await signIn(server, ann, `00000${n}`);
    expect((await signIn(server, ann, spares[0])).status).toBe(200);
    expect((await signIn(server, ann, spares[0])).body.code).toBe("QUIRE_ERR_CODE_WRONG");
    expect((await signIn(server, ann, spares[1]!.toUpperCase().replaceAll("-", " "))).status).toBe(200);
    const kept = JSON.stringify(server.people.store.people.get(ann.id));
    for (const spare of spares) expect(kept).not.toContain(spare.replaceAll("-", ""));
  });

  it("B7 goes by the password only, and then is asked for no longer", async () => {
    const { server, ann } = await withFactor();
    expect((await ann.browser.delete(path, {})).status).toBe(403);
    expect((await ann.browser.delete(path, { password: "a wrong password" })).status).toBe(403);
    expect((await ann.browser.delete(path, { password })).status).toBe(204);
    expect(await signIn(server, ann)).toMatchObject({ status: 200, body: { hasSecondFactor: false } });
  });
  it("B7 is begun by who signed in a moment ago, or says the password", async () => {
    const server = await startPeople();
    undo.push(() => server.remove());
    const ann = await server.member("Ann");
    server.clock.now += 10 * minuteMs;
    expect(await ann.browser.post(path, {})).toMatchObject({
      status: 403,
      body: { code: "QUIRE_ERR_CONFIRM_NEEDED" },
    });
    expect((await ann.browser.post(path, { password: "a wrong password" })).status).toBe(403);
    expect((await ann.browser.post(path, { password })).status).toBe(201);
  });
});

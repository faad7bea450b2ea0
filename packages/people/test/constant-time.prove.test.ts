import { randomBytes, randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differenceOf, differsFrom } from "../../../trouble/welch.ts";
import { Challenges } from "../src/passkeys/challenges.ts";
import { newSecret } from "../src/secrets.ts";
import { codeAt, stepOf } from "../src/sign-in/totp.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";

const url = "https://docs.example.org";
const wrong = "a wrong password of some length";

let server: PeopleServer;
let ann: Member;
beforeAll(async () => {
  server = await startPeople({ url });
  ann = await server.member("Ann");
});
afterAll(() => server.remove());

/** A secret that only the last byte tells from the one given, or another one whole. To make either takes the same work. */
function secretBeside(secret: string, isNear: boolean): string {
  const [near, far] = [Buffer.from(secret, "base64url"), randomBytes(32)];
  near[31]! ^= 1 + randomInt(255);
  return (isNear ? near : far).toString("base64url");
}

/** Fails where the two kinds of work take another time. */
async function takeTheSame(what: string, prepare: (isOne: boolean) => () => unknown): Promise<void> {
  expect(Math.abs(await differenceOf(what, prepare))).toBeLessThan(differsFrom);
}

describe("threat A18 as far as time tells, nobody knows", () => {
  it("whether an address has an account: signing in, with the cheapest hash", async () => {
    const { app, people } = server;
    // As many as somebody can have, none of them from here.
    await people.store.write(() => {
      for (let n = 0; n < 99; n++) people.sessions.begin(ann.id, { address: "192.0.2.1", agent: "" });
      people.sessions.end(ann.id, ({ address }) => address !== "192.0.2.1");
    });
    const { accounts, addresses, signIns } = people.limits;
    const headers = { host: new URL(url).host, origin: url };
    await takeTheSame("signing in, as somebody and as nobody", (isOne) => {
      const email = isOne ? ann.email : "nan@example.org";
      accounts.forget(email);
      for (const counter of [addresses, signIns]) counter.giveBack("127.0.0.1");
      const payload = { email, password: wrong };
      const before = people.passwords.made;
      return async () => {
        const { statusCode } = await app.inject({ method: "POST", url: "/api/session", headers, payload });
        if (statusCode !== 401 || people.passwords.made !== before + 1)
          throw new Error(`it was ${statusCode}, and no password was looked at`);
      };
    });
  }, 600_000);

  it("whether there is a password", async () => {
    const { passwords, store } = server.people;
    const { password: hash } = store.people.get(ann.id)!;
    await takeTheSame("a password of somebody and of nobody", (isOne) => {
      return () => passwords.matches(wrong, isOne ? hash : undefined, "127.0.0.1");
    });
  }, 600_000);

  it("how much of a secret is right: sessions, links and tokens", async () => {
    const { sessions, links, apiTokens } = server.people;
    const session = ann.browser.cookies.get("__Host-quire-session")!;
    await takeTheSame("a session that is nearly right, and one that is not", (isOne) => {
      const secret = secretBeside(session, isOne);
      return () => [sessions.find(secret), links.find(secret), apiTokens.find(`quire_${secret}`)];
    });
  }, 600_000);

  it("how much of a code is right", async () => {
    const secret = randomBytes(20);
    const now = server.clock.now;
    const right = codeAt(secret, Math.floor(now / 30_000));
    await takeTheSame("a code that is nearly right, and one that is not", (isOne) => {
      const digits = isOne ? Number(right) : randomInt(0, 1_000_000);
      const code = String(digits - (digits % 10) + ((Number(right) + 1 + randomInt(0, 9)) % 10)).padStart(
        6,
        "0",
      );
      return () => stepOf(secret, code, now, 0);
    });
  }, 600_000);

  it("how much of a challenge's signature is right", async () => {
    const challenges = new Challenges(() => server.clock.now);
    const browser = newSecret();
    const good = challenges.make(browser, "sign-in");
    await takeTheSame("a signature that is nearly right, and one that is not", (isOne) => {
      const bytes = Buffer.from(good);
      const at = isOne ? bytes.length - 1 : bytes.length - 32;
      bytes[at] = bytes[at]! ^ 1;
      const said = bytes.toString("base64url");
      return () => challenges.take(said, browser, "sign-in");
    });
  }, 600_000);
});

import type { SignInState } from "@quire/protocol";
import { afterEach, expect, it } from "vitest";
import { Passwords } from "../src/sign-in/passwords.ts";
import { type PeopleServer, password, startPeople } from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const usual = { memory: 64, passes: 2, parallelism: 1 };
const isUsual = /^\$argon2id\$v=19\$m=64,t=2,p=1\$/;

/** A server, and somebody whose password was hashed by what was usual once. */
async function start(cost: typeof usual) {
  const server = await startPeople({ passwordCost: usual });
  undo.push(() => server.remove());
  const { id, email, browser } = await server.owner();
  const { store } = server.people;
  const hash = await new Passwords(cost).hash(password, "somebody");
  await store.write(() => void store.people.put(id, { ...store.people.get(id)!, password: hash }));
  const kept = () => server.people.store.people.get(id)!.password!;
  return { server, email, browser, hash, kept };
}

function signIn(server: PeopleServer, email: string, typed = password) {
  return server.browser().post("/api/session", { email, password: typed });
}

it("B126 a password is kept by argon2id with 19 MiB, two passes and one lane", async () => {
  const passwords = new Passwords();
  const hash = await passwords.hash(password, "somebody");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect([
    await passwords.matches(password, hash, "k"),
    await passwords.matches("another", hash, "k"),
  ]).toEqual([true, false]);
  expect(passwords.isWeak(hash)).toBe(false);
});

it.each([
  { ...usual, memory: 63 },
  { ...usual, passes: 1 },
])("B126 one kept by less is hashed anew when its person signs in, and by nobody else (%o)", async (cost) => {
  const { server, email, browser, hash, kept } = await start(cost);
  expect((await signIn(server, email, "a wrong password")).status).toBe(401);
  expect(kept()).toBe(hash);
  expect((await signIn(server, email)).status).toBe(200);
  await expect.poll(kept).toMatch(isUsual);
  const anew = kept();
  expect((await signIn(server, email)).status).toBe(200);
  expect(kept()).toBe(anew);
  // It is no new password: who is signed in elsewhere stays.
  expect((await browser.get<SignInState>("/api/session")).body.account?.email).toBe(email);
});

it("B126 one kept by as much or more stays as it is", async () => {
  const { server, email, hash, kept } = await start({ ...usual, memory: 128, passes: 3 });
  expect((await signIn(server, email)).status).toBe(200);
  await server.restart();
  expect(kept()).toBe(hash);
});

it("B126 a way in is made though the password is hashed anew meanwhile, and none by who is signed out by a new one", async () => {
  const { server, email, kept } = await start({ ...usual, passes: 1 });
  const browser = server.browser();
  // The hash is made anew only when somebody waits for it.
  const { store, passwords } = server.people;
  const hash = passwords.hash.bind(passwords);
  const anew = Promise.withResolvers<void>();
  passwords.hash = async (...said) => {
    await anew.promise;
    return await hash(...said);
  };
  expect((await browser.post("/api/session", { email, password })).status).toBe(200);
  const makeToken = () => browser.post("/api/account/tokens", { name: "A program", scope: "read", password });
  /** Runs between the look at who asks and the write of what they make. */
  const meanwhile = (happens: () => Promise<unknown>) => {
    const write = store.write.bind(store);
    store.write = async (work) => {
      store.write = write;
      await happens();
      return await write(work);
    };
  };
  meanwhile(async () => {
    anew.resolve();
    await expect.poll(kept).toMatch(isUsual);
  });
  expect((await makeToken()).status).toBe(201);
  passwords.hash = hash;
  const next = "another password of mine";
  meanwhile(() => browser.copy().put("/api/account/password", { current: password, password: next }));
  expect((await makeToken()).status).toBe(401);
});

it("B126 of five browsers that sign in at once, all come in, and a password that is changed meanwhile stands", async () => {
  const { server, email, browser, kept } = await start({ ...usual, passes: 1 });
  // As many tries as an account has before it has to wait.
  const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(server, email)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  await expect.poll(kept).toMatch(isUsual);
  const next = "another password of mine";
  expect((await browser.put("/api/account/password", { current: password, password: next })).status).toBe(
    204,
  );
  expect([(await signIn(server, email)).status, (await signIn(server, email, next)).status]).toEqual([
    401, 200,
  ]);
});

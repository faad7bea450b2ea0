import { type APIRequestContext, expect } from "@playwright/test";
import { test as base, type Person } from "../fixtures.ts";
import type { QuireServer } from "./quire-server.ts";

export { expect };

type Standing = "owner" | "member";

/** What the server says of an account. */
export interface Account {
  readonly person: { readonly id: string; readonly name: string; readonly hue: number };
  readonly email: string;
  readonly standing: Standing;
}

/** Somebody with an account, signed in in a browser of their own. */
export interface Member extends Person {
  readonly account: Account;
  readonly password: string;
}

interface NewDocument {
  readonly parentId?: string;
  readonly title?: string;
  readonly markdown?: string;
}

interface AccountFixtures {
  /** A browser of the server's first owner. All that are asked for share one session: signing out of one signs out of all. */
  owner: () => Promise<Member>;
  /** Brings somebody new who was invited and has come, under that name, in a browser of their own. */
  member: (name: string, standing?: Standing) => Promise<Member>;
  /** The same, in the browser of a person who is there already. */
  enrol: <Somebody extends Person>(
    person: Somebody,
    name: string,
    standing?: Standing,
  ) => Promise<Somebody & Member>;
  /** Has somebody make a document, which they own. Answers with its id. */
  documentOf: (member: Pick<Person, "context">, document?: NewDocument) => Promise<string>;
}

/** What everybody here types as their password. */
export const password = "a long enough password";

/** The first owners of servers that tests share, by their cookies. */
const firstOwners = new WeakMap<QuireServer, Promise<FirstOwner>>();
let people = 0;

interface FirstOwner {
  readonly account: Account;
  readonly cookies: Awaited<ReturnType<Person["context"]["cookies"]>>;
}

/** The same tests, of a server where people sign in. `person()` brings somebody who is nobody there. */
export const test = base.extend<AccountFixtures>({
  serverEnv: [{ QUIRE_ACCESS: "accounts" }, { scope: "worker" }],

  faults: async ({ faults }, use) => {
    // A page that finds nobody signed in leads to where one signs in; the browser prints why.
    faults.allow(/Failed to load resource: the server responded with a status of 401/);
    await use(faults);
  },

  owner: async ({ bring, server }, use) => {
    await use(async () => {
      const person = await bring();
      let first = firstOwners.get(server);
      if (first === undefined) {
        first = makeFirstOwner(person, server);
        firstOwners.set(server, first);
      }
      const { account, cookies } = await first;
      await person.context.addCookies(cookies);
      return { ...person, account, password };
    });
  },

  enrol: async ({ owner, server }, use) => {
    let host: Member | undefined;
    await use(async (person, name, standing = "member") => {
      host ??= await owner();
      const email = addressOf(name);
      const { url } = await invite(host.context.request, server.url, { standing, email });
      const account = await accept(person.context.request, server.url, secretOf(url), { name, email });
      return { ...person, account, password };
    });
  },

  member: async ({ bring, enrol }, use) =>
    use(async (name, standing) => enrol(await bring(), name, standing)),

  documentOf: async ({ server }, use) => {
    await use(async (member, document = {}) => {
      const made = await post<{ id: string }>(
        member.context.request,
        `${server.url}/api/documents`,
        document,
        server.url,
      );
      return made.id;
    });
  },
});

async function makeFirstOwner({ context }: Person, server: QuireServer): Promise<FirstOwner> {
  const name = "Olga Owner";
  const secret = await firstSecret(server);
  const account = await accept(context.request, server.url, secret, { name, email: addressOf(name) });
  return { account, cookies: await context.cookies() };
}

/** The secret of the link that a server prints where nobody has an account yet; the last one of all its starts. */
export async function firstSecret(server: QuireServer): Promise<string> {
  const links = () => server.output.match(/\/join#[\w-]{43}/g) ?? [];
  await expect.poll(() => links().length, { intervals: [25] }).toBeGreaterThan(0);
  return secretOf(links().at(-1) ?? "");
}

/** Asks an owner's server for a link that lets somebody in. */
async function invite(
  request: APIRequestContext,
  url: string,
  somebody: { readonly standing: Standing; readonly email: string },
): Promise<{ readonly id: string; readonly url: string }> {
  return post(request, `${url}/api/invitations`, somebody, url);
}

/** One that nobody else has. */
function addressOf(name: string): string {
  return `${name.toLowerCase().replace(/\W+/g, ".")}.${++people}@example.org`;
}

/** Comes in by an invitation: whose browser the request is of is signed in. */
async function accept(
  request: APIRequestContext,
  url: string,
  secret: string,
  who: { readonly name: string; readonly email: string },
): Promise<Account> {
  return post(request, `${url}/api/invitations/accept`, { secret, password, ...who }, url);
}

function secretOf(link: string): string {
  return link.slice(link.indexOf("#") + 1);
}

async function post<Answer>(
  request: APIRequestContext,
  address: string,
  data: object,
  origin: string,
): Promise<Answer> {
  const response = await request.post(address, { data, headers: { origin } });
  expect(response.ok(), `${address}: ${await response.text()}`).toBe(true);
  return response.json();
}

import type { Answer, Browser } from "./browser.ts";

/** The address of the servers of these tests, as people know it: providers send them back there. */
export const quireUrl = "https://docs.example.org";

/** Goes to a page as by a link on another site: without an Origin. */
export function visit(browser: Browser, path: string): Promise<Answer> {
  return browser.get(path, { headers: { origin: null } });
}

/** Sets out to sign in; answers with the address at the provider. */
export async function setOut(browser: Browser, id = "idp", query = ""): Promise<URL> {
  const answer = await visit(browser, `/api/session/providers/${id}${query}`);
  const to = answer.headers.get("location");
  if (answer.status !== 303 || to === null) throw new Error(`nobody was sent on: ${answer.status}`);
  return new URL(to, quireUrl);
}

/** Comes back to the address that the provider sent the browser to; answers with the page that it ends at. */
export async function comeBack(browser: Browser, back: URL): Promise<string> {
  const answer = await visit(browser, back.pathname + back.search);
  return answer.headers.get("location") ?? `${answer.status} ${JSON.stringify(answer.body)}`;
}

/**
 * Signs in at oidc-provider's own pages, by hand: follows where it sends, and fills in its forms. Without a login, says no
 * there. Answers with the way back.
 */
export async function signInThere(at: URL, login: string | undefined): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = at;
  let form: Record<string, string> | undefined;
  for (let step = 0; step < 12; step++) {
    const answer = await fetch(next, {
      method: form === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const page = await answer.text();
    const to = answer.headers.get("location");
    form = undefined;
    if (to !== null) {
      next = new URL(to, next);
      if (next.origin === quireUrl) return next;
    } else {
      const [, action, prompt] = /action="([^"]+)".*name="prompt" value="(login|consent)"/s.exec(page) ?? [];
      const [, no] = /href="([^"]+\/abort)"/.exec(page) ?? [];
      if (action === undefined || prompt === undefined || no === undefined)
        throw new Error(`a page without a form: ${page}`);
      next = new URL(login === undefined ? no : action, next);
      if (login !== undefined)
        form = prompt === "login" ? { prompt, login, password: "anything" } : { prompt };
    }
  }
  throw new Error("the provider sends in circles");
}

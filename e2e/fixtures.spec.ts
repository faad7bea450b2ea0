import { writeFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";
import { pasteClip } from "./support/paste-clip.ts";
import { secretsIn } from "./support/settings-secrets.ts";

interface Policies {
  createPolicy<Rules>(name: string, rules: Rules): Rules;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

test.describe("a test fails, whatever it is about, when a page", () => {
  test("throws an error", async ({ person, server, faults }) => {
    const { page } = await person();
    await page.goto(server.url);
    await page.evaluate(() => {
      queueMicrotask(() => {
        throw new Error("thrown on purpose");
      });
    });
    await expect.poll(() => faults.found).toEqual([expect.stringContaining("thrown on purpose")]);
    faults.allow(/thrown on purpose/);
  });

  test("prints an error", async ({ person, server, faults }) => {
    const { page } = await person();
    await page.goto(server.url);
    await page.evaluate(() => console.error("printed on purpose"));
    await expect.poll(() => faults.found).toEqual([expect.stringContaining("printed on purpose")]);
    faults.allow(/printed on purpose/);
  });

  test("does what its content policy forbids", async ({ person, server, faults }) => {
    const { page } = await person();
    await page.goto(server.url);
    await page.evaluate(() => document.body.setAttribute("style", "color: red"));
    await expect.poll(() => faults.found).toContainEqual(expect.stringMatching(/content security policy/i));
    faults.allow(/content security policy/i);
  });

  test("asks another origin for something", async ({ person, server, faults }) => {
    const { page } = await person();
    await page.goto(server.url);
    const elsewhere = server.url.replace("127.0.0.1", "localhost");
    await page.evaluate((url) => {
      const image = new Image();
      image.src = url;
      document.body.append(image);
    }, elsewhere);
    await expect.poll(() => faults.found).toContain(`request to another origin: ${elsewhere}/`);
    faults.allow(/another origin|content security policy/i);
  });
});

test.describe("the content policy's reports are a test's faults, too, when they come from", () => {
  const breach = () => document.body.setAttribute("style", "color: red");
  const breachOfWorkers = () => fetch("http://elsewhere.invalid").catch(String);
  const breachFound = /Content Security Policy: connect-src http:\/\/elsewhere\.invalid/;

  test("a context that the test opens by itself", async ({ browser, server, faults }) => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.evaluate(breach);
    await expect.poll(() => faults.found).toContainEqual(expect.stringMatching(/content security policy/i));
    faults.allow(/content security policy/i);
    await page.close();
  });

  test("a window that a page opens", async ({ person, server, faults }) => {
    const { page } = await person();
    await page.goto(server.url);
    const opened = page.waitForEvent("popup");
    await page.evaluate(() => void open("/sign-in"));
    await (await opened).evaluate(breach);
    await expect.poll(() => faults.found).toContainEqual(expect.stringMatching(/content security policy/i));
    faults.allow(/content security policy/i);
  });

  test("a worker", async ({ person, server, faults }) => {
    const { page } = await person();
    // Where nothing of ours runs: a name of the policy's is given once.
    const script = `${server.url}/service-worker.js`;
    await page.goto(script);
    const begun = page.waitForEvent("worker");
    await page.evaluate((url) => {
      const { trustedTypes } = globalThis as unknown as { trustedTypes: Policies };
      const rules = { createScriptURL: (address: string) => address };
      return void new Worker(trustedTypes.createPolicy("QuireWorker", rules).createScriptURL(url));
    }, script);
    await (await begun).evaluate(breachOfWorkers);
    await expect.poll(() => faults.found).toEqual([expect.stringMatching(breachFound)]);
    faults.allow(breachFound);
  });

  test.describe("a service worker", () => {
    test.use({ serviceWorkers: "allow" });

    test("that pages are opened by", async ({ person, server, faults }) => {
      const { page, context } = await person();
      const begun = context.waitForEvent("serviceworker");
      await page.goto(server.url);
      await (await begun).evaluate(breachOfWorkers);
      await expect.poll(() => faults.found).toEqual([expect.stringMatching(breachFound)]);
      faults.allow(breachFound);
    });
  });

  test("a browser on a profile of its own", async ({
    playwright,
    launchOptions,
    server,
    faults,
  }, testInfo) => {
    const context = await playwright.chromium.launchPersistentContext(
      testInfo.outputPath("profile"),
      launchOptions,
    );
    const page = await context.newPage();
    await page.goto(server.url);
    await page.evaluate(breach);
    await expect.poll(() => faults.found).toContainEqual(expect.stringMatching(/content security policy/i));
    faults.allow(/content security policy/i);
    await context.close();
  });
});

test("B130 threat A9 all that people type, send and are told is looked for in what the server says", async ({
  canaries,
  person,
  request,
  server,
  newDocument,
  faults,
}) => {
  faults.allow(/status of 4(04|15)/);
  const hostToken = `${encoded({ alg: "HS256" })}.${encoded({ sub: "fixtures" })}.${"s".repeat(43)}`;
  const { id } = await newDocument({
    title: "A title of the fixtures",
    markdown: "Words of the fixtures\n\nand more",
  });
  const ada = await person("Ada of the fixtures");
  await ada.open(id);
  await ada.page.keyboard.type("typed by the fixtures");
  await ada.page.keyboard.insertText("inserted by the fixtures");
  await ada.goTo("end");
  await ada.page.keyboard.press("Enter");
  await pasteClip(ada.page, { html: "", text: "pasted by the fixtures" });
  await ada.title.fill("A title that was filled in");
  await ada.page.evaluate(
    (body) =>
      fetch("/api/nothing", { method: "POST", headers: { "content-type": "application/json" }, body }),
    JSON.stringify({ email: "fixtures@example.org", password: "the fixtures' password" }),
  );
  await ada.page.evaluate(
    ([document, token]) =>
      new Promise((resolve) => {
        void fetch(`/api/documents/${document}/files?name=the-file-of-the-fixtures.png`, { method: "POST" });
        const socket = new WebSocket(`/sync/${document}`);
        socket.onopen = () => socket.send(`quire.token.${token}`);
        socket.onclose = resolve;
      }),
    [id, hostToken],
  );
  await request.get(`${server.url}/api/me`, {
    headers: { authorization: "Bearer the.token.of.the.fixtures" },
  });
  const [cookie] = await ada.context.cookies();
  await ada.context.close();
  for (const [what, said] of [
    ["a title", "A title of the fixtures"],
    ["text", "Words of the fixtures"],
    ["a name", "Ada of the fixtures"],
    ["text", "typed by the fixtures"],
    ["text", "inserted by the fixtures"],
    ["text", "pasted by the fixtures"],
    ["text", "A title that was filled in"],
    ["a name", "the-file-of-the-fixtures.png"],
    ["a secret", hostToken.split(".")[1]],
    ["a secret", hostToken.split(".")[2]],
    ["an e-mail address", "fixtures@example.org"],
    ["a password", "the fixtures' password"],
    ["a secret", "the.token.of.the.fixtures"],
    ["a cookie", cookie?.value],
  ]) {
    const line = `{"level":50,"msg":${JSON.stringify(`before ${said} after`)}}`;
    expect(await canaries.leaksIn(`one line\n${line}\nanother`), said).toEqual([`${what} in: ${line}`]);
  }
  expect(await canaries.leaksIn("one line\nanother")).toEqual([]);
  for (const secret of ["the.token.of.the.fixtures", cookie?.value ?? ""]) {
    canaries.keepAddress(`${server.url}/api/me?token=${secret}`);
    expect(await canaries.leaksInAddresses()).toHaveLength(1);
    canaries.keepAddress(`${server.url}/api/me`, `${server.url}/d/${secret}`);
    expect(await canaries.leaksInAddresses()).toHaveLength(1);
  }
});

test("B130 threat A9 short secrets are looked for where they stand alone", async ({
  canaries,
  request,
  server,
}) => {
  for (const data of [{ code: "482913" }, { password: "a word" }])
    await request.post(`${server.url}/api/nothing`, { data, headers: { origin: server.url } });
  for (const [what, said] of [
    ["a secret", "482913"],
    ["a password", "a word"],
  ]) {
    for (const line of [`before ${said} after`, `{"msg":"${said}"}`, `${said}.`, `told=${said}`])
      expect(await canaries.leaksIn(`another\n1${said}\n${line}`), line).toEqual([`${what} in: ${line}`]);
    for (const line of [`17.${said}3`, `1${said}`, `${said}s`, `0.${said}`, `${said}.5`, `${said}-${said}`])
      expect(await canaries.leaksIn(line), line).toEqual([]);
  }
});

test("B130 threat A9 what signing in elsewhere hangs on stands in its own addresses and nowhere else", async ({
  canaries,
  server,
}) => {
  const words = { state: "the-state-of-it", nonce: "the-nonce-of-it", code_challenge: "the-challenge-of-it" };
  canaries.keepAddress(`http://127.0.0.1/authorize?client_id=quire&${new URLSearchParams(words)}`);
  canaries.keepAddress(
    `${server.url}/api/session/providers/idp/callback?code=the-code-of-it&state=the-state-of-it&iss=x`,
  );
  expect(await canaries.leaksInAddresses()).toEqual([]);
  for (const word of [...Object.values(words), "the-code-of-it"]) {
    expect(await canaries.leaksIn(`asked for /callback?code=${word}`)).toHaveLength(1);
    canaries.keepAddress(`${server.url}/sign-in?problem=${word}`);
    expect(await canaries.leaksInAddresses()).toHaveLength(1);
    canaries.keepAddress(
      `${server.url}/api/me`,
      `${server.url}/api/session/providers/idp/callback?x=${word}`,
    );
    expect(await canaries.leaksInAddresses()).toHaveLength(1);
  }
});

test("B130 threat A9 keys that the server draws, and secrets by their form, are found though no page had them", async ({
  canaries,
  newDocument,
  server,
}) => {
  const { id } = await newDocument();
  // By nothing that is heard.
  const opened = await fetch(`${server.url}/api/lines`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ document: id }),
  });
  const { line: key } = (await opened.json()) as { line: string };
  const line = `{"err":"no seal by ${key}"}`;
  await expect.poll(() => canaries.leaksIn(line)).toEqual([`a key of the server in: ${line}`]);
  for (const encoding of ["hex", "base64"] as const)
    expect(await canaries.leaksIn(`key: ${Buffer.from(key, "base64url").toString(encoding)}`)).toHaveLength(
      1,
    );
  const hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$dGFndGFndGFn";
  expect(await canaries.leaksIn(hash)).toEqual([`a password in: ${hash}`]);
  const token = `${encoded({ alg: "RS256" })}.${encoded({ sub: "nobody knows" })}.${"n".repeat(86)}`;
  expect(await canaries.leaksIn(`by ${token}`)).toEqual([`a secret in: by ${token}`]);
});

test("B130 threat A9 the secrets that settings name are looked for", async ({ canaries }, testInfo) => {
  const file = testInfo.outputPath("providers.json");
  await writeFile(file, JSON.stringify([{ id: "idp", clientSecret: "of the client" }, { id: "public" }]));
  const secretFile = testInfo.outputPath("secret");
  await writeFile(secretFile, "of the application\n");
  const env = {
    QUIRE_METRICS_TOKEN: "of-prometheus-itself",
    QUIRE_SMTP_URL: "smtp://quire:of%20the%20mail@127.0.0.1:587",
    QUIRE_OIDC_FILE: file,
    QUIRE_TOKEN_SECRET_FILE: secretFile,
  };
  expect(secretsIn(env)).toEqual([
    "of-prometheus-itself",
    "of the mail",
    "of the application",
    "of the client",
  ]);
  for (const secret of secretsIn(env)) {
    canaries.keep("a secret", secret);
    expect(await canaries.leaksIn(`could not sign in with ${secret}`)).toHaveLength(1);
  }
  expect(secretsIn({})).toEqual([]);
});

test.describe("a server that a test has to itself", () => {
  test.use({ ownServer: true });

  test("keeps its address and its data over a restart and a kill", async ({
    server,
    newDocument,
    content,
  }) => {
    const { url } = server;
    const { id } = await newDocument({ markdown: "still here" });
    await server.restart();
    expect(await content(id)).toBe("still here");
    await server.kill();
    await server.start();
    expect(await content(id)).toBe("still here");
    expect(server.url).toBe(url);
  });
});

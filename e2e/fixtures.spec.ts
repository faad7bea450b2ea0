import { expect, test } from "./fixtures.ts";

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
    await expect.poll(() => faults.found).toEqual([expect.stringMatching(/content security policy/i)]);
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

  test("a context that the test opens by itself", async ({ browser, server, faults }) => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.evaluate(breach);
    await expect.poll(() => faults.found).toEqual([expect.stringMatching(/content security policy/i)]);
    faults.allow(/content security policy/i);
    await page.close();
  });

  test("a window that a page opens", async ({ person, server, faults }) => {
    const { page } = await person();
    await page.goto(server.url);
    const opened = page.waitForEvent("popup");
    await page.evaluate(() => void open("/sign-in"));
    await (await opened).evaluate(breach);
    await expect.poll(() => faults.found).toEqual([expect.stringMatching(/content security policy/i)]);
    faults.allow(/content security policy/i);
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
    await expect.poll(() => faults.found).toEqual([expect.stringMatching(/content security policy/i)]);
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
  faults.allow(/status of 404/);
  const { id } = await newDocument({
    title: "A title of the fixtures",
    markdown: "Words of the fixtures\n\nand more",
  });
  const ada = await person("Ada of the fixtures");
  await ada.open(id);
  await ada.page.keyboard.type("typed by the fixtures");
  await ada.page.keyboard.insertText("inserted by the fixtures");
  await ada.title.fill("A title that was filled in");
  await ada.page.evaluate(
    (body) =>
      fetch("/api/nothing", { method: "POST", headers: { "content-type": "application/json" }, body }),
    JSON.stringify({ email: "fixtures@example.org", password: "the fixtures' password" }),
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
    ["text", "A title that was filled in"],
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

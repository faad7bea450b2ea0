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

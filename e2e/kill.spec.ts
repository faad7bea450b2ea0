import { expect, type Tab, test } from "./fixtures.ts";

const rounds = process.env.QUIRE_PROVE === "1" ? 200 : 20;

test.use({ ownServer: true });

test(`SV-2 nothing is lost when the server is killed right after the page said Saved, ${rounds} times of ${rounds}`, async ({
  person,
  newDocument,
  server,
  content,
}, testInfo) => {
  testInfo.setTimeout(60_000 + rounds * 10_000);
  const { id } = await newDocument({ title: "Killed", markdown: "0" });
  let text = "0";
  let whole = 0;
  for (let round = 1; round <= rounds; round++) {
    // Each comes with a fresh browser: what they see is what the server has.
    const someone = await person();
    await someone.open(id);
    await someone.reads(text);
    const word = ` ${round}${"abcdefghij".slice(0, round % 10)}`;
    await someone.goTo("end");
    await someone.page.keyboard.type(word);
    text += word;
    await saysSaved(someone);
    await server.kill();
    await server.start();
    if ((await content(id)) === text) whole++;
    await someone.context.close();
  }
  console.log(`${whole} of ${rounds} whole`);
  const last = await person();
  await last.open(id);
  await last.reads(text);
  expect(whole).toBe(rounds);
});

/** Resolves in the very frame in which the page says so. */
async function saysSaved({ status }: Tab): Promise<void> {
  await status.evaluate(
    (word) =>
      new Promise<void>((resolve) => {
        const look = () => (word.textContent === "Saved" ? resolve() : void requestAnimationFrame(look));
        // Once more after the last key, until when the word may still be that of before.
        requestAnimationFrame(() => requestAnimationFrame(look));
      }),
  );
}

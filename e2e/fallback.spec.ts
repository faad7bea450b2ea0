import { createRandom } from "../trouble/random.ts";
import { expect, type Traveller, test } from "./fixtures.ts";
import { editAtRandom } from "./support/random-edits.ts";
import { agree, shownText } from "./support/shown.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const names = ["Ada", "Ben", "Cleo", "Dora", "Emil"].slice(0, isProof ? 5 : 2);
const editingMs = isProof ? 60_000 : 5_000;
const seed = Number(process.env.QUIRE_SEED ?? 1);

test.use({ ownServer: true });

test.beforeEach(({ faults }) => {
  // A line of before a restart is not there any more.
  faults.allow(/Failed to load resource: the server responded with a status of 404 .*\/api\/lines\//);
});

/** People behind proxies that let no WebSocket through. */
function behindProxy(
  traveller: (name: string) => Promise<Traveller>,
  names: readonly string[],
): Promise<readonly Traveller[]> {
  return Promise.all(
    names.map(async (name) => {
      const someone = await traveller(name);
      someone.network.hasTunnels = false;
      return someone;
    }),
  );
}

test(`SV-7 RT-1 where WebSockets are blocked, ${names.length} people see each other's words as they are typed, and end up equal`, async ({
  traveller,
  newDocument,
  server,
  content,
}) => {
  const { id } = await newDocument({ markdown: "# Over HTTP\n\n- one\n- two\n" });
  const people = await behindProxy(traveller, names);
  const [ada, ben] = people as [Traveller, Traveller];
  await Promise.all(people.map(({ open }) => open(id)));
  await Promise.all(people.map(({ saved }) => saved()));
  await expect.poll(() => polledLines(server.url)).toBe(names.length);

  await ada.goTo("end");
  const delays = await delaysOf(ada, ben, 25);
  console.log(
    `over HTTP a character is seen after ${delays[12]} ms in the middle, ${delays.at(-1)} ms at most`,
  );
  if (isProof) expect(delays[12]).toBeLessThan(300);

  const until = performance.now() + editingMs;
  const edits = await Promise.all(
    people.map((someone, at) => editAtRandom(someone, createRandom(seed + at), until)),
  );
  console.log(
    `over HTTP ${names.length} people edited for ${editingMs / 1_000} s with QUIRE_SEED=${seed}: ${edits.join(" + ")} edits`,
  );
  await Promise.all(people.map(({ saved }) => saved()));
  await agree(people);
  expect(await shownText(ada.editor)).toBe(await content(id));
});

test("SV-7 over HTTP words outlive the server, and the page goes over to WebSocket when it works again", async ({
  traveller,
  newDocument,
  server,
  content,
}) => {
  const { id } = await newDocument();
  const both = await behindProxy(traveller, ["Ada", "Ben"]);
  const [ada, ben] = both as [Traveller, Traveller];
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.editor.focus();
  await ada.page.keyboard.type("before");
  await ada.saved();
  await server.kill();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await ada.page.keyboard.type(" meanwhile");
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await server.start();
  await expect(ada.status).toHaveText("Saved", { timeout: 20_000 });
  expect(await content(id)).toBe("before meanwhile");
  await ben.reads("before meanwhile");
  await expect.poll(() => polledLines(server.url)).toBe(2);

  for (const { network, page } of both) {
    network.hasTunnels = true;
    // What a browser says when the network is another one; by itself the page looks after a minute.
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
  }
  await expect.poll(() => polledLines(server.url)).toBe(0);
  await ada.page.keyboard.type(" after");
  await ada.saved();
  await ben.reads("before meanwhile after");
  expect(await content(id)).toBe("before meanwhile after");
});

/** How many lines the server has over HTTP. */
async function polledLines(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^quire_polled_lines (\d+)$/m.exec(metrics)?.[1]);
}

/** How long it takes in milliseconds until the one sees a character of the other's, sorted. */
async function delaysOf(writer: Traveller, reader: Traveller, times: number): Promise<readonly number[]> {
  await reader.page.evaluate(() => {
    const seen: number[] = [];
    const editor = document.querySelector(".ProseMirror");
    if (editor === null) throw new Error("nobody reads here");
    new MutationObserver(() => {
      const letters = editor.textContent.split("x").length - 1;
      while (seen.length < letters) seen.push(Date.now());
    }).observe(editor, { subtree: true, characterData: true, childList: true });
    Object.assign(window, { seen });
  });
  const delays: number[] = [];
  for (let time = 0; time < times; time++) {
    const typed = await writer.page.evaluate(() => Date.now());
    await writer.page.keyboard.press("x");
    const look = await reader.page.waitForFunction(
      (count) => {
        const { seen } = window as unknown as { seen: number[] };
        return seen.length >= count ? seen[count - 1] : undefined;
      },
      time + 1,
      { polling: 5 },
    );
    delays.push(Number(await look.jsonValue()) - typed);
  }
  return delays.toSorted((one, other) => one - other);
}

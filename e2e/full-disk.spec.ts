import { rmSync } from "node:fs";
import path from "node:path";
import { fillUp } from "../trouble/fill-up.ts";
import { seenBy } from "../trouble/small-disk.ts";
import { expect, type Person, test } from "./fixtures.ts";
import { watchClaims } from "./support/claims.ts";
import { dropFile } from "./support/drop-file.ts";
import { fetched } from "./support/fetched.ts";
import { press } from "./support/keys.ts";
import { drawn } from "./support/person.ts";
import { picture } from "./support/picture.ts";
import { countHere } from "./support/records.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const fullMs = isProof ? 60_000 : 0;
const failing = "The server cannot save now, kept on this device";
/** So much at once that the free pages of the database do not last long. */
const large = "z".repeat(20_000);

// Uploads leave 64 MiB of it to the text.
test.use({ ownServer: true, diskMegabytes: 128 });

test("SV-9 the server's disk is full while three people type: each page says so, none says Saved, and all arrives when there is space, without a reload", async ({
  server,
  person,
  newDocument,
  content,
  faults,
}) => {
  faults.allow(/Failed to load resource: .* status of (404|503|507) .*\/files/);
  const lines = ["Ada:", "Ben:", "Cleo:"];
  const { id } = await newDocument({ markdown: lines.join("\n\n") });
  const typists = await Promise.all(
    lines.map(async (line, above) => Typist.come(await person(), { id, line, above })),
  );
  for (const { person: each } of typists) await fetched(each.page, "clipboard-props", "upload-ways");
  const filler = seenBy(server.pid, path.join(server.dataDir, "filler"));
  fillUp(filler);
  const fullAt = performance.now();
  const told = await Promise.all(typists.map((typist) => typist.writeUntilTold()));
  const toldMs = told.map((at) => Math.round(at - fullAt));
  console.log(`told after ${toldMs.join(", ")} ms of a full disk`);
  if (isProof) expect(Math.max(...toldMs)).toBeLessThan(3_000);

  // A picture that is brought meanwhile is on the device, and in the text.
  const [{ person: ada }] = typists as [Typist];
  const dot = { name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) };
  await dropFile(ada.page, dot, ".ProseMirror");
  await expect(ada.editor.locator("figure img")).toBeVisible();
  expect(await ada.page.evaluate(countHere, "files")).toBe(1);

  const untilMs = performance.now() + fullMs;
  do for (const typist of typists) await typist.write(" while it was full");
  while (performance.now() < untilMs);
  for (const { person: each, said } of typists) {
    await expect(each.status).toHaveText(failing);
    expect(said.slice(said.indexOf(failing))).not.toContain("Saved");
  }

  rmSync(filler);
  for (const { person: each } of typists) await each.saved();
  expect(await ada.page.evaluate(countHere, "files")).toBe(0);
  const text = ["", ...typists.map(({ line }) => line)].join("\n");
  for (const { person: each, isStill } of typists) {
    await each.reads(text);
    await expect(each.editor.locator("figure img")).toHaveJSProperty("naturalWidth", 40);
    expect(await isStill()).toBe(true);
  }
  expect(await content(id)).toBe(text);
});

/** A line of a document, and how many are above it. */
interface Place {
  readonly id: string;
  readonly line: string;
  readonly above: number;
}

/** Somebody who writes at the end of a line of their own. */
class Typist {
  readonly person: Person;
  /** All that the page said of how it stands. */
  readonly said: string[] = [];
  line: string;

  private constructor(person: Person, line: string) {
    this.person = person;
    this.line = line;
  }

  static async come(person: Person, { id, line, above }: Place): Promise<Typist> {
    const typist = new Typist(person, line);
    const { page, open, saved, goTo } = person;
    await watchClaims(page, ({ status }) => typist.said.push(status));
    await open(id);
    await saved();
    await page.evaluate(() => Object.assign(window, { isMarked: true }));
    await goTo("start");
    for (let passed = 0; passed < above; passed++) await press(page, "ArrowDown");
    await press(page, "End");
    return typist;
  }

  async write(words: string): Promise<void> {
    await this.person.page.keyboard.insertText(words);
    this.line += words;
  }

  /** Resolves with when the page had said that the server cannot save. */
  async writeUntilTold(): Promise<number> {
    while (!this.said.includes(failing)) {
      await this.write(` ${large}`);
      await drawn(this.person.page);
    }
    return performance.now();
  }

  /** Whether the page is the one that came. */
  readonly isStill = (): Promise<boolean> => this.person.page.evaluate(() => "isMarked" in window);
}

import type { Browser } from "@playwright/test";
import type { Faults } from "./faults.ts";
import { type Line, lineOf } from "./line.ts";
import { createPerson, type Person, visit } from "./person.ts";
import type { Watch } from "./watch.ts";

/** Somebody at a desk, and the line to their page. */
interface Seated {
  readonly person: Person;
  readonly line: Line;
}

/** Where a desk stands. */
interface Room {
  readonly browser: Browser;
  readonly watch: Watch;
}

type Open = (person: Person, documentId: string) => Promise<void>;

/** Somebody's page that test after test writes in, each in a document of its own: none waits for a page to load. */
export class Desk {
  readonly #browser: Browser;
  readonly #watch: Watch;
  readonly #name: string | undefined;
  #seated: Seated | undefined;

  constructor({ browser, watch }: Room, name?: string) {
    this.#browser = browser;
    this.#watch = watch;
    this.#name = name;
  }

  /** Comes to this document, at first by opening the page. What the page does wrong from now on is this test's. */
  async sitDown(
    documentId: string,
    { url, faults, open }: { readonly url: string; readonly faults: Faults; readonly open: Open },
  ): Promise<Seated> {
    if (this.#seated?.person.page.isClosed() === true) await this.clear();
    const before = this.#seated;
    const seated = before ?? (await this.#come(url));
    this.#seated = seated;
    this.#watch.give(seated.person.context, faults);
    if (before === undefined) await open(seated.person, documentId);
    else await visit(seated.person, documentId);
    return seated;
  }

  /** Leaves the page for the next test as it was at first, unless this one broke it. */
  async standUp(isFine: boolean): Promise<void> {
    if (this.#seated === undefined) return;
    const { person, line } = this.#seated;
    if (!isFine || person.page.isClosed()) return await this.clear();
    line.release();
    await person.page.mouse.move(0, 0);
    await person.page.setViewportSize({ width: 1280, height: 720 });
    await person.page.emulateMedia({ colorScheme: null, reducedMotion: null });
    await person.context.clearPermissions();
  }

  async clear(): Promise<void> {
    await this.#seated?.person.context.close();
    this.#seated = undefined;
  }

  async #come(url: string): Promise<Seated> {
    const person = await createPerson(await this.#browser.newContext(), url, this.#name);
    return { person, line: await lineOf(person.page) };
  }
}

/** Opens a document and waits for what copies and pastes, which comes when somebody comes to write. */
export async function openToWrite(writer: Person, documentId: string): Promise<void> {
  const clipboard = writer.page.waitForEvent("requestfinished", (request) =>
    request.url().includes("/clipboard-props-"),
  );
  await writer.open(documentId);
  await writer.editor.focus();
  await clipboard;
}

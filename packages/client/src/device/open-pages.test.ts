import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import { noteOpenPage } from "./open-pages.ts";

let indexedDB: IDBFactory;
/** The names of the locks that living pages hold. */
let held: Set<string>;
beforeEach(() => {
  indexedDB = new IDBFactory();
  held = new Set();
});

/** A page that is open, what it says goodbye by, and what its death is. */
async function openPage() {
  const page = new EventTarget();
  const own: string[] = [];
  const request = (name: string, ...rest: unknown[]) => {
    held.add(name);
    own.push(name);
    const work = rest.at(-1) as () => Promise<unknown>;
    return work();
  };
  const query = async () => ({ held: [...held].map((name) => ({ name })) });
  const locks = { request, query } as unknown as LockManager;
  await noteOpenPage({ indexedDB, locks, page });
  const die = () => {
    for (const name of own) held.delete(name);
  };
  return { page, die };
}

/** How often a database was deleted, which begins a new log. */
function newLogs() {
  return vi.spyOn(indexedDB, "deleteDatabase");
}

test("C35 after pages that died together a new log is begun, once", async () => {
  const logs = newLogs();
  const pages = [await openPage(), await openPage()];
  expect(logs).toHaveBeenCalledTimes(0);
  for (const { die } of pages) die();
  await openPage();
  expect(logs).toHaveBeenCalledTimes(1);
  await openPage();
  expect(logs).toHaveBeenCalledTimes(1);
});

test("C35 a page that dies beside a living one is no killed browser", async () => {
  const logs = newLogs();
  const [, dying] = [await openPage(), await openPage()];
  dying.die();
  await openPage();
  expect(logs).toHaveBeenCalledTimes(0);
});

test("C35 a page that says goodbye is gone, and one that is shown again is there", async () => {
  const logs = newLogs();
  const { page, die } = await openPage();
  page.dispatchEvent(new Event("pagehide"));
  die();
  const back = await openPage();
  expect(logs).toHaveBeenCalledTimes(0);
  for (const event of ["pagehide", "pageshow"]) back.page.dispatchEvent(new Event(event));
  back.die();
  await openPage();
  expect(logs).toHaveBeenCalledTimes(1);
});

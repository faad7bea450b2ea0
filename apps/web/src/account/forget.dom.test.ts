import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dropWish, finishForgetting, noteSignedOut, noteWish } from "./forget.ts";
import { staysSignedIn } from "./forget-mark.ts";

/** What the device keeps: whose, and what of it no server has. */
const kept = new Map<string, string[]>();
let isFailing = false;

vi.mock("@quire/client/device", () => ({
  thisDevice: () => ({}),
  unsentNames: async () => kept.get("mara") ?? [],
  clearDevice: async (_: unknown, options: { evenUnsent: boolean | readonly string[]; keeper: string }) => {
    if (isFailing) throw new Error("the database does not open");
    const { evenUnsent, keeper } = options;
    const mayGo = (name: string) =>
      typeof evenUnsent === "boolean" ? evenUnsent : evenUnsent.includes(name);
    const isCleared = (kept.get(keeper) ?? []).every(mayGo);
    if (isCleared) kept.delete(keeper);
    return { isCleared };
  },
}));

beforeEach(() => {
  localStorage.clear();
  kept.clear();
  kept.set("mara", ["words"]).set("ben", []);
  isFailing = false;
});
afterEach(() => localStorage.clear());

const noted = () => Object.keys(localStorage);

test("threat D23 B211 what somebody is to lose goes at the next page, when the server has signed them out and theirs was closed", async () => {
  await noteWish("mara");
  await finishForgetting(undefined);
  expect([...kept.keys()]).toEqual(["ben"]);
  expect(noted()).toEqual([]);
});

test("threat D23 B211 so it does when somebody else has signed in by then, and nothing of theirs goes", async () => {
  await noteWish("mara");
  await finishForgetting("ben");
  expect([...kept.keys()]).toEqual(["ben"]);
});

test("threat D23 B211 all goes of whom the server has said that they are signed out, what came in another tab too", async () => {
  await noteWish("mara");
  noteSignedOut("mara");
  kept.get("mara")?.push("words in another tab");
  await finishForgetting(undefined);
  expect([...kept.keys()]).toEqual(["ben"]);
});

test("B210 nothing goes of who is signed in, whatever was noted, now or at the next sign-out", async () => {
  await noteWish("mara");
  await finishForgetting("mara");
  expect(noted()).toEqual([]);
  noteSignedOut("mara");
  await finishForgetting("mara");
  await finishForgetting(undefined);
  expect(kept.get("mara")).toEqual(["words"]);
});

test("B210 a page that hears from the server who is signed in drops what they had wished, and nobody else's wish", async () => {
  await noteWish("mara");
  staysSignedIn("ben", localStorage);
  staysSignedIn(undefined, localStorage);
  expect(noted()).toHaveLength(1);
  staysSignedIn("mara", localStorage);
  await finishForgetting(undefined);
  expect(kept.get("mara")).toEqual(["words"]);
});

test("B210 who keeps it after all, or could not be signed out, loses nothing", async () => {
  await noteWish("mara");
  dropWish("mara");
  await finishForgetting(undefined);
  expect(kept.get("mara")).toEqual(["words"]);
});

test("B210 nothing goes where something waits that they were not asked about, then or later", async () => {
  await noteWish("mara");
  kept.get("mara")?.push("words since");
  await finishForgetting(undefined);
  expect(kept.get("mara")).toEqual(["words", "words since"]);
  expect(noted()).toEqual([]);
});

test("C38 B210 where nobody could read what waits, nobody has agreed to lose it: all goes only where nothing waits", async () => {
  await noteWish("mara", { isRead: false });
  await finishForgetting(undefined);
  expect(kept.get("mara")).toEqual(["words"]);
  kept.set("mara", []);
  await noteWish("mara", { isRead: false });
  await finishForgetting(undefined);
  expect([...kept.keys()]).toEqual(["ben"]);
});

test("B210 what no page of ours has noted takes nothing away", async () => {
  for (const mark of ["mara", "", '"all"', "{}", "1"]) {
    localStorage.setItem("quire-forget mara", mark);
    await finishForgetting(undefined);
    expect(kept.get("mara"), mark).toEqual(["words"]);
  }
  expect(noted()).toEqual([]);
});

test("threat D23 B211 where the device cannot be cleared the next page tries again, each person's by itself", async () => {
  await noteWish("mara");
  noteSignedOut("ben");
  isFailing = true;
  await finishForgetting(undefined);
  expect(noted()).toHaveLength(2);
  isFailing = false;
  await finishForgetting(undefined);
  expect([...kept.keys()]).toEqual([]);
});

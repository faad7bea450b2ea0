import { expect, test, vi } from "vitest";
import { askPersistence, readStorage, type SiteStorage } from "./persistence.ts";

const storage = (overrides: Partial<SiteStorage>): SiteStorage => ({
  estimate: async () => ({ usage: 10, quota: 100 }),
  persisted: async () => false,
  persist: async () => false,
  ...overrides,
});

test("OF-5 what the browser says of its storage is told as it says it", async () => {
  expect(await readStorage(storage({}))).toEqual({ space: { used: 10, quota: 100 }, isPersistent: false });
  expect(await readStorage(storage({ estimate: async () => ({}) }))).toMatchObject({ space: null });
  expect(await readStorage(undefined)).toEqual({ space: null, isPersistent: false });
  const refused = async () => Promise.reject(new Error("not here"));
  expect(await readStorage(storage({ estimate: refused, persisted: refused }))).toEqual({
    space: null,
    isPersistent: false,
  });
});

test("OF-5 the browser is asked to clear nothing unless it has promised it, and its answer is the answer", async () => {
  const persist = vi.fn(async () => true);
  expect(await askPersistence(storage({ persist }))).toBe(true);
  expect(await askPersistence(storage({ persist, persisted: async () => true }))).toBe(true);
  expect(persist).toHaveBeenCalledTimes(1);
  expect(await askPersistence(storage({}))).toBe(false);
  expect(await askPersistence(storage({ persist: () => Promise.reject(new Error("no")) }))).toBe(false);
  expect(await askPersistence(undefined)).toBe(false);
});

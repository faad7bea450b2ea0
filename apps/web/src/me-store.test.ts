import type { Me } from "@quire/protocol";
import { describe, expect, it, vi } from "vitest";
import { MeStore } from "./me-store.ts";

const wren: Me = { person: { id: "wren", name: "Wren", hue: 3 }, canRename: true };

describe("my own name", () => {
  it("is asked for once", async () => {
    const readMe = vi.fn(async () => wren);
    const store = new MeStore({ readMe, renameMe: vi.fn() });
    expect(store.getSnapshot()).toBeNull();
    await Promise.all([store.load(), store.load()]);
    await store.load();
    expect(store.getSnapshot()).toBe(wren);
    expect(readMe).toHaveBeenCalledTimes(1);
  });

  it("is asked for again after a failure", async () => {
    const readMe = vi
      .fn<() => Promise<Me>>()
      .mockRejectedValueOnce(new Error("down"))
      .mockResolvedValueOnce(wren);
    const store = new MeStore({ readMe, renameMe: vi.fn() });
    await store.load();
    expect(store.getSnapshot()).toBeNull();
    await store.load();
    expect(store.getSnapshot()).toBe(wren);
  });

  it("is the one that the server took, and the old one where it took none", async () => {
    const renamed = { ...wren, person: { ...wren.person, name: "Otter" } };
    const renameMe = vi.fn<(name: string) => Promise<Me>>().mockRejectedValueOnce(new Error("down"));
    const store = new MeStore({
      readMe: async () => wren,
      renameMe: renameMe.mockResolvedValueOnce(renamed),
    });
    await store.load();
    const listener = vi.fn();
    store.subscribe(listener);
    await expect(store.rename("Otter")).rejects.toThrow("down");
    expect(store.getSnapshot()).toBe(wren);
    await store.rename("Otter");
    expect(store.getSnapshot()).toBe(renamed);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("B115 is what another part of the page was told of it, once it is known who I am", async () => {
    const store = new MeStore({ readMe: async () => wren, renameMe: vi.fn() });
    const person = { ...wren.person, picture: "p".repeat(16) };
    store.become(person);
    expect(store.getSnapshot()).toBeNull();
    await store.load();
    store.become(person);
    expect(store.getSnapshot()).toEqual({ person, canRename: true });
  });
});

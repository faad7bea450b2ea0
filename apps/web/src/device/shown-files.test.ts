import { expect, it } from "vitest";
import { ShownFiles } from "./shown-files.ts";

const read = async (url: string) => (await fetch(url)).text();

it("B122 files are shown from a page's memory until they are taken off the device, and their bytes are gone then", async () => {
  const shown = new ShownFiles();
  shown.show("one", new Blob(["first"]));
  shown.show("two", new Blob(["second"]));
  const urls = [shown.urlOf("one") ?? "", shown.urlOf("two") ?? ""];
  shown.show("one", new Blob(["first"]));
  expect(shown.urlOf("one")).toBe(urls[0]);
  expect(await Promise.all(urls.map(read))).toEqual(["first", "second"]);
  shown.clear();
  expect(["one", "two"].map((address) => shown.urlOf(address))).toEqual([undefined, undefined]);
  for (const url of urls) await expect(read(url)).rejects.toThrow();
});

import { expect, test } from "vitest";
import { faultsOf, numberedWord } from "../words.ts";

const [one, two, three] = [1, 2, 3].map((number) => numberedWord(0, 7, number));

test("a text that has each word once, and none that was taken back, has no fault", () => {
  expect(faultsOf(`<p>${one} and</p><p>${two}</p>`, { there: [one!, two!], gone: [three!] })).toEqual([]);
});

test("a word that is missing, one that is there twice, and one that was taken back are faults", () => {
  expect(faultsOf(`${two} ${three} ${two}`, { there: [one!, two!], gone: [three!] })).toEqual([
    `${one} is missing`,
    `${two} is there twice`,
    `${three} was taken back`,
  ]);
});

test("a word that begins like another one is not taken for it", () => {
  expect(faultsOf(numberedWord(0, 7, 11), { there: [one!], gone: [] })).toEqual([`${one} is missing`]);
});

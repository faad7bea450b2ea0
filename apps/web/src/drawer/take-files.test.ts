import type { KeptFile } from "@quire/client";
import { describe, expect, it } from "vitest";
import type { BroughtFile } from "../device/device.ts";
import { fileAddress } from "../device/file-address.ts";
import { bringFiles, takeFiles } from "./take-files.ts";

const [kept, given, gone, others] = ["a", "b", "c", "d"].map((digit) => digit.repeat(64));
const move = { from: "old-document", to: "new-document" };

/** A device that has one of the files, and a server that gives another one. */
function handsWith(keeps: boolean, answers = 201) {
  const brought: BroughtFile[] = [];
  const asked: string[] = [];
  const keptFile = { hash: kept, fileName: "kept.png", bytes: new Blob(["kept"]) } as KeptFile;
  return {
    brought,
    asked,
    device: {
      filesOf: async (id: string) => (id === move.from ? [keptFile] : []),
      keepFile: async (file: BroughtFile) => {
        if (!keeps) return undefined;
        brought.push(file);
        return keptFile;
      },
    },
    fetch: (async (address: string, { method = "GET" }: RequestInit = {}) => {
      asked.push(`${method} ${address}`);
      if (method === "POST") return Response.json({}, { status: answers });
      const headers = { "content-disposition": "attachment; filename=\"x\"; filename*=UTF-8''gi%20ven.png" };
      return address.endsWith(String(given))
        ? new Response("given", { headers })
        : new Response("", { status: 410 });
    }) as typeof fetch,
  };
}

const image = (id: string, hash = "") => `![](${fileAddress(id, hash)})`;

describe("files of words that become a new document", () => {
  it("V5 those that this device or the server still has go along, and the others are counted", async () => {
    const text = [
      image(move.from, kept),
      image(move.from, given),
      image(move.from, gone),
      image("other", others),
    ];
    const hands = handsWith(true);
    const taken = await takeFiles(`${text.join("\n")}\n${text[0]}`, move, hands);
    const after = [
      image(move.to, kept),
      image(move.to, given),
      image(move.from, gone),
      image("other", others),
    ];
    expect(taken.markdown).toBe(`${after.join("\n")}\n${after[0]}`);
    expect(taken.missing).toBe(1);
    expect(await bringFiles(taken.files, hands)).toBe(0);
    const said = hands.brought.map(async ({ documentId, name, bytes }) => [
      documentId,
      name,
      await bytes.text(),
    ]);
    expect(await Promise.all(said)).toEqual([
      [move.to, "kept.png", "kept"],
      [move.to, "gi ven.png", "given"],
    ]);
  });

  it("V5 where the device keeps nothing they are sent at once, and one that is not taken is counted", async () => {
    const hands = handsWith(false);
    const { files } = await takeFiles(image(move.from, kept), move, hands);
    expect(await bringFiles(files, hands)).toBe(0);
    expect(hands.asked).toEqual([`POST /api/documents/${move.to}/files?name=kept.png`]);
    expect(await bringFiles(files, handsWith(false, 413))).toBe(1);
  });
});

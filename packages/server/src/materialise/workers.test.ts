import { afterEach, describe, expect, it } from "vitest";
import { readPacked } from "../../test/packed-document.ts";
import { DocIndex } from "../gate/doc-index.ts";
import { encodeKnowledge } from "../store/snapshot.ts";
import { Workers } from "./workers.ts";

let workers: Workers;
afterEach(() => workers.close());

const slow = `${"[".repeat(40_000)}a${"](b)".repeat(40_000)}`;

describe("Workers", () => {
  it("T3 read a document while somebody's import takes its time, and give that up", async () => {
    workers = new Workers(5_000);
    let isGivenUp = false;
    const importing = workers.create({ markdown: slow }).catch((error: unknown) => {
      isGivenUp = true;
      throw error;
    });
    const refused = expect(importing).rejects.toMatchObject({ code: "QUIRE_ERR_MARKDOWN_TOO_SLOW" });
    expect(await workers.do("summarise", readPacked("River"))).toMatchObject({ title: "River" });
    expect(isGivenUp).toBe(false);
    await refused;
    expect(await workers.create({ markdown: "# Brook" })).toMatchObject({ title: "Brook" });
  }, 90_000);

  it("T3 refuse to judge more at once than 64 MiB, and judge on when there is room", async () => {
    workers = new Workers();
    const knowledge = encodeKnowledge(new DocIndex());
    const judge = (bytes: number) =>
      workers.do("judge", { update: new Uint8Array(bytes), knowledge, isGated: false, bringsAll: false });
    const waiting = Array.from({ length: 16 }, () => judge(4 * 1024 * 1024));
    await expect(judge(1)).rejects.toThrow("wait to be judged");
    for (const { verdict } of await Promise.all(waiting)) expect(verdict.type).toBe("refused");
    expect((await judge(1)).verdict.type).toBe("refused");
  }, 30_000);
});

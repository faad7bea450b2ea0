import { afterEach, describe, expect, it } from "vitest";
import { readPacked } from "../../test/packed-document.ts";
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
  }, 30_000);
});

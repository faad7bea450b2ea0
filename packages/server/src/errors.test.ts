import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorCodes, fail, QuireError } from "./errors.ts";

describe("errors", () => {
  it("stand in docs/self-hosting.md, each of them and no other", () => {
    const docs = readFileSync(new URL("../../../docs/self-hosting.md", import.meta.url), "utf8");
    const documented = new Set(docs.match(/\bQUIRE_ERR_[A-Z_]+[A-Z]\b/g));
    expect([...documented].toSorted()).toEqual(errorCodes.toSorted());
  });

  it("say in docs/self-hosting.md the status that they have", () => {
    const docs = readFileSync(new URL("../../../docs/self-hosting.md", import.meta.url), "utf8");
    for (const code of errorCodes) {
      const { statusCode } = new QuireError(code, "");
      const row = docs.split("\n").find((line) => line.startsWith(`| \`${code}\``));
      expect(row?.split("|")[2]?.trim()).toMatch(new RegExp(`^(${statusCode}|exit 78)$`));
    }
  });

  it("name the thing and the value, with the cause behind them", () => {
    const cause = new Error("EACCES");
    const error = fail("QUIRE_ERR_DATA_DIR_UNUSABLE", { path: "/data", reason: "no permission" }, { cause });
    expect(error).toMatchObject({ code: "QUIRE_ERR_DATA_DIR_UNUSABLE", name: "QuireError", cause });
    expect(error.message).toBe(
      "The data directory /data cannot be used: no permission. Make it writable for this user, or set QUIRE_DATA to another directory.",
    );
  });

  it("J12 say why something goes not below a document in words for people, who are shown them, with no id in them", () => {
    const { message } = fail("QUIRE_ERR_PARENT_NOT_FOUND", {});
    expect(message).toBe(
      "The document that this was to go below is not there, or you may not open it. Choose another place, or none.",
    );
  });

  it("repeat a hostile value on one line and not for long", () => {
    const { message } = fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id: `a\r\n\u001b[31m"${"x".repeat(65_536)}` });
    expect(message).toMatch(/^There is no document "a\\r\\n\\u001b\[31m\\"x{70,76}…"\. /);
    expect(message.length).toBeLessThan(200);
  });
});

import type { SessionStatus } from "@quire/client";
import type { DocumentSummary } from "@quire/protocol";
import { readTitle, schema, writeBlocks, writeTitle } from "@quire/schema";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { tellList } from "./tell-list.ts";

const listed: DocumentSummary = {
  id: "d",
  title: "",
  excerpt: "",
  parentId: null,
  createdAt: 1,
  updatedAt: 1,
  people: [],
};

/** A document that is open beside a list; `end` is when its page is left. */
function open(state: SessionStatus["state"], known: readonly DocumentSummary[]) {
  const ydoc = new Y.Doc();
  const told: DocumentSummary[] = [];
  const status = { state, kept: true, unsent: false, code: 4403, reason: "" } as SessionStatus;
  const session = { id: "d", ydoc, status, isLoaded: true, subscribe: () => () => undefined };
  const library = { known, put: (document: DocumentSummary) => void told.push(document) };
  const end = tellList(session, library, () => readTitle(ydoc));
  return {
    told,
    end,
    write: () => write(ydoc),
    arrive() {
      const theirs = new Y.Doc();
      write(theirs);
      Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(theirs));
    },
  };
}

function write(ydoc: Y.Doc): void {
  writeTitle(ydoc, "Plan");
  writeBlocks(
    ydoc,
    schema.node("doc", null, [schema.node("paragraph", { id: "a" }, schema.text("First words."))]),
  );
}

const found = { id: "d", title: "Plan", excerpt: "First words." };

describe("OF-3 the list as this device knows it", () => {
  test("is told what an open document is called and how it begins, also while there is a line", () => {
    for (const state of ["saved", "saving", "offline"] as const) {
      const page = open(state, [listed]);
      page.write();
      page.end();
      expect(page.told).toMatchObject([{ ...found, createdAt: 1 }]);
      expect(page.told[0]?.updatedAt).toBeGreaterThan(1);
    }
  });

  test("is told what others wrote, and keeps the server's word for when that was", () => {
    const page = open("saved", [listed]);
    page.arrive();
    page.end();
    expect(page.told).toEqual([{ ...listed, ...found }]);
  });

  test("is told nothing that it knows, nor by a document that was only looked at", () => {
    const page = open("saved", [{ ...listed, ...found }]);
    page.arrive();
    page.end();
    expect(page.told).toEqual([]);
  });

  test("has a document that it does not know only where that was written without a line", () => {
    for (const [state, times] of [
      ["saved", 0],
      ["offline", 1],
    ] as const) {
      const page = open(state, []);
      page.write();
      page.end();
      expect(page.told).toHaveLength(times);
    }
  });

  test("is told nothing of a copy that may be older than it", () => {
    for (const known of [[], [{ ...listed, title: "A newer name" }]]) {
      const page = open("offline", known);
      page.arrive();
      page.end();
      expect(page.told).toEqual([]);
    }
  });

  test("is told nothing of what the server has refused", () => {
    const page = open("refused", [listed]);
    page.write();
    page.end();
    expect(page.told).toEqual([]);
  });
});

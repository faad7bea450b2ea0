import type { SessionStatus } from "@quire/client";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Returned, watchReturn } from "./return-watch.ts";

const kept = (unsent: boolean): SessionStatus => ({ state: "offline", kept: true, unsent });

/** A session whose status is set by hand, on a clock set by hand. */
function watched() {
  const ydoc = new Y.Doc();
  const listeners = new Set<() => void>();
  const told: Returned[] = [];
  let time = 0;
  const session = {
    ydoc,
    status: { state: "saved" } as SessionStatus,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const end = watchReturn(
    session,
    (returned) => told.push(returned),
    () => time,
  );
  return {
    told,
    end,
    become(status: SessionStatus, afterMs = 0) {
      time += afterMs;
      session.status = status;
      for (const listener of listeners) listener();
    },
    arrive(text: string) {
      const theirs = new Y.Doc();
      Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ydoc));
      theirs.getText("title").insert(0, text);
      Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(theirs), "server");
    },
    write: () => ydoc.getText("title").insert(0, "mine"),
  };
}

describe("OF-2 a page that is back with the server", () => {
  test("tells once what came, where edits of its own waited, however short it was", () => {
    const page = watched();
    page.become(kept(false));
    page.write();
    page.become(kept(true), 1_000);
    page.become({ state: "saving" }, 1_000);
    page.arrive("theirs");
    page.arrive("and more");
    expect(page.told).toEqual([]);
    page.become({ state: "saved" });
    expect(page.told).toMatchObject([{ arrived: { changes: 1 }, hasOwn: true }]);
    page.become({ state: "saving" });
    page.arrive("later");
    page.become({ state: "saved" });
    expect(page.told).toHaveLength(1);
  });

  test("tells what came after a long time without edits of its own, and says nothing after a short one", () => {
    const page = watched();
    page.become(kept(false));
    page.become({ state: "connecting" }, 9_000);
    page.arrive("theirs");
    page.become({ state: "saved" });
    expect(page.told).toEqual([]);
    page.become(kept(false));
    page.become({ state: "connecting" }, 11_000);
    page.arrive("theirs");
    page.become({ state: "saved" });
    expect(page.told).toMatchObject([{ arrived: { changes: 1 }, hasOwn: false }]);
  });

  test("tells that its own are saved, where nothing came and it took long", () => {
    const page = watched();
    for (const ms of [5_000, 11_000]) {
      page.become(kept(true));
      page.become({ state: "saving" }, ms);
      page.become({ state: "saved" });
    }
    expect(page.told).toEqual([{ arrived: null, hasOwn: true }]);
  });

  test("tells of all its attempts together, and of nothing that another tab wrote meanwhile", () => {
    const page = watched();
    page.become(kept(true));
    page.arrive("another tab's");
    page.become({ state: "connecting" }, 20_000);
    page.become(kept(true));
    page.become({ state: "saving" }, 20_000);
    page.become({ state: "saved" });
    expect(page.told).toEqual([{ arrived: null, hasOwn: true }]);
  });

  test("tells nothing where the server refused it, nor when it is not watched any more", () => {
    const page = watched();
    page.become(kept(true));
    page.become({ state: "refused", code: 4403, reason: "", unsent: true, alone: true, kept: true }, 20_000);
    page.become({ state: "saved" });
    page.become(kept(true));
    page.end();
    page.become({ state: "saved" }, 20_000);
    expect(page.told).toEqual([]);
  });
});

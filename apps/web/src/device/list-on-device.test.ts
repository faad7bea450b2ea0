import { DeviceConnection } from "@quire/client";
import type { DocumentSummary, Role } from "@quire/protocol";
import { expect, test, vi } from "vitest";
import { LibraryStore } from "../library-store.ts";
import { keepListOnDevice } from "./list-on-device.ts";

function listed(role: Role): DocumentSummary {
  return {
    id: "one",
    title: "Plan",
    excerpt: "",
    parentId: null,
    createdAt: 1,
    updatedAt: 2,
    people: [],
    role,
  };
}

test("B220 a list that was read before does not take the place of what the document said since, and one that is read anew does", async () => {
  vi.useFakeTimers();
  let now = listed("edit");
  const library = new LibraryStore(async () => ({ documents: [now], next: null }));
  let said: Role | undefined;
  const roles = {
    noteListed: async (documents: readonly DocumentSummary[]) => {
      for (const { role } of documents) said = role;
    },
  };
  const connection = new DeviceConnection(undefined);
  keepListOnDevice({ connection, roles, library, url: "ws://host/sync", onReached: () => undefined });
  await library.refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toBe("edit");

  // The document says it itself; its page, which hears no list, tells the list of its first words.
  said = "view";
  library.put({ ...listed("edit"), excerpt: "Others write on." });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toBe("view");
  await library.refresh();
  expect(said, "the server says so again").toBe("edit");
  now = listed("own");
  await library.refresh();
  expect(said).toBe("own");
  vi.useRealTimers();
});

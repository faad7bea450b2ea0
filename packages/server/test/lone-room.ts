import type { DocumentId } from "@quire/protocol";
import { Heart } from "../src/sync/heart.ts";
import { Room } from "../src/sync/room.ts";
import { Turns } from "../src/sync/turns.ts";
import { inlineMaterialiser } from "./inline-workshop.ts";
import { MemoryStore } from "./memory-store.ts";

/** A room with nobody in it, whose turns end and whose heart beats when a test says so. */
export interface LoneRoom {
  readonly room: Room;
  readonly store: MemoryStore;
  readonly turns: Turns;
  readonly heart: Heart;
  /** What the server has to blame itself for. */
  readonly errors: unknown[];
  close(): void;
}

export const loneRoomId = "a-document-for-tests" as DocumentId;

/** Opens one, of a document whose content needs this schema. */
export function openLoneRoom({ schema = 0, materialiser = inlineMaterialiser() } = {}): LoneRoom {
  const store = new MemoryStore();
  const errors: unknown[] = [];
  const turns = new Turns((error) => errors.push(error));
  const heart = new Heart(2 ** 30);
  const room = new Room({
    id: loneRoomId,
    store,
    turns,
    listener: { changed() {}, peopleChanged() {}, foldFailed() {} },
    materialiser,
    isGated: true,
    schema,
    now: () => 1,
  });
  const close = (): void => {
    heart.close();
    room.close();
  };
  return { room, store, turns, heart, errors, close };
}

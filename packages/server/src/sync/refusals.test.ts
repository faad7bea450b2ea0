import { CloseCode, type DocumentId, encodeMessage, type Message } from "@quire/protocol";
import { expect, it } from "vitest";
import { inlineMaterialiser } from "../../test/inline-workshop.ts";
import { MemoryStore } from "../../test/memory-store.ts";
import * as raw from "../../test/raw-update.ts";
import { TestMember } from "../../test/test-member.ts";
import { Room } from "./room.ts";
import { Turns } from "./turns.ts";

/** A room in which Mallory sends an update, or answers with it, while Ann reads. */
async function sent(type: "update" | "sync-step-2", update: Uint8Array) {
  const store = new MemoryStore();
  const turns = new Turns((error) => {
    throw error;
  });
  const room = new Room({
    id: "a-document-for-tests" as DocumentId,
    store,
    turns,
    listener: { changed() {}, peopleChanged() {}, foldFailed() {} },
    materialiser: inlineMaterialiser(),
    isGated: true,
    schema: 0,
    now: () => 1,
  });
  const [ann, mallory] = [new TestMember("ann"), new TestMember("mallory")];
  for (const member of [ann, mallory]) room.join(member);
  ann.heard.splice(0);
  const message: Message = { type, update };
  room.receive(mallory, message, encodeMessage(message));
  turns.end();
  await store.opened;
  return {
    heard: ann.heard,
    logged: store.records,
    saved: mallory.savedCounts,
    closed: mallory.closed?.code,
  };
}

const refused = { heard: [], logged: [], saved: [], closed: CloseCode.invalid };
const paragraph = raw.element({ parent: "document" }, "paragraph");
const script = raw.element({ parent: "document" }, "script");
const cut = raw.rawUpdate([{ client: 7, structs: [paragraph] }]).slice(0, -1);

it.for(["update", "sync-step-2"] as const)(
  "G1 what is no update ends its sender with 4422, and is told to nobody, logged nowhere and not saved, as %s",
  async (type) => expect(await sent(type, cut)).toEqual(refused),
);

it.for(["update", "sync-step-2"] as const)(
  "G4 what the schema does not have is refused whole, with all that stands beside it, as %s",
  async (type) => {
    const update = raw.rawUpdate([{ client: 7, structs: [paragraph, script] }]);
    expect(await sent(type, update)).toEqual(refused);
  },
);

import { CloseCode, encodeMessage, type Message } from "@quire/protocol";
import { expect, it } from "vitest";
import { openLoneRoom } from "../../test/lone-room.ts";
import * as raw from "../../test/raw-update.ts";
import { TestMember } from "../../test/test-member.ts";

/** What comes of it that Mallory sends an update, or answers with it, while Ann is in the room. */
async function sent(type: "update" | "sync-step-2", update: Uint8Array) {
  const { room, store, turns, errors, close } = openLoneRoom();
  const [ann, mallory] = [new TestMember("ann"), new TestMember("mallory")];
  for (const member of [ann, mallory]) room.join(member);
  ann.heard.splice(0);
  const message: Message = { type, update };
  room.receive(mallory, message, encodeMessage(message));
  turns.end();
  // What was flushed by now is told.
  await new Promise(setImmediate);
  close();
  const { closed, savedCounts: saved } = mallory;
  return { heard: ann.heard, logged: store.records, saved, closed: closed?.code, errors };
}

const refused = { heard: [], logged: [], saved: [], closed: CloseCode.invalid, errors: [] };
const paragraph = raw.element({ parent: "document" }, "paragraph");
const script = raw.element({ parent: "document" }, "script");

it.for(["update", "sync-step-2"] as const)(
  "G1 what is cut off ends its sender with 4422, and is told to nobody, logged nowhere and not saved, as %s",
  async (type) => {
    const update = raw.rawUpdate([{ client: 7, structs: [paragraph] }]);
    expect(await sent(type, update.subarray(0, -1))).toEqual(refused);
  },
);

it.for(["update", "sync-step-2"] as const)(
  "G4 what the schema does not have is refused with all that stands beside it, as %s",
  async (type) => {
    const update = raw.rawUpdate([{ client: 7, structs: [paragraph, script] }]);
    expect(await sent(type, update)).toEqual(refused);
  },
);

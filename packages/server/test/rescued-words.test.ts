import { applyNamedUpdate, type LostWords, Rescue } from "@quire/binding";
import { encodeMessage, type Message } from "@quire/protocol";
import { fragmentName } from "@quire/schema";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { type LoneRoom, openLoneRoom } from "./lone-room.ts";
import { TestMember } from "./test-member.ts";

/** A page of somebody who comes and goes. What they write while nobody hears them waits. */
class Page {
  readonly ydoc = new Y.Doc();
  readonly #name: string;
  readonly #room: LoneRoom;
  #member: TestMember | undefined;

  constructor(name: string, room: LoneRoom) {
    this.#name = name;
    this.#room = room;
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#say({ type: "update", update });
    });
  }

  get fragment(): Y.XmlFragment {
    return this.ydoc.getXmlFragment(fragmentName);
  }

  /** Comes, says what it has, and hears what it lacks. */
  async come(): Promise<void> {
    const member = new TestMember(this.#name);
    this.#member = member;
    this.#room.room.join(member);
    this.#say({ type: "sync-step-1", stateVector: Y.encodeStateVector(this.ydoc) });
    this.#say({ type: "sync-step-2", update: Y.encodeStateAsUpdate(this.ydoc) });
    await expect.poll(() => member.heard.some(({ type }) => type === "sync-step-2")).toBe(true);
    this.hear();
  }

  /** Reads what was relayed to it. */
  hear(): void {
    for (const message of this.#member?.heard.splice(0) ?? [])
      if (message.type === "update" || message.type === "sync-step-2")
        applyNamedUpdate(this.ydoc, message.update, this);
  }

  leave(): void {
    if (this.#member !== undefined) this.#room.room.leave(this.#member);
    this.#member = undefined;
  }

  #say(message: Message): void {
    if (this.#member === undefined) return;
    this.#room.room.receive(this.#member, message, encodeMessage(message));
    this.#room.turns.end();
  }
}

function paragraph(id: string, text: string): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  element.setAttribute("id", id);
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

/** Has Ann write into a block that Bob has not read again when he does `edit`; she comes back when it is folded. */
async function play(edit: (fragment: Y.XmlFragment) => void, rest = "behind") {
  const given = openLoneRoom();
  const { room } = given;
  const [ann, bob] = [new Page("ann", given), new Page("bob", given)];
  const lost: LostWords[] = [];
  const rescue = new Rescue({ fragment: ann.fragment, onLost: (words) => lost.push(words) });
  await ann.come();
  ann.fragment.insert(0, [paragraph("first-block", "hello"), paragraph("other-block", rest)]);
  await bob.come();
  const text = (ann.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  text.insert(5, " unseen words");
  ann.leave();
  bob.ydoc.transact(() => edit(bob.fragment));
  bob.hear();
  bob.leave();
  expect(room.tidy()).toBe(true);
  await expect.poll(() => room.isAtRest).toBe(true);
  expect(room.packed.log).toEqual([]);
  await ann.come();
  ann.leave();
  rescue.destroy();
  given.close();
  expect(given.errors).toEqual([]);
  return { text: ann.fragment.toString(), lost };
}

describe("words that reached the server before their author's line dropped", () => {
  const move = (fragment: Y.XmlFragment): void => {
    fragment.insert(2, [paragraph("first-block", "hello")]);
    fragment.delete(0, 1);
  };

  it("W10 go back into their block, which somebody moved meanwhile and which was folded", async () => {
    const { text, lost } = await play(move);
    expect(text).toContain("hello unseen words");
    expect(lost).toEqual([]);
  });

  it("W10 go back where a worker read what their author lacks", async () => {
    const { text, lost } = await play(move, "long ".repeat(10_000));
    expect(text).toContain("hello unseen words");
    expect(lost).toEqual([]);
  });

  it("W10 are told as lost where their block was deleted", async () => {
    const { lost } = await play((fragment) => fragment.delete(0, 1));
    expect(lost).toMatchObject([{ text: " unseen words", blockId: "first-block" }]);
  });
});

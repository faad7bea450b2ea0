import type { Role } from "@quire/protocol";
import { afterEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { HocuspocusPeer } from "./hocuspocus-peer.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

it("R6 who wrote here, and is let back in as a reader only, brings nothing of what they wrote meanwhile", async () => {
  let role: Role = "edit";
  const server = await startServer({
    authorize: (request) => {
      const { as = "" } = request.query as { as?: string };
      return { person: { id: as, name: as, hue: 1 }, role: as === "ann" ? role : "own" };
    },
  });
  undo.push(() => server.remove());
  const id = await server.create();
  const join = async (as: string, of?: Peer): Promise<Peer> => {
    const peer = await Peer.join(`${server.syncUrl}/${id}?saved=1&as=${as}`, of?.ydoc);
    undo.push(() => peer.close());
    return peer;
  };
  const [bob, ann] = [await join("bob"), await join("ann")];
  ann.typeTitle("before");
  await ann.allSaved();
  await ann.close();

  role = "view";
  ann.typeTitle(" and after");
  const back = await join("ann", ann);
  // A reader is not asked for what they have; this is sent all the same.
  back.typeTitle("!");
  await back.probe().catch((error: Error) => error);
  expect(back.closed?.code).toBe(4403);
  await bob.probe();
  expect(bob.title).toBe("before");
  expect((await join("cleo")).title).toBe("before");
});

it.for([{ person: { id: "ann", name: "Ann", hue: 1 }, role: "admin" }, { refused: "perhaps" }])(
  "H10 what is neither a role nor a refusal opens no document on any socket: %o",
  async (answer) => {
    let role: Role | undefined = "own";
    const server = await startServer({
      authorize: () =>
        role === undefined ? (answer as never) : { person: { id: "ann", name: "Ann", hue: 1 }, role },
    });
    undo.push(() => server.remove());
    const id = await server.create();
    role = undefined;
    const close = async (path: string): Promise<number> => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`);
      return await new Promise((resolve) => socket.once("close", resolve));
    };
    expect(await close(`/sync/${id}`)).toBe(4403);
    expect(await close("/api/events")).toBe(4403);
    const peer = await HocuspocusPeer.connect(server.port);
    undo.push(async () => peer.socket.terminate());
    peer.token(id);
    await peer.until(() => peer.words(id).length > 0);
    expect(peer.words(id)).toEqual(["denied: you may not open this document"]);
  },
);

import { openSession, type Session } from "@quire/client";
import { afterEach, expect, test } from "vitest";
import { polledClass } from "./polled-class.ts";
import { type Quire, removeData, serve } from "./quire.ts";
import { until, untilState } from "./until.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Numbers from 0 to 1 that come again with the same seed (Mulberry32). */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A network that loses requests on their way, answers on theirs, and lets a proxy say that it has had enough. */
function lossy(random: () => number, counts: Map<string, number>): typeof fetch {
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  return async (...asked) => {
    const dice = random();
    if (dice < 0.08) {
      count("lost");
      throw new TypeError("the request was lost");
    }
    const answer = await fetch(...asked);
    count("answered");
    if (dice > 0.92) {
      count("unheard");
      await answer.body?.cancel();
      if (dice > 0.97) return new Response("the proxy has had enough", { status: 504 });
      throw new TypeError("the answer was lost");
    }
    return answer;
  };
}

function open({ url }: Quire, id: string, request: typeof fetch): Session {
  const session = openSession({ url, id, WebSocket: polledClass(url, request) });
  undo.push(() => session.close());
  return session;
}

test("L2 what three people write while requests and answers are lost is all there, once each", async () => {
  const seed = Number(process.env.QUIRE_SEED ?? 1);
  console.info(`lost requests: seed ${seed}`);
  const rounds = process.env.QUIRE_PROVE === "1" ? 1_000 : 60;
  const server = await serve({ limits: false });
  undo.push(() => removeData(server));
  undo.push(() => server.stop());
  const id = await server.createDocument();
  const random = seeded(seed);
  const counts = new Map<string, number>();
  const sessions = [0, 1, 2].map(() => open(server, id, lossy(random, counts)));
  const text = (session: Session) => session.ydoc.getText("title");
  for (let round = 0; round < rounds; round++) {
    for (const [at, session] of sessions.entries())
      text(session).insert(text(session).length, `${"abc"[at]}${round} `);
    await new Promise(setImmediate);
  }
  await Promise.all(sessions.map((session) => untilState(session, "saved")));
  const isWhole = (session: Session): true | undefined =>
    text(session).toJSON().split(" ").length === 3 * rounds + 1 || undefined;
  for (const session of sessions)
    await until(
      () => isWhole(session),
      (check) => {
        session.ydoc.on("update", check);
        return () => session.ydoc.off("update", check);
      },
    );
  const [first = "", ...others] = sessions.map((session) => text(session).toJSON());
  for (const other of others) expect(other).toBe(first);
  const wanted = "abc"
    .split("")
    .flatMap((who) => Array.from({ length: rounds }, (_, round) => `${who}${round}`));
  expect(first.trim().split(" ").toSorted()).toEqual(wanted.toSorted());
  console.info([...counts].map(([what, times]) => `${times} ${what}`).join(", "));
  expect(counts.get("lost")).toBeGreaterThan(0);
  expect(counts.get("unheard")).toBeGreaterThan(0);
});

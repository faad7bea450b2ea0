import { decodeMessage } from "@quire/protocol";
import type { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/**
 * Where a transaction's `meta` says what the update that it applies names as deleted, as a list of Yjs' delete sets. The same
 * words stand in `@quire/binding`, which reads it: Yjs deletes by itself what stands in a deleted element, and only the
 * update tells which of that its sender had seen.
 */
export const wireDeletesKey = "wire deletes";

/**
 * Where it says which Yjs client sent an update that only deletes, and names nobody itself: a number, which the server said
 * before. The same words stand in `@quire/binding`.
 */
export const wireRemoverKey = "wire remover";

/** y-protocols' number for sync messages, and ours for who removed what comes next. */
const [messageSync, messageRemover] = [0, 101];

/** What an update names as deleted. */
type Deletes = ReturnType<typeof Y.decodeUpdate>["ds"];

/** Has an unmodified provider leave, with each update that it applies, what that update names as deleted, and who did it. */
export function keepWireDeletes(provider: WebsocketProvider): void {
  const { messageHandlers, doc } = provider;
  const apply = messageHandlers[messageSync];
  if (apply === undefined) throw new Error("y-websocket has no handler for sync messages any more");
  let remover: number | undefined;
  messageHandlers[messageRemover] = (_, decoder) => {
    const message = decodeMessage(decoder.arr);
    if (message.type === "remover") remover = message.clientId;
  };
  messageHandlers[messageSync] = (encoder, decoder, ...others) => {
    let deletes = deletesOf(decoder.arr);
    const sender = remover;
    remover = undefined;
    const mark = ({ meta }: Y.Transaction) => {
      // The first transaction is the update's; what its observers write follows, and is no update.
      if (deletes !== undefined) meta.set(wireDeletesKey, [deletes]).set(wireRemoverKey, sender);
      deletes = undefined;
    };
    doc.on("beforeTransaction", mark);
    try {
      apply(encoder, decoder, ...others);
    } finally {
      doc.off("beforeTransaction", mark);
    }
  };
}

/** What a frame's update names as deleted; undefined where the frame has no update. */
function deletesOf(frame: Uint8Array): Deletes | undefined {
  const message = decodeMessage(frame);
  if (message.type !== "update" && message.type !== "sync-step-2") return undefined;
  // An update that deletes nothing ends with a zero, any other with a length: a keystroke is not decoded twice.
  if (message.update.at(-1) === 0) return Y.createDeleteSet();
  try {
    return Y.decodeUpdate(message.update).ds;
  } catch {
    // y-protocols meets the same fault when it applies the update, and tells it.
    return undefined;
  }
}

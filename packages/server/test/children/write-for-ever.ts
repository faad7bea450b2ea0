// Writes to a store without end, several documents at once, and says of each record that it is on disk once it is.
import type { DocumentId } from "@quire/protocol";
import { encodeLogRecord } from "../../src/store/log-record.ts";
import { openStore } from "../../src/store/store.ts";
import { payload } from "../payload.ts";

const [, , directory = ""] = process.argv;
const store = await openStore(directory, 1);

async function write(id: DocumentId): Promise<never> {
  for (let { seq } = store.load(id); ; ) {
    seq++;
    const entries = [{ personId: "ann", clientId: seq, update: payload(id, seq) }];
    await store.append(id, seq, encodeLogRecord({ time: seq, entries }), true);
    process.stdout.write(`${id} ${seq}\n`);
  }
}

await Promise.all(
  ["first-document-here", "second-document-here", "third"].map((id) => write(id as DocumentId)),
);

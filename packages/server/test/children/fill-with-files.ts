// Uploads files into the data directory that it is given, with no room kept for the text, until its disk has no more; says what came
// of the last one, and what the disk has.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DocumentId } from "@quire/protocol";
import { QuireError } from "../../src/errors.ts";
import { Files } from "../../src/files/files.ts";
import { Counts } from "../../src/metrics/counts.ts";
import { openStore } from "../../src/store/store.ts";

const [, , dataDir = ""] = process.argv;
const id = "a-document-with-files" as DocumentId;
const store = await openStore(dataDir, 0);
const directory = join(dataDir, "files");
const limits = { fileBytes: 2 ** 30, documentFileBytes: 2 ** 40, spareBytes: Number.MIN_SAFE_INTEGER };
const files = await Files.open({ store, directory, counts: new Counts(), ...limits });

async function* bytes(count: number, of: number) {
  for (let at = 0; at < count; at++) yield Buffer.alloc(64 * 1024, of);
}

let stored = 0;
let code = "";
while (code === "") {
  try {
    const source = bytes(100, stored);
    const begin = () => ({ source, name: "a.bin", declaredBytes: undefined });
    await files.add(id, { personId: "ann", begin });
    stored++;
  } catch (error) {
    if (!(error instanceof QuireError)) throw error;
    code = error.code;
  }
}
const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
const kept = entries.filter((entry) => entry.isFile()).length;
console.log(JSON.stringify({ code, stored, kept, counted: store.files.bytesOf(id) }));
await store.close();

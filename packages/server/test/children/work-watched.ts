// Has a worker do a job, and says what came of it. Run with `node --watch`, which speaks on a worker's channel too.
import { WorkerThread } from "../../src/materialise/worker-thread.ts";

const thread = new WorkerThread({ deadlineMs: 60_000, heapMb: 512 });
const { title } = await thread.do("create", { markdown: "# Watched\n" });
console.log(`made ${title}`);
await thread.close();

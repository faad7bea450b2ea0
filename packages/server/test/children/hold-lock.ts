// Takes the lock of a data directory once it is told to, says what came of it, and keeps it until its input ends.
import { once } from "node:events";
import { lockDirectory } from "../../src/store/lock.ts";

const [, , directory = ""] = process.argv;
console.log("ready");
await once(process.stdin, "data");
try {
  const lock = await lockDirectory(directory);
  console.log("held");
  process.stdin.resume();
  await once(process.stdin, "end");
  lock.release();
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
}

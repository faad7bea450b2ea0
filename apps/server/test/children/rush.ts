// A process that was busy once, and says every 100 ms how much memory V8 holds. As "start" it was busy before it looked at that.
import { getHeapStatistics } from "node:v8";
import { giveIdleMemoryBack } from "../../src/idle-memory.ts";

const isStart = process.argv[2] === "start";
if (!isStart) giveIdleMemoryBack(500);
const say = (word: string): unknown => console.log(word, getHeapStatistics().total_physical_size);
say("before");
let work: string[][] = [];
for (let round = 0; round < 800; round++)
  work.push(Array.from({ length: 1_000 }, (_, at) => `${round} ${at}`));
say("busy");
work = [];
if (isStart) giveIdleMemoryBack(500);
setInterval(() => say("idle"), 100);

import { readdirSync, readFileSync } from "node:fs";

/** What a process has used. NaN where the system has no /proc. */
export interface Meter {
  /** Seconds on a processor, in the system's and its own code, all threads. */
  readonly cpuSeconds: number;
  /** Bytes of memory that are in use, files that are mapped into it included. */
  readonly rssBytes: number;
  /** The same without files: what nobody else could have. */
  readonly anonymousBytes: number;
}

/** Linux counts processor time in hundredths, whatever its own clock is. */
const ticksPerSecond = 100;

/** Reads what a process has used so far. */
export function meterOf(pid: number | undefined): Meter {
  const status = readProc(`/proc/${pid}/status`);
  const kib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? "NaN");
  return {
    cpuSeconds: cpuSecondsOf(readProc(`/proc/${pid}/stat`)),
    rssBytes: kib("VmRSS") * 1_024,
    anonymousBytes: kib("RssAnon") * 1_024,
  };
}

/** Seconds that all of the machine's processors were busy since it started. */
export function busySeconds(): number {
  const [line = ""] = readProc("/proc/stat").split("\n", 1);
  const [user = NaN, nice = NaN, system = NaN, , , irq = NaN, softirq = NaN, steal = NaN] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
}

/** Seconds that this process has used. */
export function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds that this process and all that it has started have used, also what has ended since. */
export function familySeconds(): number {
  const members = processes();
  const mine = new Set([process.pid]);
  // A child can have a lower number than its parent: looked through until nobody is found any more.
  for (let before = 0; before < mine.size; ) {
    before = mine.size;
    for (const { pid, parent } of members) if (mine.has(parent)) mine.add(pid);
  }
  return members.reduce((sum, { pid, ticks }) => sum + (mine.has(pid) ? ticks : 0), 0) / ticksPerSecond;
}

/** Everything that runs, with what it and its ended children have used. */
function processes(): readonly { pid: number; parent: number; ticks: number }[] {
  return processIds().flatMap((pid) => {
    const fields = fieldsOf(readProc(`/proc/${pid}/stat`));
    const parent = Number(fields[1] ?? "NaN");
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return Number.isNaN(parent) ? [] : [{ pid, parent, ticks }];
  });
}

function processIds(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The name of the process is in brackets and may hold anything; the numbers come behind it. */
function fieldsOf(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function cpuSecondsOf(stat: string): number {
  const fields = fieldsOf(stat);
  return (Number(fields[11] ?? "NaN") + Number(fields[12] ?? "NaN")) / ticksPerSecond;
}

function readProc(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    // No such system, or no such process any more: every number in it is NaN.
    return "";
  }
}

import { createHash, randomUUID } from "node:crypto";
import { linkSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fail } from "../errors.ts";

/** How often a holder shows that it lives, and after how long without it a holder on another host counts as dead. */
const beatMs = 2_000;
const deadAfterMs = 7_000;

interface Holder {
  readonly pid: number;
  /** Where the pid means something: the host, and the container on it. */
  readonly host: string;
  /** When the process began: a pid comes back, a pid with its start does not. */
  readonly began: string;
  /** No two locks are the same, also of one process. */
  readonly nonce: string;
}

/** A data directory that is this process' own. */
export interface DirectoryLock {
  /**
   * Throws if another process has taken the directory: it may, from a holder that was suspended for so long that it counted
   * as dead. Whoever writes asks before each write, so that nothing is written beside the new holder.
   */
  check(): void;
  release(): void;
}

/**
 * Takes the data directory for this process; answers with what lets it go. LMDB itself lets several processes write, and
 * each would hold the tail of the log in its own memory. Rejects with QUIRE_ERR_DATA_DIR_LOCKED, naming the holder's pid.
 *
 * A dead holder's lock is taken over: on this host its process is looked up; on another (a container that is gone) its
 * heart must have stopped.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(directory, "quire.lock");
  const nonce = randomUUID();
  const own: Holder = { pid: process.pid, host: thisHost(), began: beganAt(process.pid), nonce };
  const claim = `${path}.${process.pid}.${nonce}`;
  writeFileSync(claim, JSON.stringify(own), { mode: 0o600 });
  try {
    await take(path, claim, directory);
  } finally {
    rmSync(claim, { force: true });
  }
  return keepHolding(path, own, directory);
}

function keepHolding(path: string, own: Holder, directory: string): DirectoryLock {
  const isOurs = (): boolean => readHolder(path)?.holder.nonce === own.nonce;
  let last = readClocks();
  let isLost = false;
  const beat = (): void => {
    // Read before it is touched: a beat on another's lock would keep alive what is not ours. Put back if it was removed by hand,
    // but not after a silence in which another may have held the directory, and written, and let it go.
    isLost ||= !isOurs() && (silenceSince(last) > deadAfterMs || !tryWrite(path, own));
    if (!isLost) touch(path);
    last = readClocks();
  };
  const heart = setInterval(beat, beatMs);
  heart.unref();
  return {
    check() {
      if (silenceSince(last) > 2 * beatMs) beat();
      if (isLost) throw fail("QUIRE_ERR_DATA_DIR_LOST", { path: directory });
    },
    release() {
      clearInterval(heart);
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

/** The process' own clock stands still while all of the machine is suspended; the calendar's goes on, and may be set. */
interface Clocks {
  readonly own: number;
  readonly calendar: number;
}

function readClocks(): Clocks {
  return { own: performance.now(), calendar: Date.now() };
}

function silenceSince({ own, calendar }: Clocks): number {
  return Math.max(performance.now() - own, Math.abs(Date.now() - calendar));
}

/** Links the claim to the path; a dead holder's lock goes first. */
async function take(path: string, claim: string, directory: string): Promise<void> {
  while (!tryLink(claim, path)) {
    const found = readHolder(path);
    if (found === undefined) continue;
    if (await isAlive(found.holder, path)) {
      throw fail("QUIRE_ERR_DATA_DIR_LOCKED", { path: directory, pid: found.holder.pid });
    }
    await removeDead(path, found.text, claim, directory);
  }
}

/**
 * Removes the dead holder's lock, and never the one that a faster process has just put in its place: whoever removes a
 * lock holds another one first, which is named after the lock to be removed.
 */
async function removeDead(path: string, text: string, claim: string, directory: string): Promise<void> {
  const guard = `${path}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  await take(guard, claim, directory);
  try {
    if (readHolder(path)?.text === text) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function tryLink(claim: string, path: string): boolean {
  try {
    linkSync(claim, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

function readHolder(path: string): { holder: Holder; text: string } | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  return { holder: parseHolder(text), text };
}

function parseHolder(text: string): Holder {
  try {
    const { pid, host, began, nonce } = JSON.parse(text) as Partial<Holder>;
    return { pid: Number(pid), host: String(host), began: String(began), nonce: String(nonce) };
  } catch {
    // Not ours, or cut off by a full disk: its heart decides.
    return { pid: 0, host: "", began: "", nonce: "" };
  }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.host === thisHost()) return beganAt(holder.pid) !== "" && beganAt(holder.pid) === holder.began;
  const before = modifiedAt(path);
  if (Date.now() - before > deadAfterMs) return false;
  await delay(deadAfterMs);
  return modifiedAt(path) !== before;
}

/** Whether the lock is ours now; false where another's stands. */
function tryWrite(path: string, own: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(own), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (error) {
    // The directory is read-only by now: the store will say so at its next write.
    if (!(error instanceof Error)) throw error;
  }
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Containers may share the host's name, and none sees the others' processes: each has a namespace of pids. */
function thisHost(): string {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch (error) {
    if (!hasCode(error, "ENOENT") && process.platform === "linux") throw error;
    return hostname();
  }
}

/** When the process began, or "" where there is none; where the system does not tell, that it is there must do. */
function beganAt(pid: number): string {
  try {
    // Ticks since the host began, field 22 of /proc/pid/stat; the name before it, in brackets, may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Dead, and its parent has not asked how.
    if (state === "Z" || state === "X") return "";
    const ticks = fields[18] ?? "";
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${ticks}`;
  } catch (error) {
    if (hasCode(error, "ENOENT") && process.platform === "linux") return "";
  }
  try {
    process.kill(pid, 0);
    return "running";
  } catch (error) {
    return hasCode(error, "EPERM") ? "running" : "";
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

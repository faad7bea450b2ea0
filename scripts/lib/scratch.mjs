import { mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";

const sharedMemory = "/dev/shm";
/** Twice and more of what the tests have there at a time. */
const leastBytes = 4 * 1024 ** 3;

/**
 * Calls back with the environment of tests that write their data in memory, where the system has room for that: a disk that
 * others use as well stalls for seconds now and then. The tests kill processes, whose files outlive them there too.
 * @template Result
 * @param {(env: NodeJS.ProcessEnv) => Promise<Result>} act
 * @returns {Promise<Result>}
 */
export async function inMemory(act) {
  if (!hasRoom()) return act({});
  const folder = mkdtempSync(`${sharedMemory}/quire-tests-`);
  try {
    return await act({ TMPDIR: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Some tests run what they install: that must be allowed there. */
function hasRoom() {
  try {
    const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
    const options = mounts
      .find((line) => line.split(" ")[1] === sharedMemory)
      ?.split(" ")[3]
      ?.split(",");
    const { bavail, bsize } = statfsSync(sharedMemory);
    return options?.includes("noexec") === false && Math.min(bavail * bsize, freemem()) > leastBytes;
  } catch {
    return false; // not Linux, or nothing is mounted there
  }
}

/**
 * A command that runs the one behind it with a file system of its own at the directory, so that nobody else's gets full.
 * Only that process sees it, and it goes with it.
 */
export function onSmallDisk(directory: string, megabytes: number): readonly [string, ...string[]] {
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs ${directory}`;
  return ["unshare", "-rm", "sh", "-c", `${mount} && exec "$@"`, "sh"];
}

/** The path by which everybody sees what the process sees at a path. */
export function seenBy(pid: number, path: string): string {
  return `/proc/${pid}/root${path}`;
}

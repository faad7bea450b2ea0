/** A build's pages: what they are made of, and the name that they and the server know it by. */
export interface ShellContent {
  readonly build: string;
  /** The file that every page's address shows. */
  readonly page: string;
  /** Each file's path, and what its bytes have to be, as the attribute `integrity` says it. */
  readonly files: readonly (readonly [path: string, integrity: string])[];
}

/** What the cache of a build is called, and the lock that each of its pages holds as long as it is open. */
export function shellName(build: string): string {
  return `quire-shell-${build}`;
}

/** Which builds have a page open, by the locks that are held: those of a page that is gone are let go by the browser. */
export async function heldShells(locks: Pick<LockManager, "query">): Promise<ReadonlySet<string>> {
  const { held = [] } = await locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(shellName("")) ? [name] : [])));
}

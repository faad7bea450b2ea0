import { shellName } from "./shell-name.ts";

/** What of the platform keeps a build's pages. */
export interface ShellKeeper {
  readonly serviceWorker: Pick<ServiceWorkerContainer, "register">;
  readonly caches: Pick<CacheStorage, "match">;
  /** The worker's script. */
  readonly script: string;
  /** The page that every address shows. */
  readonly page: string;
}

/** Whether all of a build's pages is kept: the worker puts the page itself there last. */
export async function hasShell(
  { caches, page }: Pick<ShellKeeper, "caches" | "page">,
  build: string,
): Promise<boolean> {
  return (await caches.match(page, { cacheName: shellName(build) })) !== undefined;
}

/**
 * Has the server's worker keep the pages of its build, and resolves when it has, or has failed. What a try that failed has
 * fetched is there for the next. True when there is nothing more to try.
 */
export async function keepShell(keeper: ShellKeeper, build: string): Promise<boolean> {
  const { serviceWorker, script } = keeper;
  let registration: ServiceWorkerRegistration;
  try {
    registration = await serviceWorker.register(script, { updateViaCache: "none" });
  } catch (error) {
    // The browser or its owner forbids it, for good. Nothing said that this page opens without a network.
    return error instanceof DOMException && error.name === "SecurityError";
  }
  if (await hasShell(keeper, build)) return true;
  // One that an earlier worker has taken is not asked for anew by that: nor is one that has failed.
  if (registration.installing === null) await registration.update();
  await installed(registration);
  return hasShell(keeper, build);
}

/** Resolves when the worker that is being installed has all, or has failed. */
async function installed({ installing }: ServiceWorkerRegistration): Promise<void> {
  if (installing === null) return;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (installing.state !== "installing") resolve();
    };
    installing.addEventListener("statechange", look);
    look();
  });
}

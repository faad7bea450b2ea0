import { ownScript } from "@quire/editor";
import type { AppContext } from "../app-context.ts";
import { watchWork } from "./open-work.ts";
import { opensOffline } from "./opens-offline.ts";
import { reloadInPlace, watchForQuiet } from "./renewal.ts";
import { shellName } from "./shell-name.ts";

/** How long a page is out of sight before it may be reloaded: somebody who comes back sooner finds their undo too. */
const quietMs = 5 * 60_000;

/** Has the pages open without a network from now on, and keeps this one at the build of its server. */
export function openOffline(page: Window, { build, api, late, messages, words }: AppContext): void {
  if (build.own !== undefined) void keepShell(page, build.own);
  const ask = () => api.readMe();
  const work = watchWork(page, build, ask);
  const run = () => reloadInPlace(page, work);
  late.reload = run;
  const isReady = async () => {
    await ask();
    return build.other !== undefined && (await hasShell(page, build.other));
  };
  const tell = async () => {
    const { version } = await words.loadTools();
    messages.add({ weight: "standing", text: version.other, action: { label: words.common.reload, run } });
  };
  const onOther = () => void renewShell(page.navigator);
  watchForQuiet({
    page,
    build,
    work,
    onOther,
    isReady,
    onSeen: () => void tell().catch(() => undefined),
    quietMs,
  });
}

/** Where the browser has no service workers (plain http, private windows) all is as it is without one. */
async function keepShell({ navigator, location }: Window, build: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const script = new URL(`${import.meta.env.BASE_URL}service-worker.js`, location.href);
  try {
    // Held as long as this page is open, so that what it was built with stays.
    const forEver = () => new Promise(() => undefined);
    navigator.locks.request(shellName(build), { mode: "shared" }, forEver).catch(() => undefined);
    await navigator.serviceWorker.register(ownScript(script), { updateViaCache: "none" });
  } catch {
    // The browser or its owner forbids it. Nothing said that this page opens without a network.
  }
}

/** Asks for the server's newer worker, which keeps the pages of its build meanwhile. */
async function renewShell({ serviceWorker }: Navigator): Promise<void> {
  try {
    await (await serviceWorker?.getRegistration())?.update();
  } catch {
    // It is asked for again when a page opens.
  }
}

/** Whether a reload shows this build, however slow the network is: its worker has taken over, or there is none at all. */
async function hasShell({ navigator, caches }: Window, build: string): Promise<boolean> {
  if (!opensOffline(navigator)) return true;
  const registration = await navigator.serviceWorker.getRegistration();
  const isUnderWay = Boolean(registration?.installing ?? registration?.waiting);
  return !isUnderWay && (await caches.has(shellName(build)));
}

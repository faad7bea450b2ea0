import { ownScript } from "@quire/editor";
import type { AppContext } from "../app-context.ts";
import { keepTrying } from "./keep-trying.ts";
import { hasShell, keepShell } from "./kept-shell.ts";
import { watchWork } from "./open-work.ts";
import { opensOffline } from "./opens-offline.ts";
import { reloadInPlace, watchForQuiet } from "./renewal.ts";
import { shellName } from "./shell-name.ts";

/** How long a page is out of sight before it may be reloaded: somebody who comes back sooner finds their undo too. */
const quietMs = 5 * 60_000;

/** Has the pages open without a network from now on, and keeps this one at the build of its server. */
export function openOffline(page: Window, { build, api, late, messages, words }: AppContext): void {
  const keeping = keepTrying(page, async () => keepPages(page, build.other ?? build.own));
  if (build.own !== undefined) {
    holdShell(page.navigator, build.own);
    keeping.begin();
  }
  const ask = () => api.readMe();
  const work = watchWork(page, build, ask);
  const run = () => reloadInPlace(page, work);
  late.reload = run;
  const isReady = async () => {
    await ask();
    return build.other !== undefined && (await comesFromShell(page, build.other));
  };
  const tell = async () => {
    const { version } = await words.loadTools();
    messages.add({ weight: "standing", text: version.other, action: { label: words.common.reload, run } });
  };
  watchForQuiet({
    page,
    build,
    work,
    // The newer worker keeps the pages of its build meanwhile.
    onOther: keeping.begin,
    isReady,
    onSeen: () => void tell().catch(() => undefined),
    quietMs,
  });
}

/** Held as long as this page is open, so that what it was built with stays. */
function holdShell(navigator: Navigator, build: string): void {
  if (!("serviceWorker" in navigator)) return;
  const forEver = () => new Promise(() => undefined);
  navigator.locks.request(shellName(build), { mode: "shared" }, forEver).catch(() => undefined);
}

/** Where the browser has no service workers (plain http, private windows) all is as it is without one. */
async function keepPages({ navigator, caches, location }: Window, build = ""): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return true;
  const script = new URL(`${import.meta.env.BASE_URL}service-worker.js`, location.href);
  const { serviceWorker } = navigator;
  return keepShell({ serviceWorker, caches, script: ownScript(script), page: pageAt(location) }, build);
}

/** Whether a reload shows this build, however slow the network is: its worker has taken over, or there is none at all. */
async function comesFromShell({ navigator, caches, location }: Window, build: string): Promise<boolean> {
  if (!opensOffline(navigator)) return true;
  const registration = await navigator.serviceWorker.getRegistration();
  const isUnderWay = Boolean(registration?.installing ?? registration?.waiting);
  return !isUnderWay && (await hasShell({ caches, page: pageAt(location) }, build));
}

/** Where the page that all addresses show is kept. */
function pageAt({ href }: Location): string {
  return new URL(`${import.meta.env.BASE_URL}index.html`, href).href;
}

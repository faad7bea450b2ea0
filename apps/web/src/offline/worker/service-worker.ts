// The worker that opens Quire without a network. It is built by itself, into one file, with the list of all others.
import type { ShellContent } from "../shell-name.ts";
import { SeenFiles } from "./seen-files.ts";
import { Shell } from "./shell.ts";

declare const self: ServiceWorkerGlobalScope;

/** The build writes it in. */
declare const shellContent: ShellContent;

const { caches, navigator } = self;
const fetchIt: typeof fetch = (...request) => fetch(...request);
const shell = new Shell(shellContent, {
  caches,
  fetch: fetchIt,
  locks: navigator.locks,
  address: self.location.href,
  patienceMs: 1_000,
});
const files = new SeenFiles(
  { caches, fetch: fetchIt, storage: navigator.storage },
  { bytes: 100 * 1024 * 1024, count: 500 },
);

self.addEventListener("install", (event) => {
  // It may take over at once: pages of earlier builds find all that is theirs.
  event.waitUntil(shell.keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(shell.tidy().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const answer = shell.answer(event.request) ?? files.answer(event);
  if (answer !== undefined) event.respondWith(answer);
});

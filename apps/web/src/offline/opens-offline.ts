/** Whether a page could be opened again without its server: never over plain http, and not before all of it is kept. */
export function opensOffline(navigator: Navigator): boolean {
  return "serviceWorker" in navigator && navigator.serviceWorker.controller !== null;
}

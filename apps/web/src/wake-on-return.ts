/** A line may have died unheard in a page that was hidden longer than this. */
const longHiddenMs = 30_000;

/** Calls back when the network returns, or the page after a long while out of sight. */
export function wakeOnReturn(wake: () => void): () => void {
  let hiddenAt = 0;
  const turned = () => {
    if (document.visibilityState === "hidden") hiddenAt = performance.now();
    else if (performance.now() - hiddenAt > longHiddenMs) wake();
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", turned);
  return () => {
    window.removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", turned);
  };
}

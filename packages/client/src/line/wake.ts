/** What tells a session that it is worth a try now, and whether anybody looks. */
export interface Wake {
  /** Nobody looks at the page. */
  readonly isHidden: boolean;
  /** Calls back when the network is there again, or somebody looks again. Returns what ends that. */
  subscribe(listener: () => void): () => void;
}

/** The page's own. Where there is no page, as on Node, nobody is ever told, and everything is in sight. */
export function platformWake(): Wake {
  return {
    get isHidden() {
      return typeof document !== "undefined" && document.hidden;
    },
    subscribe(listener) {
      if (typeof document === "undefined") return () => undefined;
      const ending = new AbortController();
      const { signal } = ending;
      const look = () => {
        if (!document.hidden) listener();
      };
      document.addEventListener("visibilitychange", look, { signal });
      // A page that comes back whole out of the browser's cache has been shown before: not the first time.
      addEventListener("pageshow", ({ persisted }) => persisted && look(), { signal });
      addEventListener("online", listener, { signal });
      return () => ending.abort();
    },
  };
}

import { type RefObject, useEffect } from "react";

/** Keeps `--keyboard` on an element: how much of the window's foot an on-screen keyboard covers. */
export function useKeyboardInset(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null) return;
    const listeners = new AbortController();
    const measure = () => {
      const covered = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
      element.current?.style.setProperty("--keyboard", `${Math.round(covered)}px`);
    };
    for (const type of ["resize", "scroll"])
      viewport.addEventListener(type, measure, { signal: listeners.signal });
    measure();
    return () => listeners.abort();
  });
}

import type { Editor } from "@quire/editor";
import { type RefObject, useLayoutEffect } from "react";
import type { MenuPlace, Point } from "./floating.ts";

/**
 * Keeps an element where `place` says, while the text, the selection, the page and the window move. Its position is
 * `--x` and `--y`, the room it has `--height`: no render is needed, so nothing flickers while others type. Where `place` says null it is unseen.
 */
export function useFloating(
  element: RefObject<HTMLElement | null>,
  editor: Editor,
  place: (floating: HTMLElement) => Point | MenuPlace | null,
): void {
  useLayoutEffect(() => {
    let frame = 0;
    const move = () => {
      frame = 0;
      const floating = element.current;
      if (floating === null) return;
      const point = place(floating);
      floating.dataset.placed = String(point !== null);
      if (point === null) return;
      floating.style.setProperty("--x", `${Math.round(point.x)}px`);
      floating.style.setProperty("--y", `${Math.round(point.y)}px`);
      if ("height" in point) floating.style.setProperty("--height", `${Math.floor(point.height)}px`);
    };
    const moveSoon = () => {
      frame ||= requestAnimationFrame(move);
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    const resizes = new ResizeObserver(moveSoon);
    if (element.current !== null) resizes.observe(element.current);
    resizes.observe(editor.view.dom);
    const unsubscribe = editor.subscribe(moveSoon);
    document.addEventListener("selectionchange", moveSoon, { signal });
    window.addEventListener("scroll", moveSoon, { signal, capture: true, passive: true });
    window.addEventListener("resize", moveSoon, { signal });
    window.visualViewport?.addEventListener("resize", moveSoon, { signal });
    move();
    return () => {
      cancelAnimationFrame(frame);
      listeners.abort();
      resizes.disconnect();
      unsubscribe();
    };
  }, [element, editor, place]);
}

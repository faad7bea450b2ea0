import type { Editor, Outline } from "@quire/editor";
import { type RefObject, useEffect, useState, useSyncExternalStore } from "react";
import type { ToolWords } from "../words/en-tools.ts";

interface ListProps {
  readonly editor: Editor;
  readonly outline: Outline;
  readonly words: ToolWords["outline"];
  readonly page: RefObject<HTMLElement | null>;
  /** Takes what leads to a heading that was pressed. */
  readonly onGo: (go: () => void) => void;
}

/** The headings, live; the one whose section is in view stands out. */
export function OutlineList({ editor, outline, words, page, onGo }: ListProps) {
  const entries = useSyncExternalStore(outline.subscribe, outline.getSnapshot);
  const current = useSectionInView(editor, outline, page, entries.length);
  const top = Math.min(...entries.map(({ level }) => level));
  if (entries.length === 0) return <p className="rail-empty">{words.empty}</p>;
  return (
    <nav className="rail-list" aria-label={words.title}>
      <ul>
        {entries.map(({ level, text }, index) => (
          <li key={index}>
            <button
              type="button"
              className="rail-entry"
              data-depth={level - top}
              aria-current={index === current ? "location" : undefined}
              title={text}
              onClick={() => onGo(() => outline.goTo(index))}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The index of the last heading above the upper third of the page; -1 above the first. */
function useSectionInView(
  editor: Editor,
  outline: Outline,
  page: RefObject<HTMLElement | null>,
  count: number,
): number {
  const [current, setCurrent] = useState(-1);
  useEffect(() => {
    const scroller = page.current;
    if (scroller === null) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      setCurrent(sectionInView(outline, scroller, count));
    };
    const lookSoon = () => {
      frame ||= requestAnimationFrame(look);
    };
    const unwatch = editor.watch(lookSoon);
    scroller.addEventListener("scroll", lookSoon, { passive: true });
    window.addEventListener("resize", lookSoon);
    lookSoon();
    return () => {
      cancelAnimationFrame(frame);
      unwatch();
      scroller.removeEventListener("scroll", lookSoon);
      window.removeEventListener("resize", lookSoon);
    };
  }, [editor, outline, page, count]);
  return current;
}

function sectionInView(outline: Outline, scroller: HTMLElement, count: number): number {
  const { top, height } = scroller.getBoundingClientRect();
  const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
  const line = isAtEnd && scroller.scrollTop > 0 ? top + height : top + height / 3;
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = outline.elementOf(middle)?.getBoundingClientRect();
    if (box && box.top <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

import { type FocusEvent, type RefObject, useEffect, useRef } from "react";

/**
 * Gives the focus to a part's heading when what had it there is gone: a row that was removed, a form that is done with.
 * A browser would go on at the top of the page. Answers with what the part's element listens by.
 */
export function useKeptFocus(heading: RefObject<HTMLElement | null>) {
  const focused = useRef<Element | null>(null);
  // Whenever the part was drawn. What takes the focus by itself has it by now, and keeps it.
  useEffect(() => {
    if (focused.current === null || focused.current.isConnected) return;
    focused.current = null;
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  });
  return {
    onFocus: ({ currentTarget, target }: FocusEvent) => {
      // React also tells of what is in a dialog of the part, which looks after its focus itself.
      if (currentTarget.contains(target)) focused.current = target;
    },
    /** Not heard where the element is gone: React tells of nothing while it takes it away. */
    onBlur: ({ currentTarget, target, relatedTarget }: FocusEvent) => {
      const isElsewhere = relatedTarget !== null && relatedTarget.closest(above) === null;
      if (currentTarget.contains(target) && isElsewhere) focused.current = null;
    },
  };
}

/** What lies above the page, and gives the focus back to where it came from: perhaps that is gone by then. */
const above = "[role=dialog], [role=alertdialog], [role=menu]";

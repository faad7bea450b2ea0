import { createContext, type RefObject, useContext, useEffect, useRef } from "react";

const Arrival = createContext(false);

/** Says whether a page came after another one, or is the first since loading. */
export const ArrivalProvider = Arrival.Provider;

/**
 * Gives the focus to an element when its page comes after another one, so that the keyboard and a screen reader go on
 * where the eye does. The first page after loading is left to the browser, and whatever took the focus keeps it.
 */
export function useFocusOnArrival<Place extends HTMLElement>(): RefObject<Place | null> {
  const isArrival = useContext(Arrival);
  const place = useRef<Place>(null);
  useEffect(() => {
    if (!isArrival) return;
    // After what was pressed on the page before is gone, and has given the focus back.
    const frame = requestAnimationFrame(() => {
      if ((document.activeElement ?? document.body) === document.body)
        place.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [isArrival]);
  return place;
}

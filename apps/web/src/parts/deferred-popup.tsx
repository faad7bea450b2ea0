import { type ReactNode, useState } from "react";
import { useWords } from "../app-context.ts";
import { preload, useLoaded, usePreload } from "../use-loaded.ts";
import { useToast } from "../use-toast.ts";

interface DeferredProps<Popup> {
  /** Fetches the popup's code: always the same function. */
  readonly load: () => Promise<Popup>;
  readonly className: string;
  /** What the button says; its title, where it has no label. */
  readonly label?: string;
  readonly title?: string;
  readonly hasPopup: "menu" | "dialog";
  /** What the button shows. */
  readonly face: ReactNode;
  /** The popup with its own button, open from the start. */
  readonly children: (popup: Popup) => ReactNode;
}

/** By then the page has what it was opened for; later the connection may be gone, and a menu should not need it. */
const preloadMs = 3_000;

/**
 * A button whose popup is fetched when a hand comes near and drawn when it is pressed: most are never opened, and a list
 * has a hundred of them.
 */
export function DeferredPopup<Popup>(props: DeferredProps<Popup>) {
  const { failure } = useWords();
  const { fail } = useToast();
  const [isWanted, setWanted] = useState(false);
  const popup = useLoaded(props.load, isWanted, () => {
    setWanted(false);
    fail(failure.notLoaded);
  });
  usePreload(props.load, preloadMs);
  if (popup !== null) return props.children(popup);

  // Only a head start: the press asks again and hears of a failure.
  const approach = () => preload(props.load);
  return (
    <button
      type="button"
      className={props.className}
      aria-label={props.label}
      aria-haspopup={props.hasPopup}
      aria-expanded={false}
      title={props.title}
      onPointerEnter={approach}
      onFocus={approach}
      onClick={() => setWanted(true)}
    >
      {props.face}
    </button>
  );
}

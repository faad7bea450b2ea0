import type { Session } from "@quire/client";
import { type Editor, openPresence, type Presence, type RemotePerson } from "@quire/editor";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useApp, useWords } from "../app-context.ts";
import type { ToolWords } from "../words/en-tools.ts";

/** Dots shown at the most. */
const maxDots = 3;

type PresenceWords = ToolWords["presence"];

interface ToolsProps {
  readonly words: PresenceWords;
  readonly session: Session;
  readonly editor: Editor;
  readonly presence: Presence | null;
  /** Others beside the editor's text, once that is watched; null when it is not any more. */
  readonly onPresence: (presence: Presence | null) => void;
}

/** What stands over the page of others: whose carets are above and below what is in sight, and who is followed. */
export function PresenceTools({ words, session, editor, presence, onPresence }: ToolsProps) {
  const { afterPaint } = useApp();
  const { awareness } = session;
  useEffect(() => {
    let opened: Presence | null = null;
    let isGone = false;
    openPresence(editor, { awareness, afterPaint }).then(
      (found) => {
        if (isGone) return found.close();
        opened = found;
        onPresence(found);
      },
      () => undefined, // there is less to see of others then
    );
    return () => {
      isGone = true;
      opened?.close();
      onPresence(null);
    };
  }, [editor, awareness, afterPaint, onPresence]);
  return presence && <OpenTools words={words} presence={presence} />;
}

interface OpenProps {
  readonly words: PresenceWords;
  readonly presence: Presence;
}

function OpenTools({ words, presence }: OpenProps) {
  const subscribe = useCallback((listener: () => void) => presence.subscribe(listener), [presence]);
  const { above, below, following } = useSyncExternalStore(subscribe, () => presence.getSnapshot());
  const isFollowing = following?.state === "following";
  return (
    <div className={`presence hue-${following?.person.hue ?? 1}`} data-following={isFollowing}>
      <EdgeButton words={words} edge="above" people={above} presence={presence} />
      <EdgeButton words={words} edge="below" people={below} presence={presence} />
      <div className="following" aria-live="polite">
        {following !== null && (
          <FollowingPill words={words} following={following} onStop={() => presence.stop()} />
        )}
      </div>
    </div>
  );
}

interface PillProps {
  readonly words: PresenceWords;
  readonly following: NonNullable<ReturnType<Presence["getSnapshot"]>["following"]>;
  readonly onStop: () => void;
}

function FollowingPill({ words, following: { person, state }, onStop }: PillProps) {
  if (state !== "following") {
    const text = state === "left" ? words.left : words.stopped;
    return (
      <p className="pill">
        <span className="pill-text">{text(person.name)}</span>
      </p>
    );
  }
  return (
    <p className="pill">
      <span className="dot" aria-hidden="true" />
      <span className="pill-text">{words.following(person.name)}</span>
      <span aria-hidden="true">·</span>
      <button type="button" className="pill-button" onClick={onStop}>
        {words.stopFollowing}
      </button>
    </p>
  );
}

interface EdgeProps {
  readonly words: PresenceWords;
  readonly edge: "above" | "below";
  readonly people: readonly RemotePerson[];
  readonly presence: Presence;
}

function EdgeButton({ words, edge, people, presence }: EdgeProps) {
  const { format } = useWords();
  if (people.length === 0) return null;
  const text = words[edge](people.map(({ name }) => name));
  const Arrow = edge === "above" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className={`pill edge edge-${edge}`}
      aria-label={text}
      title={text}
      onClick={() => presence.goToEdge(edge)}
    >
      <Arrow aria-hidden="true" />
      <span className="dots">
        {people.slice(0, maxDots).map(({ hue }, index) => (
          <span key={index} className={`dot hue-${hue}`} />
        ))}
      </span>
      {format.number(people.length)}
    </button>
  );
}

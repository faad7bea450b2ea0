import { useState, useSyncExternalStore } from "react";
import { useApp } from "../app-context.ts";
import type { WaitingMessage } from "../messages.ts";
import { useDelayed } from "../use-delayed.ts";
import { useLoaded } from "../use-loaded.ts";

const loadToasts = () => import("./toasts.tsx");

/** By then the page has what it was opened for; later the connection may be gone, and a message should not need it. */
const quietMs = 3_000;

/**
 * Where short messages come up. What shows them well is fetched while nobody waits for anything, or with the first
 * message; where it cannot be had they are shown plainly, and each further one asks for it again.
 */
export function ToastsPlace() {
  const { messages } = useApp();
  const waiting = useSyncExternalStore(messages.subscribe, messages.getSnapshot);
  const newest = waiting.at(-1)?.id ?? 0;
  const isQuiet = useDelayed(true, quietMs);
  const [failedAt, setFailedAt] = useState<number | null>(null);
  const isWanted = failedAt === null ? isQuiet || newest > 0 : newest > failedAt;
  const part = useLoaded(loadToasts, isWanted, () => setFailedAt(newest));
  if (part !== null) return <part.Toasts messages={messages} waiting={waiting} />;
  if (failedAt === null) return null;
  return <PlainToasts waiting={waiting} onDone={(message) => messages.take([message])} />;
}

interface PlainProps {
  readonly waiting: readonly WaitingMessage[];
  readonly onDone: (message: WaitingMessage) => void;
}

function PlainToasts({ waiting, onDone }: PlainProps) {
  const { words } = useApp();
  const button = (message: WaitingMessage, label: string, run?: () => void) => (
    <button
      type="button"
      className="button button-quiet toast-action"
      onClick={() => {
        onDone(message);
        run?.();
      }}
    >
      {label}
    </button>
  );
  return (
    <div className="toasts" role="alert">
      {waiting.map((message) => (
        <div key={message.id} className="toast" data-type={message.weight}>
          <div className="toast-content">
            <p className="toast-text">{message.text}</p>
            {message.quote !== undefined && (
              <blockquote dir="auto" className="toast-quote">
                {message.quote}
              </blockquote>
            )}
            {message.action !== undefined && button(message, message.action.label, message.action.run)}
            {button(message, words.common.close)}
          </div>
        </div>
      ))}
    </div>
  );
}

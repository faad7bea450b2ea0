import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useWords } from "../app-context.ts";
import type { Message, Messages, WaitingMessage } from "../messages.ts";
import { useKeyboardInset } from "../use-keyboard-inset.ts";

/** What a weight says to a screen reader: a failure at once, a loss when the next pause comes. What stands, failures and losses stay until they are read. */
const weights = {
  news: {},
  standing: { timeout: 0 },
  failure: { priority: "high", timeout: 0 },
  loss: { timeout: 0 },
} as const satisfies Record<Message["weight"], object>;

interface ToastsProps {
  readonly messages: Messages;
  /** Those that are not shown yet. */
  readonly waiting: readonly WaitingMessage[];
}

/** Short messages at the foot of the page, above the keyboard, each with at most one thing to do. */
export function Toasts(props: ToastsProps) {
  return (
    <Toast.Provider timeout={8_000} limit={3}>
      <ShownToasts {...props} />
    </Toast.Provider>
  );
}

function ShownToasts({ messages, waiting }: ToastsProps) {
  const { common } = useWords();
  const place = useRef<HTMLDivElement>(null);
  useKeyboardInset(place);
  const { toasts, add, close } = Toast.useToastManager();
  const last = useRef(new Map<string, string>());
  useEffect(() => {
    // Taken first: what is shown may draw this anew before it knows that they are taken, and each is shown once.
    const due = waiting.filter((message) => messages.getSnapshot().includes(message));
    if (due.length === 0) return;
    messages.take(due);
    for (const message of due) {
      const { about } = message;
      const before = about === undefined ? undefined : last.current.get(about);
      if (before !== undefined) close(before);
      const id = add({ ...shownAs(message), ...actionOf(message, () => close(id)) });
      if (about !== undefined) last.current.set(about, id);
    }
  }, [messages, waiting, add, close]);
  return (
    <Toast.Portal>
      <Toast.Viewport ref={place} className="toasts" aria-label={common.notifications}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={["down", "right"]}>
            <Toast.Content className="toast-content">
              <Toast.Title render={<p />} className="toast-text" />
              <Toast.Description render={<blockquote dir="auto" />} className="toast-quote" />
              <Toast.Action className="button button-quiet toast-action" />
              <Toast.Close className="icon-button toast-close" aria-label={common.close}>
                <X aria-hidden="true" />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

function shownAs({ weight, text, quote }: Message) {
  return {
    title: text,
    type: weight,
    ...weights[weight],
    ...(quote !== undefined && { description: quote }),
  };
}

function actionOf({ action }: Message, close: () => void) {
  if (action === undefined) return {};
  const onClick = () => {
    close();
    action.run();
  };
  return { actionProps: { children: action.label, onClick } };
}

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useRef } from "react";
import { useWords } from "../app-context.ts";
import { useKeyboardInset } from "../use-keyboard-inset.ts";

/** Short messages at the foot of the page, above the keyboard, each with at most one thing to do. */
export function Toasts() {
  const { common } = useWords();
  const place = useRef<HTMLDivElement>(null);
  useKeyboardInset(place);
  const { toasts } = Toast.useToastManager();
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

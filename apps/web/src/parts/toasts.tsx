import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useRef } from "react";
import { useWords } from "../app-context.ts";
import { useKeyboardInset } from "../use-keyboard-inset.ts";
import type { ToastData } from "../use-toast.ts";

/** Short messages at the foot of the page, above the keyboard, each with at most one thing to do. */
export function Toasts() {
  const { common } = useWords();
  const place = useRef<HTMLDivElement>(null);
  useKeyboardInset(place);
  const { toasts } = Toast.useToastManager<ToastData>();
  return (
    <Toast.Portal>
      <Toast.Viewport ref={place} className="toasts" aria-label={common.notifications}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={["down", "right"]}>
            <Toast.Content className="toast-content">
              <Toast.Description className="toast-text" />
              {toast.data?.quote !== undefined && (
                <blockquote className="toast-quote" dir="auto">
                  {toast.data.quote}
                </blockquote>
              )}
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

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useWords } from "../app-context.ts";

/** Short messages at the foot of the page, each with at most one thing to do. */
export function Toasts() {
  const { common } = useWords();
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className="toasts" aria-label={common.notifications}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={["down", "right"]}>
            <Toast.Content className="toast-content">
              <Toast.Description className="toast-text" />
              <Toast.Action className="button button-quiet toast-action" />
              <Toast.Close className="icon-button" aria-label={common.close}>
                <X aria-hidden="true" />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

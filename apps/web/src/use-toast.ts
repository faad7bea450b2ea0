import { Toast } from "@base-ui/react/toast";

/** One thing that a message offers to do. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** Shows a short message. */
export type ShowToast = (text: string, action?: ToastAction) => void;

/** Messages of two weights: news go by themselves, failures stay until they are read. */
export function useToast(): { readonly say: ShowToast; readonly fail: ShowToast } {
  const manager = Toast.useToastManager();
  const show =
    (type: "news" | "failure"): ShowToast =>
    (text, action) => {
      const id = manager.add({
        description: text,
        type,
        ...(type === "failure" ? { priority: "high", timeout: 0 } : {}),
        ...(action === undefined
          ? {}
          : {
              actionProps: {
                children: action.label,
                onClick: () => {
                  manager.close(id);
                  action.run();
                },
              },
            }),
      });
    };
  return { say: show("news"), fail: show("failure") };
}

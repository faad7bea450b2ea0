import { Toast } from "@base-ui/react/toast";

/** One thing that a message offers to do. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** Shows a short message, and below it somebody's own words. */
export type ShowToast = (text: string, action?: ToastAction, quote?: string) => void;

type Weight = "news" | "failure" | "loss";

/** What a weight says to a screen reader: a failure at once, a loss when the next pause comes. Both stay until they are read. */
const weights = {
  news: {},
  failure: { priority: "high", timeout: 0 },
  loss: { timeout: 0 },
} as const satisfies Record<Weight, object>;

/** Messages of three weights: news go by themselves; failures, and the loss of words, stay until they are read. */
export function useToast(): {
  readonly say: ShowToast;
  readonly fail: ShowToast;
  readonly tellLoss: ShowToast;
} {
  const manager = Toast.useToastManager();
  const show =
    (type: Weight): ShowToast =>
    (text, action, quote) => {
      const id = manager.add({
        title: text,
        type,
        ...weights[type],
        ...(quote !== undefined && { description: quote }),
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
  return { say: show("news"), fail: show("failure"), tellLoss: show("loss") };
}

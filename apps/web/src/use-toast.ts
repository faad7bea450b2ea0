import { useApp } from "./app-context.ts";
import type { Message, MessageAction } from "./messages.ts";

/** Shows a short message, and below it somebody's own words. */
export type ShowToast = (text: string, action?: MessageAction, quote?: string) => void;

/** Messages of three weights: news go by themselves; failures, and the loss of words, stay until they are read. */
export function useToast(): {
  readonly say: ShowToast;
  readonly fail: ShowToast;
  readonly tellLoss: ShowToast;
} {
  const { messages } = useApp();
  const show =
    (weight: Message["weight"]): ShowToast =>
    (text, action, quote) =>
      messages.add({
        weight,
        text,
        ...(action !== undefined && { action }),
        ...(quote !== undefined && { quote }),
      });
  return { say: show("news"), fail: show("failure"), tellLoss: show("loss") };
}

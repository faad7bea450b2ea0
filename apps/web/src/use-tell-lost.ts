import type { Session } from "@quire/client";
import { useCallback } from "react";
import { useApp } from "./app-context.ts";
import type { Lost } from "./spare-words.ts";
import { withSpareWords } from "./with-spare-words.ts";

/** What says that somebody removed what this person was writing in: the same function for as long as the session, since the editor is made with it. */
export function useTellLost({ awareness }: Session): (lost: Lost, putBack: () => boolean) => void {
  const app = useApp();
  return useCallback(
    (lost, putBack) => {
      const text = lost.map((part) => part.text.trim()).join("\n");
      withSpareWords(app, text, ({ tellLost }) => tellLost(app, { lost, text, awareness, putBack }));
    },
    [app, awareness],
  );
}

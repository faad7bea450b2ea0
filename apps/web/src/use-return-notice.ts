import type { Session } from "@quire/client";
import type { Editor } from "@quire/editor";
import { useEffect, useRef } from "react";
import { useApp } from "./app-context.ts";
import { AuthorNames } from "./author-names.ts";
import { onceInTabs } from "./once-in-tabs.ts";
import { withoutOwnName } from "./own-name.ts";
import { type Returned, watchReturn } from "./return-watch.ts";
import { showArrived } from "./show-arrived.ts";
import { useToast } from "./use-toast.ts";

/** Says once, when a page is back with the server, what others wrote meanwhile, and leads there. */
export function useReturnNotice(session: Session, editor: Editor): void {
  const { me, words, loadDevice } = useApp();
  const { say } = useToast();
  // The same watch for as long as the session: it must not miss how it went offline.
  const now = useRef({ editor, words, say });
  now.current = { editor, words, say };
  useEffect(() => {
    const authors = new AuthorNames(session.awareness);
    const tell = async ({ arrived: all, hasOwn }: Returned) => {
      const { words: allWords, say: toast } = now.current;
      // Where what looks after this device cannot be had, nobody gave a document a name by it.
      const device = all && (await loadDevice().catch(() => undefined));
      const arrived = all && withoutOwnName(all, session.ydoc, device?.nameGiven(session.id));
      // There is a connection again: what was not fetched before can be now.
      const { device: deviceWords } = await allWords.loadTools();
      const { names, hasUnknown } = authors.of(arrived?.clients ?? new Set(), me.getSnapshot()?.person.id);
      // What another tab of mine wrote did not arrive from anybody.
      if (!arrived?.changes || (names.length === 0 && !hasUnknown)) {
        if (hasOwn) toast(deviceWords.ownSaved);
        return;
      }
      const show = { label: deviceWords.show, run: () => showArrived(now.current.editor, arrived.blocks) };
      const text = deviceWords.arrived(arrived.changes, names, hasUnknown, hasOwn);
      toast(text, arrived.blocks.length > 0 ? show : undefined);
    };
    const unwatch = watchReturn(
      session,
      // Where the connection is gone again, there is nothing to say of it.
      (returned) => void onceInTabs(session.id, () => void tell(returned).catch(() => undefined)),
    );
    return () => {
      unwatch();
      authors.end();
    };
  }, [session, me, loadDevice]);
}

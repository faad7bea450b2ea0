import type { EditorCommand } from "@quire/editor";
import { useEffect } from "react";
import { useWords } from "../app-context.ts";
import { isMacPlatform } from "../key-label.ts";
import { useLoaded, usePreload } from "../use-loaded.ts";
import { useToast } from "../use-toast.ts";

interface ShortcutsProps {
  readonly commands: readonly EditorCommand[];
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

const preloadMs = 3_000;
const loadDialog = () => import("./shortcuts-dialog.tsx");

/** The list of keys, fetched when it is first asked for. Mod+/ opens and closes it. */
export function Shortcuts({ commands, isOpen, onOpenChange }: ShortcutsProps) {
  const { failure } = useWords();
  const { fail } = useToast();
  const isMac = isMacPlatform(navigator.platform);
  const dialog = useLoaded(loadDialog, isOpen, () => {
    onOpenChange(false);
    fail(failure.notLoaded);
  });

  usePreload(loadDialog, preloadMs);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "/" || !(isMac ? event.metaKey : event.ctrlKey)) return;
      event.preventDefault();
      onOpenChange(!isOpen);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [isMac, isOpen, onOpenChange]);

  if (dialog === null) return null;
  const { ShortcutsDialog } = dialog;
  return <ShortcutsDialog commands={commands} isMac={isMac} isOpen={isOpen} onOpenChange={onOpenChange} />;
}

import { FileDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useLibraryWords } from "../use-library-words.ts";

/** Takes files that are dropped anywhere on the page, and says so while they hover. */
export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => Promise<void> }) {
  const library = useLibraryWords();
  const [isOver, setOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;

  useEffect(() => {
    const listeners = new AbortController();
    const on = <Type extends "dragenter" | "dragover" | "dragleave" | "drop">(
      type: Type,
      act: (event: DragEvent) => void,
    ) => {
      const heard = (event: DragEvent) => event.dataTransfer?.types.includes("Files") && act(event);
      window.addEventListener(type, heard, { signal: listeners.signal });
    };
    const enter = (event: DragEvent) => {
      // Without this the browser would open the file in place of the page.
      event.preventDefault();
      setOver(true);
    };
    on("dragenter", enter);
    on("dragover", enter);
    // Without a related target the pointer has left the window.
    on("dragleave", (event) => event.relatedTarget === null && setOver(false));
    on("drop", (event) => {
      event.preventDefault();
      setOver(false);
      void take.current([...(event.dataTransfer?.files ?? [])]);
    });
    return () => listeners.abort();
  }, []);

  return (
    isOver && (
      <div className="drop-zone" aria-hidden="true">
        <p>
          <FileDown /> {library.dropHere}
        </p>
      </div>
    )
  );
}

import { type Editor, openBlock } from "@quire/editor";
import { useEffect } from "react";

/** Leads to the block that the page's address names after its `#`. */
export function useBlockAddress(editor: Editor): void {
  useEffect(() => {
    let giveUp: (() => void) | undefined;
    const go = () => {
      giveUp?.();
      const name = location.hash.slice(1);
      if (name !== "") giveUp = openBlock(editor, name);
    };
    go();
    addEventListener("hashchange", go);
    return () => {
      removeEventListener("hashchange", go);
      giveUp?.();
    };
  }, [editor]);
}

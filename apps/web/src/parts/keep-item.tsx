import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useWords } from "../app-context.ts";
import type { NamedDocument } from "../use-document-actions.ts";
import { usePinned } from "../use-pin.ts";

/** Whether this device keeps a document whatever happens, as an item of a menu. */
export function KeepItem({ document }: { readonly document: NamedDocument }) {
  const { common } = useWords();
  const [isPinned, pin] = usePinned(document);
  return (
    <Menu.CheckboxItem className="menu-item" checked={isPinned} onCheckedChange={pin} closeOnClick>
      {common.keepHere}
      <Menu.CheckboxItemIndicator className="menu-check">
        <Check aria-hidden="true" />
      </Menu.CheckboxItemIndicator>
    </Menu.CheckboxItem>
  );
}

import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { NamedDocument } from "../use-document-actions.ts";
import { usePinned } from "../use-pin.ts";
import { onDeviceWords } from "../words/en-on-device.ts";

/** Whether this device keeps a document whatever happens, as an item of a menu. */
export function KeepItem({ document }: { readonly document: NamedDocument }) {
  const [isPinned, pin] = usePinned(document);
  return (
    <Menu.CheckboxItem className="menu-item" checked={isPinned} onCheckedChange={pin} closeOnClick>
      {onDeviceWords.keepHere}
      <Menu.CheckboxItemIndicator className="menu-check">
        <Check aria-hidden="true" />
      </Menu.CheckboxItemIndicator>
    </Menu.CheckboxItem>
  );
}

import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useState } from "react";
import { deviceStorage } from "../theme.ts";
import { chooseTypography, setsTypography } from "../typography.ts";

/** Whether typed quotes and dashes are set as a printer would, as an item of a menu. */
export function TypographyItem({ label }: { readonly label: string }) {
  const [isOn, setOn] = useState(() => setsTypography(deviceStorage()));
  function choose(chosen: boolean) {
    setOn(chosen);
    chooseTypography(chosen, deviceStorage());
  }
  return (
    <Menu.CheckboxItem className="menu-item" checked={isOn} onCheckedChange={choose}>
      {label}
      <Menu.CheckboxItemIndicator className="menu-check">
        <Check aria-hidden="true" />
      </Menu.CheckboxItemIndicator>
    </Menu.CheckboxItem>
  );
}

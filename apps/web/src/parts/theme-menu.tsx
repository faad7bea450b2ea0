import { Menu } from "@base-ui/react/menu";
import { SunMoon } from "lucide-react";
import { useWords } from "../app-context.ts";
import { focusFirstItem } from "./focus-first-item.ts";
import { ThemeItems } from "./theme-items.tsx";

/** Chooses between light, dark, and what the device says. */
export function ThemeMenu() {
  const { common } = useWords();
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className="icon-button" aria-label={common.theme} title={common.theme}>
        <SunMoon aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={4}>
          <Menu.Popup className="menu" onFocus={focusFirstItem}>
            <ThemeItems />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

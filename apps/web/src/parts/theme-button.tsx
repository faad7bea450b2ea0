import { SunMoon } from "lucide-react";
import { useWords } from "../app-context.ts";
import { DeferredPopup } from "./deferred-popup.tsx";

const loadMenu = () => import("./theme-menu.tsx");

/** Opens the choice between light and dark. */
export function ThemeButton() {
  const { common } = useWords();
  return (
    <DeferredPopup
      load={loadMenu}
      className="icon-button"
      label={common.theme}
      title={common.theme}
      hasPopup="menu"
      face={<SunMoon aria-hidden="true" />}
    >
      {({ ThemeMenu }) => <ThemeMenu />}
    </DeferredPopup>
  );
}

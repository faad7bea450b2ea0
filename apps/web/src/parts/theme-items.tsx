import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import { chooseTheme, deviceStorage, readTheme, type Theme } from "../theme.ts";
import { themeWords } from "../words/en-theme.ts";

/** The themes, as items of a menu. */
export function ThemeItems() {
  const { common } = useWords();
  const [theme, setTheme] = useState(() => readTheme(deviceStorage()));
  const themes: readonly (readonly [Theme, string])[] = [
    ["system", themeWords.system],
    ["light", themeWords.light],
    ["dark", themeWords.dark],
  ];
  function choose(chosen: Theme) {
    setTheme(chosen);
    chooseTheme(chosen, document.documentElement, deviceStorage());
  }
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu-label">{common.theme}</Menu.GroupLabel>
      <Menu.RadioGroup value={theme} onValueChange={choose}>
        {themes.map(([value, label]) => (
          <Menu.RadioItem key={value} value={value} className="menu-item">
            {label}
            <Menu.RadioItemIndicator className="menu-check">
              <Check aria-hidden="true" />
            </Menu.RadioItemIndicator>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}

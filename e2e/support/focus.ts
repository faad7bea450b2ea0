import { expect, type Locator, type Page } from "@playwright/test";
import { press } from "./keys.ts";

/** Where the focus is: what it is called, whether it can be seen to be there, and whether it is in a dialog. */
interface Stop {
  readonly name: string;
  readonly isSeen: boolean;
  readonly isInDialog: boolean;
}

/** The element that has the focus; null for the page itself. */
function stopOf(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const outlined = (one: Element | null | undefined) => {
      if (one === null || one === undefined) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    };
    // The browser draws it in the parts of such a field.
    const isDay = element.matches("input[type=date]");
    const { top, bottom, left, right } = (element.closest("label") ?? element).getBoundingClientRect();
    const isOnScreen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    const name = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
    return {
      name: `${element.tagName.toLowerCase()} ${name === "" ? (element.getAttribute("name") ?? "") : name}`,
      isSeen: isOnScreen && (isDay || outlined(element) || outlined(element.closest("label"))),
      isInDialog: element.closest("[role=dialog], [role=alertdialog]") !== null,
    };
  });
}

/** Far more than the stops of any page of ours. */
const mostStops = 120;

/** Goes on by Tab, or another key, until the element has the focus. At each stop it can be seen where it is. */
export async function tabTo(page: Page, wanted: Locator, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < mostStops; count++) {
    if (await hasFocus(wanted)) {
      expect(await stopOf(page)).toMatchObject({ isSeen: true });
      return;
    }
    await press(page, key);
    const stop = await stopOf(page);
    if (stop === null) continue;
    passed.push(stop.name);
    expect(stop, "the focus is seen").toMatchObject({ name: stop.name, isSeen: true });
  }
  throw new Error(`no key leads there: ${passed.join(", ")}`);
}

/** Goes round by Tab once, from where the focus is: nothing holds it, and a dialog does not let it out. Answers with the stops. */
export async function tabRound(page: Page): Promise<readonly string[]> {
  const names: string[] = [];
  const first = await stopOf(page);
  // The same element again, not one that is called the same.
  const mark = await page.evaluateHandle(() => document.activeElement);
  for (let count = 0; count < mostStops; count++) {
    // A dialog hands the focus on a moment after it has left its last part.
    await press(page, "Tab");
    const isRound = await page.evaluate((element) => document.activeElement === element, mark);
    if (isRound) return names;
    const stop = await stopOf(page);
    if (stop === null) {
      expect(first?.isInDialog, "a dialog keeps the focus").toBe(false);
      continue;
    }
    expect(stop, "the focus is seen").toMatchObject({ name: stop.name, isSeen: true });
    if (first?.isInDialog === true) expect(stop.isInDialog, `${stop.name} is in the dialog`).toBe(true);
    names.push(stop.name);
  }
  throw new Error(`Tab does not come round: ${names.join(", ")}`);
}

async function hasFocus(wanted: Locator): Promise<boolean> {
  const [element] = await wanted.elementHandles();
  return element?.evaluate((one) => one === document.activeElement) ?? false;
}

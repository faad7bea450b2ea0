import { afterEach, expect, test, vi } from "vitest";
import { platformWake } from "./wake.ts";

afterEach(() => {
  Reflect.deleteProperty(document, "hidden");
});

/** The page is looked at, or not. */
function show(isShown: boolean): void {
  Object.defineProperty(document, "hidden", { value: !isShown, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

function comeBack(persisted: boolean): void {
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
}

test("C9 a session is told when the page is looked at again, comes back whole, or has a network again", () => {
  const told = vi.fn<() => void>();
  const wake = platformWake();
  const stop = wake.subscribe(told);
  show(false);
  expect(wake.isHidden).toBe(true);
  comeBack(true);
  expect(told).not.toHaveBeenCalled();
  show(true);
  expect(wake.isHidden).toBe(false);
  expect(told).toHaveBeenCalledTimes(1);
  comeBack(true);
  expect(told).toHaveBeenCalledTimes(2);
  // The page is shown for the first time.
  comeBack(false);
  expect(told).toHaveBeenCalledTimes(2);
  dispatchEvent(new Event("online"));
  expect(told).toHaveBeenCalledTimes(3);
  stop();
  dispatchEvent(new Event("online"));
  show(true);
  expect(told).toHaveBeenCalledTimes(3);
});

test("C9 a page that nobody looks at hears of a network too", () => {
  const told = vi.fn<() => void>();
  const stop = platformWake().subscribe(told);
  show(false);
  dispatchEvent(new Event("online"));
  expect(told).toHaveBeenCalledTimes(1);
  stop();
});

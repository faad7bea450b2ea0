import { describe, expect, it } from "vitest";
import { placeBeside, placeMenu, placeToolbar } from "./floating.ts";

const window = { width: 1000, height: 800 };
const sight = { left: 0, top: 52, right: 1000, bottom: 770 };
const toolbar = { width: 300, height: 36 };
const line = (left: number, top: number, right: number, bottom = top + 24) => ({ left, top, right, bottom });

describe("a selection's toolbar", () => {
  it("ED-13 stands above the middle of it", () => {
    expect(placeToolbar(line(400, 300, 500), toolbar, sight, window)).toEqual({ x: 300, y: 256 });
  });

  it("ED-13 does not leave the window on either side", () => {
    expect(placeToolbar(line(0, 300, 20), toolbar, sight, window)?.x).toBe(6);
    expect(placeToolbar(line(980, 300, 1000), toolbar, sight, window)?.x).toBe(694);
  });

  it("ED-13 never stands on what is in sight of it", () => {
    for (let top = -400; top < 900; top += 7) {
      for (const height of [20, 200, 2000]) {
        const selection = line(100, top, 600, top + height);
        const point = placeToolbar(selection, toolbar, sight, window);
        const seen = {
          top: Math.max(selection.top, sight.top),
          bottom: Math.min(selection.bottom, sight.bottom),
        };
        if (point === null) {
          expect(seen.bottom).toBeLessThanOrEqual(seen.top);
          continue;
        }
        expect(point.y + toolbar.height <= seen.top || point.y >= seen.bottom).toBe(true);
        expect(point.y).toBeGreaterThanOrEqual(0);
        expect(point.y + toolbar.height).toBeLessThanOrEqual(window.height);
      }
    }
  });

  it("is unseen while none of the selection is in sight", () => {
    expect(placeToolbar(line(100, 10, 200), toolbar, sight, window)).toBeNull();
    expect(placeToolbar(line(100, 790, 200), toolbar, sight, window)).toBeNull();
  });
});

describe("what stands beside a line", () => {
  const small = { width: 240, height: 36 };

  it("stands below it, at its start, and above it where there is no room", () => {
    expect(placeBeside(line(100, 300, 500), small, sight)).toEqual({ x: 100, y: 332 });
    expect(placeBeside(line(100, 735, 500), small, sight)).toEqual({ x: 100, y: 691 });
  });

  it("never stands on it, nor beyond the window's sides", () => {
    for (let top = -100; top < 900; top += 7)
      for (const left of [-50, 100, 990]) {
        const place = placeBeside(line(left, top, left + 200), small, sight);
        if (place === null) {
          expect(top + 24 <= sight.top || top >= sight.bottom).toBe(true);
          continue;
        }
        expect(place.y + small.height <= top || place.y >= top + 24).toBe(true);
        expect(place.x).toBeGreaterThanOrEqual(6);
        expect(place.x + small.width).toBeLessThanOrEqual(994);
      }
  });
});

describe("a caret's menu", () => {
  const menu = { width: 272, height: 320, tallest: 320, row: 34, inset: 4 };
  const tall = { ...menu, height: 450, tallest: 450 };

  it("ED-13 stands below the caret", () => {
    expect(placeMenu(line(200, 100, 200), menu, sight)).toMatchObject({ x: 200, y: 128 });
  });

  it("ED-13 stands above it where there is no room below", () => {
    expect(placeMenu(line(200, 700, 200), menu, sight)).toMatchObject({ x: 200, y: 376 });
  });

  it("ED-13 stays inside the window at its edge", () => {
    expect(placeMenu(line(990, 100, 990), menu, sight).x).toBe(722);
  });

  it("ED-13 is as tall as its rows wherever the window has room for them", () => {
    for (const top of [52, 100, 280, 520, 600, 740]) {
      const { y, height } = placeMenu(line(200, top, 200), tall, sight);
      expect(height).toBeGreaterThanOrEqual(tall.height);
      expect(y).toBeGreaterThanOrEqual(sight.top + 6);
      expect(y + tall.height).toBeLessThanOrEqual(sight.bottom - 6);
    }
  });

  it("ED-13 stays on its side while what is typed makes it shorter", () => {
    const caret = line(200, 600, 200);
    const { y } = placeMenu(caret, { ...tall, height: 42 }, sight);
    expect(y).toBe(600 - 4 - 42);
  });

  it("ED-13 ends in the middle of a row where it has to scroll, with more of it on neither side", () => {
    for (let height = 200; height < 800; height += 7) {
      for (let top = sight.top; top < height - 24; top += 11) {
        const place = placeMenu(line(200, top, 200), tall, { ...sight, bottom: height });
        if (place.height >= tall.height) continue;
        expect(((place.height - tall.inset) / tall.row) % 1).toBe(0.5);
        expect(place.height).toBeGreaterThan(Math.max(top - sight.top, height - top - 24) - 10 - 34);
        expect(place.y).toBeGreaterThanOrEqual(sight.top + 6);
        expect(place.y + place.height).toBeLessThanOrEqual(height - 6);
      }
    }
  });
});

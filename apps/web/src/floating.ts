/** A rectangle in the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Between what floats and what it belongs to. */
const gap = 8;
/** Between what floats and the window's edge. */
const margin = 6;

/**
 * Where a toolbar stands for a selection: above what is in sight of it, else below, never on it. Null while none of the
 * selection is in sight. `sight` is the part of the window that shows the text.
 */
export function placeToolbar(selection: Box, toolbar: Size, sight: Box, window: Size): Point | null {
  const top = Math.max(selection.top, sight.top);
  const bottom = Math.min(selection.bottom, sight.bottom);
  if (bottom <= top) return null;
  const middle = (Math.max(selection.left, sight.left) + Math.min(selection.right, sight.right)) / 2;
  const x = clamp(middle - toolbar.width / 2, margin, window.width - toolbar.width - margin);
  const above = top - gap - toolbar.height;
  if (above >= margin) return { x, y: above };
  return { x, y: Math.min(bottom + gap, window.height - toolbar.height - margin) };
}

/** Where a menu stands for a caret: below it, or above where there is no room; inside the window. */
export function placeMenu(caret: Box, menu: Size, window: Size): Point {
  const x = clamp(caret.left, margin, window.width - menu.width - margin);
  const below = caret.bottom + gap / 2;
  const fitsBelow = below + menu.height <= window.height - margin;
  const above = caret.top - gap / 2 - menu.height;
  return { x, y: fitsBelow || above < margin ? below : above };
}

/** The value, at least `low`; at most `high` where that leaves room. */
function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

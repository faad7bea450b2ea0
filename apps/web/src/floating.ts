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

/** A menu of rows of one height, which can scroll. */
export interface MenuSize extends Size {
  /** The tallest it has been since it opened: it stays on the side that has room for that. */
  readonly tallest: number;
  readonly row: number;
  /** Above its first row. */
  readonly inset: number;
}

export interface MenuPlace extends Point {
  /** As tall as the menu may be; what does not fit scrolls. */
  readonly height: number;
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

/**
 * Where something small stands for a line of text: below it, else above it, never on it. Null while the line is out of
 * sight. `sight` is the part of the window that it may cover.
 */
export function placeBeside(line: Box, size: Size, sight: Box): Point | null {
  if (line.bottom <= sight.top || line.top >= sight.bottom) return null;
  const x = clamp(line.left, sight.left + margin, sight.right - size.width - margin);
  const above = line.top - gap - size.height;
  const below = line.bottom + gap;
  const isBelow = below + size.height <= sight.bottom - margin || above < sight.top + margin;
  return { x, y: isBelow ? below : above };
}

/**
 * Where a menu stands for a caret: below it, else above it, else where there is more room, and then its end goes through
 * the middle of a row, so that people see that it goes on. `sight` is the part of the window that it may cover.
 */
export function placeMenu(caret: Box, menu: MenuSize, sight: Box): MenuPlace {
  const x = clamp(caret.left, sight.left + margin, sight.right - menu.width - margin);
  const top = caret.bottom + gap / 2;
  const bottom = caret.top - gap / 2;
  const below = sight.bottom - margin - top;
  const above = bottom - margin - sight.top;
  const isBelow = menu.tallest <= below || (menu.tallest > above && below >= above);
  const room = isBelow ? below : above;
  const height = menu.tallest <= room ? room : throughRow(room, menu);
  return { x, y: isBelow ? top : bottom - Math.min(menu.height, height), height };
}

/** The greatest height up to this one that ends in the middle of a row; one row is always seen. */
function throughRow(height: number, { row, inset }: MenuSize): number {
  const rows = Math.floor((height - inset) / row - 0.5);
  return inset + (Math.max(1, rows) + 0.5) * row;
}

/** The value, at least `low`; at most `high` where that leaves room. */
function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

import { type Delta, type Formats, type Op, Writer, withFormats } from "./delta.ts";
import { Reader } from "./reader.ts";

/** One change that does what both do, one after the other. Of a text and a change it is the text after the change. */
export function compose(first: Delta, second: Delta): Delta {
  const a = new Reader(first);
  const b = new Reader(second);
  const result = new Writer();
  while (!a.isAtEnd || !b.isAtEnd) {
    if (b.isAtInsert) result.push(b.next());
    else if (a.isAtDelete) result.push(a.next());
    else {
      const length = Math.min(a.left, b.left);
      const composed = follow(a.next(length), b.next(length));
      if (composed) result.push(composed);
    }
  }
  return result.finish();
}

/** What becomes of a piece that is kept or inserted at the hands of one that keeps or deletes it. */
function follow(first: Op, second: Op): Op | null {
  if ("delete" in first || "insert" in second) return null; // taken as they are, above
  if ("delete" in second) return "insert" in first ? null : second;
  const formats = { ...first.attributes, ...second.attributes };
  return "insert" in first
    ? withFormats({ insert: first.insert }, withoutNulls(formats))
    : withFormats({ retain: first.retain }, formats);
}

function withoutNulls(formats: Formats): Formats {
  return Object.fromEntries(Object.entries(formats).filter(([, value]) => value !== null));
}

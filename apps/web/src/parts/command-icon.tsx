import type { EditorCommand } from "@quire/editor";
import {
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Heading4,
  Heading5,
  Heading6,
  Italic,
  Link,
  List,
  ListOrdered,
  ListTodo,
  type LucideIcon,
  Minus,
  Pilcrow,
  Redo2,
  SquareCode,
  Strikethrough,
  TextQuote,
  Type,
  Underline,
  Undo2,
} from "lucide-react";

/** The picture of a command. */
export function CommandIcon({ command }: { readonly command: EditorCommand }) {
  const Icon = icons.get(command.icon) ?? Type;
  return <Icon aria-hidden="true" />;
}

// Named one by one, so that the bundle has these and not two thousand.
const icons: ReadonlyMap<string, LucideIcon> = new Map([
  ["bold", Bold],
  ["code", Code],
  ["heading-1", Heading1],
  ["heading-2", Heading2],
  ["heading-3", Heading3],
  ["heading-4", Heading4],
  ["heading-5", Heading5],
  ["heading-6", Heading6],
  ["italic", Italic],
  ["link", Link],
  ["list", List],
  ["list-ordered", ListOrdered],
  ["list-todo", ListTodo],
  ["minus", Minus],
  ["pilcrow", Pilcrow],
  ["quote", TextQuote],
  ["redo-2", Redo2],
  ["square-code", SquareCode],
  ["strikethrough", Strikethrough],
  ["underline", Underline],
  ["undo-2", Undo2],
]);

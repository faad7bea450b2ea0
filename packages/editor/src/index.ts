export type { EditorCommand } from "./commands/command.ts";
export { createEditor, type Editor, type EditorOptions } from "./editor.ts";
export type { EditorSnapshot, SlashSnapshot } from "./snapshot.ts";
export { bindTitle, type TitleOptions } from "./title.ts";
export { type EditorWords, englishWords } from "./words.ts";

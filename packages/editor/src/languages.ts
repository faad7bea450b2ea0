/** A language that code can be marked as: the name that is stored, the one that is shown, and others for it. */
export interface Language {
  readonly id: string;
  readonly label: string;
  readonly aliases?: readonly string[];
}

/** The languages offered for a code block. A block may hold any other name, which is then shown as it is. */
export const languages: readonly Language[] = [
  { id: "bash", label: "Bash", aliases: ["sh", "shell", "zsh"] },
  { id: "c", label: "C" },
  { id: "cpp", label: "C++", aliases: ["c++"] },
  { id: "csharp", label: "C#", aliases: ["c#", "cs"] },
  { id: "css", label: "CSS" },
  { id: "diff", label: "Diff" },
  { id: "go", label: "Go", aliases: ["golang"] },
  { id: "html", label: "HTML" },
  { id: "java", label: "Java" },
  { id: "javascript", label: "JavaScript", aliases: ["js", "jsx"] },
  { id: "json", label: "JSON" },
  { id: "kotlin", label: "Kotlin", aliases: ["kt"] },
  { id: "markdown", label: "Markdown", aliases: ["md"] },
  { id: "math", label: "Math", aliases: ["tex", "latex", "katex"] },
  { id: "mermaid", label: "Mermaid", aliases: ["diagram"] },
  { id: "php", label: "PHP" },
  { id: "python", label: "Python", aliases: ["py"] },
  { id: "ruby", label: "Ruby", aliases: ["rb"] },
  { id: "rust", label: "Rust", aliases: ["rs"] },
  { id: "sql", label: "SQL" },
  { id: "swift", label: "Swift" },
  { id: "toml", label: "TOML" },
  { id: "typescript", label: "TypeScript", aliases: ["ts", "tsx"] },
  { id: "xml", label: "XML" },
  { id: "yaml", label: "YAML", aliases: ["yml"] },
];

/** The language that a word names, by its stored name or another one. */
export function findLanguage(word: string): Language | undefined {
  const name = word.toLowerCase();
  return languages.find(({ id, aliases }) => id === name || aliases?.includes(name));
}

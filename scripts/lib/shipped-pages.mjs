import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pagesFolder } from "./pages.mjs";

const elsewhere = "(?:https?:)?//";

/** What a file of the pages may not have in it, by its ending: each of these has a browser ask another server, or tells our sources. */
const forbidden = [
  { name: /\.html$/, text: new RegExp(`\\b(?:src|href|action)\\s*=\\s*["']?${elsewhere}`, "i") },
  { name: /\.css$/, text: new RegExp(`(?:@import\\s+|url\\(\\s*)["']?${elsewhere}`, "i") },
  {
    name: /\.js$/,
    text: new RegExp(`(?:\\bimport\\s*\\(?|\\bfrom|\\bimportScripts\\s*\\()\\s*["'\`]${elsewhere}`),
  },
  {
    name: /\.(?:html|css|js|webmanifest)$/,
    text: /\b(?:cdn\.jsdelivr\.net|unpkg\.com|esm\.sh|cdnjs\.cloudflare\.com|ajax\.googleapis\.com|fonts\.(?:googleapis|gstatic)\.com)\b/i,
  },
  { name: /\.(?:css|js)$/, text: /^\s*\/[/*][#@]\s*sourceMappingURL=/m },
];

/**
 * What in built pages is fetched from another server, or is a source map, in words.
 * @param {string} folder
 * @returns {string[]}
 */
export function faultsOfPages(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (name.endsWith(".map")) return [`${name} is a source map`];
    const checks = forbidden.filter((check) => check.name.test(name));
    const text = checks.length === 0 ? "" : readFileSync(file, "utf8");
    return checks.flatMap((check) => {
      const [found] = check.text.exec(text) ?? [];
      return found === undefined ? [] : [`${name} has ${found.trim()}`];
    });
  });
}

/** Says what is wrong with the pages as they are built; whether nothing is. */
export function checkShipped() {
  if (!existsSync(pagesFolder)) {
    console.error("The pages are not built, so what they fetch is not known.");
    return false;
  }
  const faults = faultsOfPages(pagesFolder);
  for (const fault of faults) console.error(fault);
  return faults.length === 0;
}

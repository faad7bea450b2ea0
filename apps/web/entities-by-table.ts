import type { Plugin } from "vite";

const library = "decode-named-character-reference";

/**
 * The parser of Markdown asks a page what `&amp;` means, by markup that our content policy does not let a script write. Here
 * it has the table of all of them, as it has outside of pages.
 */
export function entitiesByTable(): Plugin {
  return {
    name: "quire-entities-by-table",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (source !== library) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return found && { ...found, id: found.id.replace(/index\.dom\.js$/, "index.js") };
    },
  };
}

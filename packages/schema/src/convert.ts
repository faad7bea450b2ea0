// The second face: Markdown and HTML. Their parsers weigh 30 MB in memory, so a server loads them when somebody asks.
export { fromHtml, toHtml } from "./html.ts";
export { fromMarkdown, toMarkdown } from "./markdown.ts";
export { type PageOptions, toPage } from "./page.ts";

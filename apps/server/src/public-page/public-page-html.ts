import type { PageText } from "@quire/server";
import { escapeHtml } from "../escape-html.ts";

/** What stands around the text of a public page. */
export interface PublicPage {
  readonly text: PageText;
  /** The page's own address where the server knows how people reach it. */
  readonly url: string | undefined;
  readonly stylesheet: string | undefined;
  /** Whether search engines may list it. */
  readonly isListed: boolean;
}

/** Search engines keep no page that is not listed, and say nothing of where it leads. */
export const unlisted = "noindex, nofollow, noarchive";

/** The page as readers are sent it: without a script, whole by itself. */
export function publicPageHtml({ text, url, stylesheet, isListed }: PublicPage): string {
  const title = text.title === "" ? "Untitled" : text.title;
  const head = [
    `<meta charset="utf-8">`,
    meta("name", "viewport", "width=device-width, initial-scale=1"),
    meta("name", "color-scheme", "light dark"),
    meta("name", "description", text.excerpt),
    ...(isListed ? [] : [meta("name", "robots", unlisted)]),
    meta("property", "og:type", "article"),
    meta("property", "og:title", title),
    meta("property", "og:description", text.excerpt),
    ...(url === undefined ? [] : [meta("property", "og:url", url)]),
    meta("name", "twitter:card", "summary"),
    `<link rel="icon" href="/favicon.svg" type="image/svg+xml">`,
    ...(stylesheet === undefined ? [] : [`<link rel="stylesheet" href="${escapeHtml(stylesheet)}">`]),
    `<title>${escapeHtml(title)}</title>`,
  ];
  const body = `<main class="sheet" dir="auto"><h1 class="title">${escapeHtml(title)}</h1><div class="text">\n${text.html}\n</div></main>`;
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join("\n")}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

function meta(kind: "name" | "property", name: string, content: string): string {
  return `<meta ${kind}="${name}" content="${escapeHtml(content)}">`;
}

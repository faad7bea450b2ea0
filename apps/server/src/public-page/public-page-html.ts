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
  /** Whether whoever shows where its address leads is told what it is about. */
  readonly hasPreview: boolean;
}

/** Search engines keep no page that is not listed, and say nothing of where it leads. */
export const unlisted = "noindex, nofollow, noarchive";

/** They show none of its words where they list it. */
const unquoted = "nosnippet";

/** What search engines are told; undefined where they may do as they do. */
export function robotsOf({ isListed, hasPreview }: Pick<PublicPage, "isListed" | "hasPreview">) {
  if (!isListed) return unlisted;
  return hasPreview ? undefined : unquoted;
}

/** The page as readers are sent it: without a script, whole by itself. */
export function publicPageHtml(page: PublicPage): string {
  const { text, stylesheet } = page;
  const title = text.title === "" ? "Untitled" : text.title;
  const robots = robotsOf(page);
  const head = [
    `<meta charset="utf-8">`,
    meta("name", "viewport", "width=device-width, initial-scale=1"),
    meta("name", "color-scheme", "light dark"),
    ...(robots === undefined ? [] : [meta("name", "robots", robots)]),
    ...(page.hasPreview ? preview(page, title) : noPreview),
    `<link rel="icon" href="/favicon.svg" type="image/svg+xml">`,
    ...(stylesheet === undefined ? [] : [`<link rel="stylesheet" href="${escapeHtml(stylesheet)}">`]),
    `<title>${escapeHtml(title)}</title>`,
  ];
  const body = `<main class="sheet" dir="auto"><h1 class="title">${escapeHtml(title)}</h1><div class="text">\n${text.html}\n</div></main>`;
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join("\n")}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

/** What the page is about, for whoever shows where its address leads. */
function preview({ text, url }: PublicPage, title: string): string[] {
  return [
    meta("name", "description", text.excerpt),
    meta("property", "og:type", "article"),
    meta("property", "og:title", title),
    meta("property", "og:description", text.excerpt),
    ...(url === undefined ? [] : [meta("property", "og:url", url)]),
    meta("name", "twitter:card", "summary"),
    meta("name", "twitter:title", title),
    meta("name", "twitter:description", text.excerpt),
  ];
}

/** The same words for every page: who finds none takes the title that the page has for its readers. */
const noPreview = [
  meta("property", "og:title", "A shared page"),
  meta("name", "twitter:title", "A shared page"),
];

function meta(kind: "name" | "property", name: string, content: string): string {
  return `<meta ${kind}="${name}" content="${escapeHtml(content)}">`;
}

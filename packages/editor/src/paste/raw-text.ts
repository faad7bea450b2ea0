const opening = () =>
  /<!--|<(script|style|textarea|title|xmp|noembed|noframes|noscript|iframe|plaintext)(?=[\s/>])[^<>]*>/gi;

/**
 * HTML without what a browser reads by other rules than tags: comments, scripts, titles and the like. Style sheets are kept
 * in scripts, where nothing draws them, and of frames the address, in a link. What is left has tags where it seems to have them, and nowhere else. Looks at each
 * character once.
 */
export function withoutRawText(html: string): string {
  const openings = opening();
  let kept = "";
  let at = 0;
  for (let found = openings.exec(html); found !== null; found = openings.exec(html)) {
    const name = found[1]?.toLowerCase();
    const start = found.index + found[0].length;
    const end = name === undefined ? /--!?>/g : new RegExp(`</${name}(?=[\\s/>])[^<>]*>`, "gi");
    // A comment may end in its first signs, as `<!-->` does.
    end.lastIndex = name === undefined ? found.index + 2 : start;
    const ending = end.exec(html);
    kept += html.slice(at, found.index);
    if (name === "iframe") kept += linkIn(found[0]);
    if (name === "style") kept += sheetIn(html.slice(start, ending?.index));
    // What does not end goes on to the end of all.
    at = ending === null ? html.length : end.lastIndex;
    openings.lastIndex = at;
  }
  return kept + html.slice(at);
}

function sheetIn(text: string): string {
  return `<script>${text.replaceAll("<", "")}</script>`;
}

/** The class of a link that stands for a frame. */
export const embedClass = "quire-embed";

function linkIn(frame: string): string {
  const address = /\ssrc\s*=\s*["']?(?:https:)?\/\/([^\s"'<>]{1,2048})/i.exec(frame)?.[1];
  return address === undefined ? "" : `<a class="${embedClass}" href="https://${address}"></a>`;
}

/** A site whose pages can stand in a document. */
export interface EmbedSite {
  /** What people call it. */
  readonly name: string;
  /** The origin that its frames come from: what a page's policy has to let in. */
  readonly frames: string;
  /** The addresses of its pages, without `https://` and `www.`; the names in them stand for what a frame is made of. */
  readonly pages: readonly RegExp[];
  /** The rest of the frame's address. */
  frameOf(page: Readonly<Record<string, string>>): string;
}

/** The sites whose pages can stand in a document. No other is ever put into a frame. */
export const embedSites: readonly EmbedSite[] = [
  {
    name: "YouTube",
    frames: "https://www.youtube-nocookie.com",
    pages: [
      /^(?:m\.)?youtube\.com\/watch\?(?:[^#]*&)?v=(?<id>[\w-]{11})(?=[&#]|$)(?:[^#]*&t=(?<start>\d{1,6})s?(?=[&#]|$))?/,
      /^(?:m\.)?youtube(?:-nocookie)?\.com\/(?:embed|shorts|live)\/(?<id>[\w-]{11})(?=[/?#]|$)/,
      /^youtu\.be\/(?<id>[\w-]{11})(?=[/?#]|$)(?:\?(?:[^#]*&)?t=(?<start>\d{1,6})s?(?=[&#]|$))?/,
    ],
    frameOf: ({ id, start }) => `/embed/${id}${start ? `?start=${start}` : ""}`,
  },
  {
    name: "Vimeo",
    frames: "https://player.vimeo.com",
    pages: [
      /^vimeo\.com\/(?<id>\d{1,12})(?:\/(?<secret>[\da-f]{6,20}))?(?=[/?#]|$)/,
      /^player\.vimeo\.com\/video\/(?<id>\d{1,12})(?:\?(?:[^#]*&)?h=(?<secret>[\da-f]{6,20}))?(?=[?&#]|$)/,
    ],
    frameOf: ({ id, secret }) => `/video/${id}?dnt=1${secret ? `&h=${secret}` : ""}`,
  },
  {
    name: "Loom",
    frames: "https://www.loom.com",
    pages: [/^loom\.com\/(?:share|embed)\/(?:[\w-]*-)?(?<id>[\da-f]{32})(?=[/?#]|$)/],
    frameOf: ({ id }) => `/embed/${id}`,
  },
  {
    name: "Figma",
    frames: "https://embed.figma.com",
    pages: [
      /^(?:embed\.)?figma\.com\/(?<type>design|file|proto|board|slides|deck)\/(?<id>[\dA-Za-z]{10,40})(?=[/?#]|$)/,
    ],
    frameOf: ({ id, type }) => `/${type === "file" ? "design" : type}/${id}?embed-host=quire`,
  },
  {
    name: "CodePen",
    frames: "https://codepen.io",
    pages: [
      /^codepen\.io\/(?<person>[\w-]{1,64})\/(?:pen|embed|full|details)\/(?<id>[\dA-Za-z]{4,40})(?=[/?#]|$)/,
    ],
    frameOf: ({ id, person }) => `/${person}/embed/${id}?default-tab=result`,
  },
  {
    name: "CodeSandbox",
    frames: "https://codesandbox.io",
    pages: [/^codesandbox\.io\/(?:s|embed)\/(?<id>[\w-]{4,80})(?=[/?#]|$)/],
    frameOf: ({ id }) => `/embed/${id}`,
  },
  {
    name: "Spotify",
    frames: "https://open.spotify.com",
    pages: [
      /^open\.spotify\.com\/(?:intl-\w\w\/)?(?:embed\/)?(?<type>track|album|playlist|episode|show)\/(?<id>[\dA-Za-z]{22})(?=[/?#]|$)/,
    ],
    frameOf: ({ id, type }) => `/embed/${type}/${id}`,
  },
  {
    name: "Google Docs",
    frames: "https://docs.google.com",
    pages: [
      /^docs\.google\.com\/(?<type>document|spreadsheets|presentation)\/d\/(?<id>[\w-]{20,80})(?=[/?#]|$)/,
    ],
    frameOf: ({ id, type }) => `/${type}/d/${id}/preview`,
  },
  {
    name: "Miro",
    frames: "https://miro.com",
    pages: [/^miro\.com\/app\/(?:board|live-embed)\/(?<id>[\w-]{8,24}=)(?=[/?#]|$)/],
    frameOf: ({ id }) => `/app/live-embed/${id}/`,
  },
];

/** A page of another site that can stand in a document: the site's name, and the address of the frame that shows it. */
export interface EmbedFrame {
  readonly site: string;
  readonly address: string;
}

/** What shows the page at an address, or null where its site is none of ours. */
export function embedFrameOf(address: string): EmbedFrame | null {
  if (!/^https:\/\//i.test(address) || address.length > 2048) return null;
  // What is made here holds pieces of the address that are letters, digits and hyphens, and nothing else of it.
  const page = address
    .slice("https://".length)
    .replace(/^[^/?#]*/, (host) => host.toLowerCase().replace(/^www\./, ""));
  for (const { name, frames, pages, frameOf } of embedSites)
    for (const pattern of pages) {
      const found = pattern.exec(page);
      if (found) return { site: name, address: frames + frameOf(found.groups ?? {}) };
    }
  return null;
}

/** What a file is taken for whose bytes say nothing that a page may show. */
export const anyFile = "application/octet-stream";

/** Bytes of a file's beginning that its type is read from. */
export const headBytes = 512;

/**
 * What a page may show as it is, with the endings that such a file's name may have; the first is given to one that has none
 * of them. What can hold a script, SVG and HTML above all, is never here.
 */
const shown = {
  "image/png": [".png"],
  "image/jpeg": [".jpg", ".jpeg", ".jfif"],
  "image/gif": [".gif"],
  "image/webp": [".webp"],
  "image/avif": [".avif"],
  "audio/mpeg": [".mp3"],
  "audio/aac": [".aac"],
  "audio/mp4": [".m4a", ".m4b", ".mp4"],
  "audio/ogg": [".ogg", ".oga", ".opus"],
  "audio/wav": [".wav"],
  "audio/flac": [".flac"],
  "video/mp4": [".mp4", ".m4v"],
  "video/quicktime": [".mov", ".qt"],
  "video/webm": [".webm"],
  "video/ogg": [".ogv", ".ogg"],
  "application/pdf": [".pdf"],
} as const satisfies Record<string, readonly [string, ...string[]]>;

type ShownType = keyof typeof shown;

/** The type of a file, as it is served. */
export type FileType = ShownType | typeof anyFile;

/** Whether a page may show such a file where it stands; every other one is a file to keep. */
export function isShown(type: string): boolean {
  return Object.hasOwn(shown, type);
}

/** Whether it is an image that every browser draws. */
export function isImage(type: string): boolean {
  return isShown(type) && type.startsWith("image/");
}

/** The endings of names that such a file may have, its usual one first; none where any may be. */
export function endingsOf(type: FileType): readonly string[] {
  return type === anyFile ? [] : shown[type];
}

/** What the file is by its first bytes, whatever anybody says of it. */
export function typeOf(head: Buffer): FileType {
  return signatures.find(([, fits]) => fits(head))?.[0] ?? anyFile;
}

type Fits = (head: Buffer) => boolean;

const signatures: readonly (readonly [FileType, Fits])[] = [
  ["image/png", begins("\x89PNG\r\n\x1a\n")],
  ["image/jpeg", begins("\xff\xd8\xff")],
  ["image/gif", (head) => /^GIF8[79]a/.test(head.toString("latin1", 0, 6))],
  ["image/webp", isRiff("WEBP")],
  ["audio/wav", isRiff("WAVE")],
  ["image/avif", hasBrand("avif", "avis")],
  // Apple's photos are of the same family as films; few browsers draw them.
  [anyFile, hasBrand("heic", "heix", "heim", "heis", "hevc", "hevx")],
  ["audio/mp4", hasBrand("M4A ", "M4B ")],
  ["video/quicktime", (head) => brandsOf(head)[0] === "qt  "],
  ["video/mp4", hasBrand("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash")],
  // Matroska's other files begin alike; the name of this one stands near.
  [
    "video/webm",
    (head) => isMatroska(head) && head.subarray(0, 64).includes("\x42\x82\x84webm", 0, "latin1"),
  ],
  ["video/ogg", (head) => isOgg(head) && head.subarray(0, 64).includes("\x80theora", 0, "latin1")],
  ["audio/ogg", isOgg],
  ["audio/flac", begins("fLaC")],
  ["audio/mpeg", (head) => begins("ID3")(head) || isMpegFrame(head)],
  ["audio/aac", ([first = 0, second = 0]) => first === 0xff && (second & 0xf6) === 0xf0],
  ["application/pdf", begins("%PDF-")],
];

function begins(signature: string): Fits {
  return (head) => head.toString("latin1", 0, signature.length) === signature;
}

function isMatroska(head: Buffer): boolean {
  return begins("\x1a\x45\xdf\xa3")(head);
}

function isOgg(head: Buffer): boolean {
  return begins("OggS\0")(head);
}

function isRiff(form: string): Fits {
  return (head) => begins("RIFF")(head) && head.toString("latin1", 8, 12) === form;
}

function hasBrand(...names: readonly string[]): Fits {
  return (head) => brandsOf(head).some((brand) => names.includes(brand));
}

/** The brands of ISO's base media format: the main one, then those that it is compatible with. */
function brandsOf(head: Buffer): string[] {
  if (head.length < 16 || head.toString("latin1", 4, 8) !== "ftyp") return [];
  const end = Math.min(head.readUInt32BE(0), head.length);
  const brands = [head.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString("latin1", at, at + 4));
  return brands;
}

/** An MP3 without tags begins with a frame: its sync bits, layer III, a bit rate and a sampling rate that there are. */
function isMpegFrame([first = 0, second = 0, third = 0]: Buffer): boolean {
  const rate = third >> 4;
  return (
    first === 0xff &&
    (second & 0xe6) === 0xe2 &&
    rate !== 0 &&
    rate !== 15 &&
    (third & 0x0c) !== 0x0c &&
    (second & 0x18) !== 0x08
  );
}

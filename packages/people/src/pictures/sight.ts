/** What whoever draws a picture will have to draw, as its headers say it. */
export interface Sight {
  /** Pixels; never 0. */
  readonly width: number;
  readonly height: number;
  readonly isMoving: boolean;
}

/** Reads a PNG's chunks. Undefined for what no browser would draw. */
export function readPng(bytes: Buffer): Sight | undefined {
  const [head, ...others] = chunks(bytes, 8, pngChunk);
  if (head?.name !== "IHDR" || head.data.length !== 13) return undefined;
  const isMoving = others.some(({ name }) => name === "acTL");
  return sightOf([[head.data.readUInt32BE(0), head.data.readUInt32BE(4)]], isMoving);
}

/** Reads the segments of a JPEG up to the first scan. */
export function readJpeg(bytes: Buffer): Sight | undefined {
  const sizes: Size[] = [];
  for (const { name, data } of chunks(bytes, 2, jpegSegment)) {
    if (name === startOfScan) return sightOf(sizes, false);
    if (isFrame(name) && data.length >= 5) sizes.push([data.readUInt16BE(3), data.readUInt16BE(1)]);
  }
  return undefined;
}

/** Reads a WebP's chunks. Its canvas and each frame say a size; the largest counts. */
export function readWebp(bytes: Buffer): Sight | undefined {
  const sizes: Size[] = [];
  let isMoving = false;
  for (const { name, data } of chunks(bytes, 12, riffChunk)) {
    if (name === "ANIM" || name === "ANMF") isMoving = true;
    else if (name === "VP8X" && data.length >= 10)
      sizes.push([1 + data.readUIntLE(4, 3), 1 + data.readUIntLE(7, 3)]);
    else if (name === "VP8 " && data.length >= 10)
      sizes.push([data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff]);
    else if (name === "VP8L" && data.length >= 5) {
      const packed = data.readUInt32LE(1);
      sizes.push([1 + (packed & 0x3fff), 1 + ((packed >>> 14) & 0x3fff)]);
    }
  }
  return sightOf(sizes, isMoving);
}

type Size = readonly [width: number, height: number];

function sightOf(sizes: readonly Size[], isMoving: boolean): Sight | undefined {
  if (sizes.length === 0 || sizes.flat().includes(0)) return undefined;
  const width = Math.max(...sizes.map(([one]) => one));
  return { width, height: Math.max(...sizes.map(([, one]) => one)), isMoving };
}

interface Chunk<Name> {
  readonly name: Name;
  readonly data: Buffer;
  /** Where the next one begins. */
  readonly next: number;
}

/** The chunks of a file, one behind the other, up to the first that is not whole. */
function* chunks<Name>(
  bytes: Buffer,
  start: number,
  read: (bytes: Buffer, at: number) => Chunk<Name> | undefined,
): Iterable<Chunk<Name>> {
  for (let at = start; ; ) {
    const chunk = read(bytes, at);
    if (chunk === undefined) return;
    yield chunk;
    at = chunk.next;
  }
}

function pngChunk(bytes: Buffer, at: number): Chunk<string> | undefined {
  if (at + 8 > bytes.length) return undefined;
  const end = at + 8 + bytes.readUInt32BE(at);
  const name = bytes.toString("latin1", at + 4, at + 8);
  return { name, data: bytes.subarray(at + 8, end), next: end + 4 };
}

function riffChunk(bytes: Buffer, at: number): Chunk<string> | undefined {
  if (at + 8 > bytes.length) return undefined;
  const length = bytes.readUInt32LE(at + 4);
  const data = bytes.subarray(at + 8, at + 8 + length);
  return { name: bytes.toString("latin1", at, at + 4), data, next: at + 8 + length + (length % 2) };
}

const startOfScan = 0xda;

function jpegSegment(bytes: Buffer, at: number): Chunk<number> | undefined {
  if (bytes[at] !== 0xff) return undefined;
  // A marker may stand behind any number of these.
  let start = at;
  while (bytes[start] === 0xff) start++;
  if (start + 3 > bytes.length || !hasLength(bytes.readUInt8(start))) return undefined;
  const next = start + 1 + bytes.readUInt16BE(start + 1);
  return { name: bytes.readUInt8(start), data: bytes.subarray(start + 3, next), next };
}

/** Markers that stand alone begin no segment: who took what follows for a length would not see the frame that a browser sees. */
function hasLength(marker: number): boolean {
  return marker >= 0xc0 && (marker < 0xd0 || marker > 0xd9);
}

/** Whether a segment begins a frame, and says its size: SOF0 to SOF15, between which three others stand. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

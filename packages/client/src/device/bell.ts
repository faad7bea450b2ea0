/**
 * What a bell says: `kept`, something was written; `gone`, what was kept of the document is not there any more; `ended`,
 * and nothing more is to be kept.
 */
export type Tone = "kept" | "gone" | "ended";

/** Calls the other tabs that have the same copy of a document open to the device's database. What was written is only there. */
export interface Bell {
  ring(tone: Tone): void;
  close(): void;
}

/** Where a browser has none, nobody is called. */
export type BellChannel = typeof BroadcastChannel | undefined;

/** Which copy: the document's name, and the database that has it. Each person has one of their own. */
export interface CopyPlace {
  readonly name: string;
  readonly database: string;
}

/**
 * Hangs up the bell of a document's copy. One's own ringing is not heard, nor that of who keeps in another database.
 *
 * Pages of before (C27) ring by the bare tone, for all who have the document open, and look at what was kept at any other word: they
 * are told by both. A bare tone that follows another page's word is its echo; any other is an older page's, and heard.
 */
export function hangBell(
  Channel: BellChannel,
  { name, database }: CopyPlace,
  heard: (tone: unknown) => void,
): Bell {
  const channel = Channel && new Channel(`quire ${name}`);
  const echoes: unknown[] = [];
  const listen = (data: unknown) => {
    if (typeof data === "object" && data !== null && "tone" in data && "database" in data) {
      if (data.tone !== "kept") echoes.push(data.tone);
      if (data.database === database) heard(data.tone);
      return;
    }
    const echo = echoes.indexOf(data);
    if (echo < 0) heard(data);
    else echoes.splice(echo, 1);
  };
  if (channel !== undefined) channel.onmessage = ({ data }) => listen(data);
  return {
    ring(tone) {
      channel?.postMessage({ tone, database });
      if (tone !== "kept") channel?.postMessage(tone);
    },
    close: () => channel?.close(),
  };
}

/** The platform's own channels between tabs. */
export function platformChannel(): BellChannel {
  return typeof BroadcastChannel === "undefined" ? undefined : BroadcastChannel;
}

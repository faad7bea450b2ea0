/**
 * What a bell says: `kept`, something was written; `gone`, what was kept of the document is not there any more; `ended`,
 * and nothing more is to be kept.
 */
export type Tone = "kept" | "gone" | "ended";

/** Calls the other tabs that have the same document open to the device's database. What was written is only there. */
export interface Bell {
  ring(tone: Tone): void;
  close(): void;
}

/** Where a browser has none, nobody is called. */
export type BellChannel = typeof BroadcastChannel | undefined;

/** Hangs up the bell of a document's copy. One's own ringing is not heard. */
export function hangBell(Channel: BellChannel, name: string, heard: (tone: unknown) => void): Bell {
  const channel = Channel && new Channel(`quire ${name}`);
  if (channel !== undefined) channel.onmessage = ({ data }) => heard(data);
  return {
    ring: (tone) => channel?.postMessage(tone),
    close: () => channel?.close(),
  };
}

/** The platform's own channels between tabs. */
export function platformChannel(): BellChannel {
  return typeof BroadcastChannel === "undefined" ? undefined : BroadcastChannel;
}

/** The platform's WebSocket as a guest's browser uses it: with their cookie, from a page of the server at `origin`. */
export async function guestSocket(origin: string): Promise<typeof WebSocket> {
  const me = await fetch(`${origin}/api/me`, { headers: { connection: "close" } });
  const cookie = me.headers.getSetCookie()[0]?.split(";", 1)[0];
  if (cookie === undefined) throw new Error(`${origin} gave its guest no cookie`);
  const options = { headers: { cookie, origin } };
  return class extends WebSocket {
    constructor(url: string | URL) {
      // Node's takes headers there, which a page cannot choose.
      super(url, options as unknown as string[]);
    }
  };
}

/** A WebSocket that never gets through. */
export const silentSocket = class {
  readonly CONNECTING = 0;
  readonly readyState = 0;
  readonly bufferedAmount = 0;
  binaryType = "blob";
  readonly url: string;

  constructor(url: string | URL) {
    this.url = String(url);
  }

  send(): void {}

  close(): void {}
} as unknown as typeof WebSocket;

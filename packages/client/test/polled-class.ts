import { lineAddress } from "../src/line/line-requests.ts";
import { PolledSocket } from "../src/line/polled-socket.ts";

/** The WebSocket class of a platform on which no WebSocket ever gets through. `request` is its `fetch`. */
export function polledClass(server: string, request?: typeof fetch): typeof WebSocket {
  return new Proxy(WebSocket, {
    construct(_, [url, protocols]: [string, string[]?]) {
      const address = lineAddress(server, url, protocols);
      if (address === undefined) throw new Error(`there is no place for lines beside ${server}`);
      return new PolledSocket(url, { address, ...(request && { fetch: request }) });
    },
  });
}

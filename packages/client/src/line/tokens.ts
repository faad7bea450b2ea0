import { renewingProtocol, renewingProtocolsFor, tokenWord } from "@quire/protocol";
import type { PolledSocket } from "./polled-socket.ts";
import { lifeOf, renewalIn } from "./token-life.ts";

/** Gives the token that the next line is opened with. Called for each line, and before one ends; one that was given before may be given again while it is good. */
export type TokenSource = () => string | Promise<string>;

/** How long a token may take to come before the line counts as lost, and is tried again later. */
const patienceMs = 15_000;

/** Refusals in a row from which on there is no use in another token: the first may be of one that has ended. */
const refusalsToGiveUp = 2;

/**
 * The tokens of one session. Before one ends whose end is known, the line is given the next, and goes on. Where that does not
 * come about, the end is the server's to see, whose clock decides: it closes the line, and the next one, which follows at once,
 * asks for a newer token.
 */
export class Tokens {
  readonly #source: TokenSource;
  #refusals = 0;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  /** The token for a new line. Rejects where there is none now. */
  async next(): Promise<string> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error("the token took too long to come")), patienceMs);
    try {
      return await Promise.race([this.#source(), promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What a WebSocket is opened with to bring it. */
  protocolsFor(token: string): string[] {
    return renewingProtocolsFor(token);
  }

  /** Has the line go on with newer tokens, as long as it is open and the server takes them on it. */
  keep(socket: WebSocket, first: string): void {
    let token = first;
    let endsAt = Date.now() + lifeOf(first, Date.now());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = (): void => {
      const waitMs = renewalIn(endsAt - Date.now());
      if (waitMs !== undefined) timer = setTimeout(() => void renew(), waitMs);
    };
    const renew = async (): Promise<void> => {
      // Where none can be had now, this one is asked for again while it is good.
      const next = await this.next().catch(() => token);
      if (socket.readyState !== socket.OPEN) return;
      // An empty one is none: who has no newer one is told so at the end of this.
      if (next !== token && next !== "") {
        token = next;
        endsAt = Date.now() + lifeOf(next, Date.now());
        bring(socket, next);
      }
      plan();
    };
    socket.addEventListener("open", () => {
      if (takesTokens(socket)) plan();
    });
    socket.addEventListener("close", () => clearTimeout(timer));
  }

  /** The newest token has opened the document. */
  worked(): void {
    this.#refusals = 0;
  }

  /** The server does not know who this is. Answers with whether another token may be tried. */
  refused(): boolean {
    return ++this.#refusals < refusalsToGiveUp;
  }
}

function takesTokens(socket: WebSocket): boolean {
  return bringsByItself(socket) || socket.protocol === renewingProtocol;
}

function bring(socket: WebSocket, token: string): void {
  if (bringsByItself(socket)) socket.renew(token);
  else socket.send(tokenWord(token));
}

/** The line over HTTP, whose class is loaded where it is needed alone. */
function bringsByItself(socket: WebSocket): socket is WebSocket & Pick<PolledSocket, "renew"> {
  return "renew" in socket;
}

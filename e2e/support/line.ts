import type { Page } from "@playwright/test";

/** The document sockets of one page, whose frames a test can hold back. */
export interface Line {
  /**
   * From now on nothing passes, in either direction; or everything but the server's word that edits are saved; or but what
   * comes in parts.
   */
  hold(what?: "everything" | keyof typeof tags): void;
  /** Frames that are held. */
  readonly waiting: number;
  /** The first of what was held passes, the rest stays. */
  releaseOne(): void;
  /** What was held passes, in its order, and so does what follows. */
  release(): void;
}

type Frame = string | Buffer;

/** The first byte of `saved n`, and of `part n`. */
const tags = { saved: 100, parts: 103 };

/** Puts a page's document sockets on a line. To be called before the page is opened. */
export async function lineOf(page: Page): Promise<Line> {
  let isHeld = (_frame: Frame): boolean => false;
  let waiting: (() => void)[] = [];
  const pass = (frame: Frame, send: (frame: Frame) => void): void => {
    if (isHeld(frame)) waiting.push(() => send(frame));
    else send(frame);
  };
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => pass(frame, (it) => server.send(it)));
    server.onMessage((frame) => pass(frame, (it) => socket.send(it)));
  });
  return {
    hold(what = "everything") {
      isHeld = (frame) => what === "everything" || (typeof frame !== "string" && frame[0] === tags[what]);
    },
    get waiting() {
      return waiting.length;
    },
    releaseOne() {
      waiting.shift()?.();
    },
    release() {
      isHeld = () => false;
      const held = waiting;
      waiting = [];
      for (const send of held) send();
    },
  };
}

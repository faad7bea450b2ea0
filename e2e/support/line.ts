import type { Page } from "@playwright/test";

/** The document sockets of one page, whose frames a test can hold back, in both directions. */
export interface Line {
  /** From now on nothing passes. */
  hold(): void;
  /** What was held passes, in its order, and so does what follows. */
  release(): void;
}

/** Puts a page's document sockets on a line. To be called before the page is opened. */
export async function lineOf(page: Page): Promise<Line> {
  let isHeld = false;
  let waiting: (() => void)[] = [];
  const pass = (send: () => void): void => {
    if (isHeld) waiting.push(send);
    else send();
  };
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => pass(() => server.send(frame)));
    server.onMessage((frame) => pass(() => socket.send(frame)));
  });
  return {
    hold() {
      isHeld = true;
    },
    release() {
      isHeld = false;
      const held = waiting;
      waiting = [];
      for (const send of held) send();
    },
  };
}

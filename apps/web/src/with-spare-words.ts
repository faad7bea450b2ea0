import type { AppContext } from "./app-context.ts";

/** Gives words that have lost their place to the code that finds them another. Where that cannot be fetched, they are shown. */
export function withSpareWords(
  app: AppContext,
  text: string,
  place: (late: typeof import("./spare-words.ts")) => void,
): void {
  import("./spare-words.ts")
    .then(place)
    .catch(() => app.messages.add({ weight: "loss", text: app.words.failure.notLoaded, quote: text }));
}

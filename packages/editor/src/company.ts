// What is not needed before somebody else is here, or before somebody goes away, in one piece: it is fetched when the text stands already.
export { createOwnPlace } from "./own-place.ts";
export { placesIn } from "./places.ts";
export { createPresence } from "./presence.ts";
export { createReadingPlace } from "./reading-place.ts";
export { rescueWords } from "./rescue-words.ts";
export { createCaretsShow } from "./shown-carets.ts";

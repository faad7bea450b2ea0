/** The words of what is fetched when somebody brings or changes a picture or a file. */
export interface MediaWords {
  /** Names what is on its way. */
  readonly storing: (name: string) => string;
  readonly done: (percent: number) => string;
  readonly failed: (name: string) => string;
  readonly cannotWrite: string;
  readonly cancel: string;
  readonly tryAgain: string;
  readonly leaveOut: string;
  /** Puts a link to the other site in. */
  readonly keepAddress: string;
  /** Says what comes with a text and has no name. */
  readonly picture: string;
  /** Names the controls of a picture. */
  readonly tools: string;
  readonly width: string;
  readonly pixels: (width: number) => string;
  readonly align: string;
  readonly sides: Readonly<Record<"left" | "center" | "right", string>>;
  readonly alt: string;
  readonly fullSize: string;
  /** Has a picture at another site fetched and stored. */
  readonly keepHere: string;
  /** Says of a picture that whoever put it in could not send it yet. */
  readonly notHereYet: string;
}

/** English, the default. */
export const englishMediaWords: MediaWords = {
  storing: (name) => `Storing ${name}`,
  done: (percent) => `${percent}%`,
  failed: (name) => `${name} was not stored.`,
  cannotWrite: "This document can only be read now.",
  cancel: "Cancel",
  tryAgain: "Try again",
  leaveOut: "Leave it out",
  keepAddress: "Keep its address",
  picture: "Picture",
  tools: "Picture",
  width: "Width of the picture",
  pixels: (width) => `${width} pixels`,
  align: "Side of the picture",
  sides: { left: "Left", center: "Middle", right: "Right" },
  alt: "What it shows, for who cannot see it",
  fullSize: "Full size",
  keepHere: "Store it in this document",
  notHereYet: "This picture is still on its way. It comes by itself.",
};

import type { SessionStatus } from "@quire/client";
import type { Format } from "./format.ts";

/** How many files of a document are not at the server yet. */
interface Count {
  readonly left: number;
  /** Those of them that are in the page alone. */
  readonly alone: number;
}

/** What is said of them in English, beside what a status says of the words: nothing where there are none, or that says enough. */
export function filesLeftText(format: Format, { left, alone }: Count, status: SessionStatus): string {
  const notKept = () =>
    format.plural(alone, {
      one: "# file not kept on this device yet: keep this page open",
      other: "# files not kept on this device yet: keep this page open",
    });
  switch (status.state) {
    case "saved":
      return left === 0
        ? ""
        : format.plural(left, { one: "# file still to send", other: "# files still to send" });
    case "offline":
      return alone === 0 || (status.unsent && !status.kept) ? "" : `Offline, ${notKept()}`;
    case "failing":
      return alone === 0 || !status.kept ? "" : `The server cannot save now, ${notKept()}`;
    default:
      return "";
  }
}

import type { AppContext } from "../app-context.ts";
import { filesLeftText } from "../words/en-files-left.ts";
import type { Device } from "./device.ts";
import { tellFile } from "./tell-file.ts";

/** Keeps nothing, and has nothing: where what looks after this device could not be fetched. */
export const noDevice: Pick<Device, "isMaking" | "keepFile" | "filesOf"> = {
  isMaking: () => false,
  keepFile: async () => undefined,
  filesOf: async () => [],
};

/** The same for what is brought into documents: it is counted and told of, and is in the page alone. */
export function withoutDevice({
  words,
  messages,
  filesLeft,
}: Pick<AppContext, "words" | "messages" | "filesLeft">): Pick<
  Device,
  "isMaking" | "bring" | "tellNotStored"
> {
  return {
    isMaking: noDevice.isMaking,
    bring({ documentId }) {
      filesLeft.become((_, status, coming) =>
        filesLeftText(words.format, { left: coming, alone: coming }, status),
      );
      const end = filesLeft.count(documentId);
      const over = async () => end();
      const refuse = async () => {
        end();
        return undefined;
      };
      const isHere = () => false;
      return { kept: Promise.resolve(undefined), isHere, drop: over, handOver: over, leave: over, refuse };
    },
    tellNotStored: (name, why, kept, alone) => tellFile({ words, messages }, { name, why, kept, alone }),
  };
}

import temml from "temml";
import { type Preview, PreviewError } from "./preview.ts";

/** Mathematics as MathML, in the fonts that the device has for it. Commands that lead elsewhere or load something are refused. */
export function mathPreview(isBlock: boolean): Preview {
  return {
    draw(place, source) {
      try {
        temml.render(source, place, {
          displayMode: isBlock,
          throwOnError: true,
          trust: false,
          maxSize: [20, 400],
          maxExpand: 1000,
        });
      } catch (error) {
        place.replaceChildren();
        throw new PreviewError(error instanceof Error ? error.message.trim().slice(0, 300) : String(error));
      }
    },
  };
}

// The page that draws diagrams, in a sandbox. It has no origin, no network and no storage: see `editor: previews/diagram-frame.ts`.

import type { DiagramRequest } from "./draw-diagram.ts";

/** Who asks is the page around this one: nobody else can, since it stands in no other. */
const around = window.parent;

const drawing = import("./draw-diagram.ts");

window.addEventListener("message", ({ source, data }: MessageEvent<DiagramRequest>) => {
  if (source !== around) return;
  void drawing.then(async ({ drawDiagram }) => around.postMessage(await drawDiagram(data), "*"));
});

void drawing.then(() => around.postMessage("ready", "*"));

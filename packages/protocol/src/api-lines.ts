import { integerShape, objectShape, type ShapeOf, textShape } from "./shape.ts";

/** The body of `POST /api/lines`: what a WebSocket's address says behind `/sync/`. The query is as a WebSocket's. */
export const OpenLine = objectShape({ document: textShape() });

/** The line that was opened. Its id is a secret. */
export const OpenedLine = objectShape({ line: textShape() });
export type OpenedLine = ShapeOf<typeof OpenedLine>;

/** Why none was opened, as a WebSocket's close code says it. */
export const RefusedLine = objectShape({ code: integerShape(), reason: textShape() });
export type RefusedLine = ShapeOf<typeof RefusedLine>;

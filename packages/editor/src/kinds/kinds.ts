import { calloutEditing } from "./callout.ts";
import { dateEditing } from "./date.ts";
import { documentLinkEditing } from "./document-link.ts";
import { embedEditing } from "./embed.ts";
import { figureEditing } from "./figure.ts";
import { fileEditing } from "./file.ts";
import { footnoteRefEditing } from "./footnote-ref.ts";
import { imageEditing } from "./image.ts";
import type { KindEditing } from "./kind-editing.ts";
import { mathEditing } from "./math.ts";
import { pageBreakEditing } from "./page-break.ts";
import { tableEditing } from "./table.ts";
import { tocEditing } from "./toc.ts";
import { toggleEditing } from "./toggle.ts";

/** How each kind that has a file here is edited. */
export const kinds: readonly KindEditing[] = [
  calloutEditing,
  toggleEditing,
  ...tableEditing,
  figureEditing,
  fileEditing,
  imageEditing,
  embedEditing,
  pageBreakEditing,
  tocEditing,
  dateEditing,
  documentLinkEditing,
  footnoteRefEditing,
  mathEditing,
];

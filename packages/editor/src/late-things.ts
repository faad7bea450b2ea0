// What draws and changes what has no text of its own, in one piece: it is fetched when the text stands already. What reads it is
// given, since that is there by then.
export { createThingForm } from "./thing-forms/thing-form.ts";
export { drawDocumentLink } from "./views/document-link.ts";
export { drawFile } from "./views/file-view.ts";
export { drawFormula } from "./views/formula.ts";

import type { Session } from "@quire/client";
import type { Editor, EditorOptions } from "@quire/editor";
import type { AppContext } from "./app-context.ts";
import { readPerson } from "./people-store.ts";
import { spareWords } from "./words/en-spare.ts";

/** For how long a full title is not said to be full again, in ms: as long as the message stands. */
const saidMs = 8_000;
let saidAt = Number.NEGATIVE_INFINITY;

/** Words of this person's that are nowhere any more. */
export type Lost = Parameters<NonNullable<EditorOptions["onLost"]>>[0];

/** Characters of lost words that a message repeats. */
const shownCharacters = 240;

/** Puts the end of what was pasted into a full title before the text, a line a paragraph; where there is no text to write in, it is shown. */
export function placeRest(app: AppContext, editor: Editor | null, rest: string): void {
  const lines = rest.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  if (lines.length === 0) return;
  if (editor?.view.editable !== true) return sayAll(app, spareWords.titleFull, rest);
  const { schema, tr } = editor.view.state;
  const blocks = lines.map((line) => schema.node("paragraph", null, schema.text(line)));
  editor.view.dispatch(tr.insert(0, blocks));
  app.messages.add({ weight: "news", text: spareWords.restInText });
}

/** Says that a title takes no more letters. */
export function sayFull({ messages }: AppContext): void {
  const now = performance.now();
  if (now - saidAt < saidMs) return;
  saidAt = now;
  messages.add({ weight: "news", text: spareWords.titleFull });
}

interface Loss {
  readonly lost: Lost;
  /** All of the words. */
  readonly text: string;
  readonly awareness: Session["awareness"];
  /** False where nothing may be written in the document any more. */
  putBack(): boolean;
}

/**
 * Says that somebody removed what this person was writing in, shows the words, and offers to put them back: into the
 * document, or, where nothing may be written in it any more, into the clipboard.
 */
export function tellLost(app: AppContext, { lost, text, awareness, putBack }: Loss): void {
  const person = whoAlone(lost.map(({ deletedBy }) => deletedBy));
  const name = person === undefined ? undefined : readPerson(awareness.getStates().get(person))?.name;
  const quote = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
  const run = () => void (putBack() || copyLost(app, text));
  const action = { label: spareWords.putBack, run };
  app.messages.add({ weight: "loss", text: spareWords.lost(name), action, quote });
}

/** Copies words that nobody can put back; where that cannot be done, they are shown whole. */
async function copyLost(app: AppContext, text: string): Promise<void> {
  const { drawer } = await app.words.loadTools();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return sayAll(app, drawer.textNotCopied, text);
  }
  app.messages.add({ weight: "news", text: drawer.textCopied });
}

/** Shows somebody's words whole, until they are read. */
function sayAll({ messages }: AppContext, text: string, quote: string): void {
  messages.add({ weight: "loss", text, quote });
}

function whoAlone(clients: readonly (number | undefined)[]): number | undefined {
  const [first] = clients;
  return clients.every((client) => client === first) ? first : undefined;
}

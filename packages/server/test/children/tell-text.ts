// Says what stands in documents, by the files of data directories that no server has open. Asked by messages.
import { fragmentName, titleName } from "@quire/schema";
import { materialise } from "../../src/materialise/materialise.ts";
import { openStore } from "../../src/store/store.ts";
import { heldBy } from "../stored-updates.ts";

/** A question; the answer bears its number. */
interface Question {
  readonly number: number;
  readonly directory: string;
  readonly documentId: string;
}

async function textOf({ directory, documentId }: Question): Promise<string> {
  const store = await openStore(directory, 1);
  const held = heldBy(store, documentId);
  await store.close();
  const ydoc = materialise(held);
  const text = `${ydoc.getText(titleName).toJSON()}\n${ydoc.getXmlFragment(fragmentName).toString()}`;
  ydoc.destroy();
  return text;
}

process.on("message", (question: Question) => {
  const { number } = question;
  textOf(question).then(
    (text) => process.send?.({ number, text }),
    (error: unknown) => process.send?.({ number, error: String(error) }),
  );
});
